import { expect, test } from 'vitest';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { NotFetched } from '../lib/fetched.ts';
import { Gate } from './gate.ts';
import type { Load, Report, Request, RunRequest } from './protocol.ts';

const documentOf = (...kinds: string[]): SceneDocument => ({
  version: 2,
  title: 'Test',
  seed: 3,
  nodes: kinds.map((kind, i): DocumentNode => ({ id: `n${i}`, kind, at: [0, 0] })),
  edges: [],
  commands: [],
});
const load = (revision: number, ...kinds: string[]): RunRequest => ({
  type: 'load',
  document: documentOf(...kinds),
  at: 0,
  revision,
});

/** Kinds arrive, or fail to, when a test says so. */
function setUp() {
  const passed: RunRequest[] = [];
  const reports: Report[] = [];
  const here = new Set(['near']);
  const coming: {
    resolve: () => void;
    reject: (why: unknown) => void;
    names: readonly string[];
  }[] = [];
  const missing = ({ document }: Load) =>
    document.nodes.map(({ kind }) => kind).filter((kind) => !here.has(kind));
  const fetchKinds = (names: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      coming.push({
        names,
        reject,
        resolve: () => {
          for (const name of names) here.add(name);
          resolve();
        },
      });
    });
  const gate = new Gate({
    pass: (request) => passed.push(request),
    post: (report) => reports.push(report),
    isReadyFor: (load) => missing(load).length === 0,
    prepareFor: (load) => fetchKinds(missing(load)),
    fetchKinds,
  });
  const take = (...requests: Request[]) => {
    for (const request of requests) gate.take(request);
  };
  return { take, passed, reports, coming };
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

test('what has all its kinds goes through at once', () => {
  const { take, passed } = setUp();
  take(load(1, 'near'), { type: 'play' });
  expect(passed.map(({ type }) => type)).toEqual(['load', 'play']);
});

test('a document waits for its kinds, what follows waits behind it, and the watchdog does not', async () => {
  const { take, passed, coming } = setUp();
  take(load(1, 'near', 'far'), { type: 'play' }, load(2, 'farther'), { type: 'pause' });
  take({ type: 'ping', beat: 7 });
  expect(passed).toEqual([{ type: 'ping', beat: 7 }]);
  expect(coming.map(({ names }) => names)).toEqual([['far']]);
  coming[0]?.resolve();
  await nextTask();
  expect(passed.slice(1)).toEqual([load(1, 'near', 'far'), { type: 'play' }]);
  coming[1]?.resolve();
  await nextTask();
  expect(passed.slice(3)).toEqual([load(2, 'farther'), { type: 'pause' }]);
});

test('without its kinds an empty table is run, the page is told, and the document may come again', async () => {
  const { take, passed, reports, coming } = setUp();
  take(load(1, 'near', 'far'), { type: 'play' });
  coming[0]?.reject(new NotFetched(['far']));
  await nextTask();
  expect(reports).toEqual([{ type: 'not-fetched', kinds: ['far'], revision: 1 }]);
  expect(passed).toEqual([load(1), { type: 'play' }]);
  take(load(2, 'near', 'far'));
  coming[1]?.resolve();
  await nextTask();
  expect(passed.at(-1)).toEqual(load(2, 'near', 'far'));
});

test('what is fetched in advance holds nothing up', async () => {
  const { take, passed, reports, coming } = setUp();
  take({ type: 'fetch', kinds: ['far'] }, { type: 'play' });
  expect(passed).toEqual([{ type: 'play' }]);
  coming[0]?.reject(new NotFetched(['far']));
  await nextTask();
  expect(reports).toEqual([]);
});
