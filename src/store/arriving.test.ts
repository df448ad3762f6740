import { beforeEach, expect, test, vi } from 'vitest';
import type { Spec } from '../document/spec.ts';
import type { SceneDocument } from '../document/types.ts';
import { specs as real } from '../kinds/specs.ts';
import { arrive, comingFrom, followFetching, onceSeen, whenHere } from './arriving.ts';
import { edit, newDocument, useDocument } from './document.ts';
import { tryAgain, useLost } from './lost.ts';
import { useNotices } from './notices.ts';
import { connectSimulation } from './playback.ts';
import { useSelection } from './selection.ts';
import { FakeSimulation } from './simulation-test-support.ts';
import { provideKinds, specs } from './specs.ts';

const scene: SceneDocument = {
  version: 2,
  title: 'Far away',
  seed: 1,
  nodes: [{ id: 'db', kind: 'database', at: [0, 0], config: { slots: 3 } }],
  edges: [],
  commands: [{ at: 5, do: 'crash', node: 'db' }],
};

followFetching();

let fake: FakeSimulation;
let answer: { resolve: () => void; reject: () => void };

beforeEach(() => {
  const { database, ...here } = real as Record<string, Spec>;
  const fetch = () =>
    new Promise<Spec>((resolve, reject) => {
      answer = {
        resolve: () => resolve(database as Spec),
        reject: () => reject(new Error('no line')),
      };
    });
  provideKinds(
    Object.values(real),
    (kind) => (kind === 'database' ? fetch : undefined),
    Object.values(here),
  );
  fake = new FakeSimulation();
  connectSimulation(fake);
  newDocument();
  useNotices.setState({ toast: null });
});

const open = (document: unknown = scene) => arrive(() => comingFrom(document), { guest: true });
const state = () => useDocument.getState();
const outlined = () => vi.waitFor(() => expect(state().outline).toBe(true));

test('what comes soon is opened at once, and the simulation fetches meanwhile', async () => {
  const opening = open();
  await vi.waitFor(() => expect(fake.sent.at(-1)).toEqual({ type: 'fetch', kinds: ['database'] }));
  answer.resolve();
  expect(await opening).toBe(true);
  expect(state()).toMatchObject({ document: scene, outline: false, guest: true });
});

test('what takes longer is an outline first, in one opening: nothing is run, edited or lost', async () => {
  const { opened } = state();
  const opening = open();
  await outlined();
  expect(state().opened).toBe(opened + 1);
  expect(state().document.nodes).toEqual([{ id: 'db', kind: 'database', at: [0, 0] }]);
  expect(fake.loads().at(-1)?.document.nodes).toEqual([]);
  expect(edit({ edit: 'title', title: 'Mine' })).toBe(false);
  expect(useNotices.getState().toast?.sentence).toMatch(/still being loaded/);
  answer.resolve();
  expect(await opening).toBe(true);
  expect(state()).toMatchObject({ document: scene, outline: false, opened: opened + 1 });
  expect(fake.loads().at(-1)?.document).toEqual(scene);
  expect(edit({ edit: 'title', title: 'Mine' })).toBe(true);
});

test('what cannot be had is said, and opened when it is tried again', async () => {
  const opening = open();
  await outlined();
  answer.reject();
  expect(await opening).toBe(false);
  const { problem } = state();
  expect(problem?.sentence).toBe('Database could not be loaded: the connection may be down.');
  problem?.retry?.();
  expect(state().problem).toBe(null);
  answer.resolve();
  await vi.waitFor(() => expect(state()).toMatchObject({ document: scene, outline: false }));
});

test('whoever opened something else meanwhile is left alone', async () => {
  const opening = open();
  await outlined();
  newDocument();
  const { opened } = state();
  answer.resolve();
  expect(await opening).toBe(false);
  expect(state()).toMatchObject({ opened, outline: false, document: { nodes: [] } });
});

test('what is invalid is explained once its kinds are there', async () => {
  const bad = { ...scene, nodes: [{ ...scene.nodes[0], config: { slots: 'many' } }] };
  const opening = open(bad);
  await outlined();
  answer.resolve();
  expect(await opening).toBe(false);
  expect(state()).toMatchObject({ outline: false, problem: { code: 'invalid' } });
});

test('a part is placed once its kind is here, and what stands in the way can be tried again', async () => {
  const act = vi.fn();
  whenHere(['server'], act);
  expect(act).toHaveBeenCalledTimes(1);
  whenHere(['database'], act);
  answer.reject();
  await vi.waitFor(() => expect(state().problem?.code).toBe('not-fetched'));
  expect(act).toHaveBeenCalledTimes(1);
  state().problem?.retry?.();
  answer.resolve();
  await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(2));
  expect(specs().database).toBe(real.database);
});

test('what the simulation lacks is said, and sent once more', () => {
  const before = fake.loads().length;
  const { revision = 0 } = fake.loads().at(-1) ?? {};
  fake.report({ type: 'not-fetched', kinds: ['database'], revision: revision - 1 });
  expect(state().problem).toBeNull();
  fake.report({ type: 'not-fetched', kinds: ['database'], revision });
  expect(state().problem?.sentence).toMatch(/^Database could not be loaded/);
  state().problem?.retry?.();
  expect(fake.loads().length).toBe(before + 1);
  expect(fake.loads().at(-1)?.document).toBe(state().document);
});

test('what is needed later is fetched once something is seen, and again where it failed', async () => {
  const fetch = vi.fn(() => Promise.resolve());
  fetch.mockRejectedValueOnce(new Error('no line'));
  onceSeen(fake, fetch);
  expect(fetch).not.toHaveBeenCalled();
  fake.reach(0);
  fake.reach(10);
  await vi.waitFor(() => expect(useLost.getState().again).toHaveLength(1));
  expect(fetch).toHaveBeenCalledTimes(1);
  tryAgain();
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('where nothing is ever seen it is fetched all the same', () => {
  vi.useFakeTimers();
  const fetch = vi.fn(() => Promise.resolve());
  onceSeen(fake, fetch);
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('the part a link is about is selected with the whole', async () => {
  const opening = arrive(() => comingFrom(scene), { guest: true, focus: 'db' });
  await outlined();
  expect(useSelection.getState().ids).toEqual([]);
  answer.resolve();
  await opening;
  expect(useSelection.getState().ids).toEqual(['db']);
});
