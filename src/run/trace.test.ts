import { describe, expect, test } from 'vitest';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { answerOf, incident } from './answers.test-support.ts';
import type { Trace, TraceSpan } from './report-types.ts';
import { requests } from './requests.ts';
import { Run } from './run.ts';
import { trace } from './trace.ts';

const SECOND = 1_000_000;

function traceOf(run: Run, message: number): Trace {
  const found = answerOf(trace(run, message));
  if (found === null) throw new Error(`There is no message ${message}.`);
  return found;
}

/** [depth, what, name, from, to] in milliseconds since the trace began. */
function outline({ from, spans }: Trace) {
  const ms = (at: number | null) => (at === null ? null : (at - from) / 1000);
  return spans.map(({ depth, what, name, from: start, to }) => [
    depth,
    what,
    name,
    ms(start),
    ms(to),
  ]);
}

/**
 * Two users who ask the same server with one slot, through a balancer; 5 ms each way, 20 ms of
 * work.
 */
function pair(commands: DocumentCommand[] = [], config: object = {}): SceneDocument {
  const edge = { latency: { dist: 'constant', value: 5 } } as const;
  return {
    version: 2,
    title: '',
    seed: 1,
    nodes: [
      {
        id: 'web',
        kind: 'client',
        name: 'web',
        at: [0, 0],
        config: { load: 'closed', users: 2, think: { dist: 'constant', value: 10_000 }, ...config },
      },
      { id: 'lb', kind: 'load-balancer', name: 'lb', at: [0, 0] },
      {
        id: 's1',
        kind: 'server',
        name: 's1',
        at: [0, 0],
        config: { slots: 1, service: { dist: 'constant', value: 20 } },
      },
    ],
    edges: [
      { id: 'a', from: 'web', to: 'lb', config: edge },
      { id: 'b', from: 'lb', to: 's1', config: edge },
    ],
    commands,
  };
}

function runTo(document: SceneDocument, millis: number): Run {
  const run = new Run(document, kinds);
  run.runUntil(millis * 1000);
  return run;
}

test('a request is told hop by hop, with the one sent on its behalf', () => {
  const run = runTo(pair(), 20_000);
  const first = traceOf(run, 1);
  expect(first).toMatchObject({ root: 1, outcome: 'answered', words: 'GET / from web' });
  expect(outline(first)).toEqual([
    [0, 'message', 'web → lb', 0, 60],
    // The handshake before the first request on a connection: there and back.
    [0, 'wait', 'web', 0, 10],
    [0, 'travel', 'web → lb', 10, 15],
    [0, 'travel', 'response, lb → web', 55, 60],
    [1, 'message', 'lb → s1', 15, 55],
    [1, 'wait', 'lb', 15, 25],
    [1, 'travel', 'lb → s1', 25, 30],
    [1, 'service', 's1', 30, 50],
    [1, 'travel', 'response, s1 → lb', 50, 55],
  ]);
  // The other came at the same time and stood in line meanwhile.
  const waiting = traceOf(run, 2).spans.find(
    ({ what, place }) => what === 'wait' && place === 's1',
  );
  expect(waiting).toMatchObject({ from: first.from + 30_000, to: first.from + 50_000 });
});

test('asked for by a message sent on its behalf, it is the same request', () => {
  const run = runTo(pair(), 20_000);
  expect(traceOf(run, 3)).toEqual({ ...traceOf(run, 1), message: 3 });
});

test('while it is under way, what lasts has no end', () => {
  const start = traceOf(runTo(pair(), 20_000), 1).from / 1000;
  const run = runTo(pair(), start + 35);
  const open = traceOf(run, 1);
  expect([open.outcome, open.to]).toEqual(['in-flight', null]);
  expect(outline(open).filter(([, , , , to]) => to === null)).toEqual([
    [0, 'message', 'web → lb', 0, null],
    [1, 'message', 'lb → s1', 15, null],
    [1, 'service', 's1', 30, null],
  ]);
});

test('before a process that hangs it waits, and does not travel on', () => {
  const start = traceOf(runTo(pair(), 20_000), 1).from / 1000;
  const at = (millis: number) => Math.round((start + millis) * 1000) / 1000;
  const commands: DocumentCommand[] = [
    { at: at(26), do: 'hang', node: 's1' },
    { at: at(130), do: 'resume', node: 's1' },
  ];
  const lines = outline(traceOf(runTo(pair(commands), 20_000), 1));
  expect(lines).toContainEqual([1, 'travel', 'lb → s1', 25, 30]);
  expect(lines).toContainEqual([1, 'wait', 's1', 30, 130]);
  expect(lines).toContainEqual([1, 'service', 's1', 130, 150]);
});

test('a drop says where and why, and the work done for nothing is told as well', () => {
  const dropped = traceOf(runTo(pair([], { timeout: 40 }), 20_000), 1);
  expect([dropped.outcome, dropped.to]).toEqual(['dropped', dropped.from + 40_000]);
  expect(dropped.spans[0]?.failure).toBe('timed out at web after 40 ms');
  const child = dropped.spans.find(({ depth, what }) => depth === 1 && what === 'message');
  expect(child).toMatchObject({ outcome: 'dropped', failure: 'cancelled at lb' });
  expect(outline(dropped)).toContainEqual([1, 'service', 's1', 30, 50]);
});

test('of a message that never was, or is still to come, nothing is told', () => {
  const run = runTo(pair(), 10_020);
  const { lastMessage } = run.kernel.world;
  expect(lastMessage).toBeGreaterThan(0);
  expect([0, lastMessage + 1].map((message) => answerOf(trace(run, message)))).toEqual([
    null,
    null,
  ]);
  const unseen = new Run(pair(), kinds, { observe: false });
  unseen.runUntil(SECOND);
  expect(answerOf(trace(unseen, 1))).toBeNull();
});

describe('what the journal no longer holds', () => {
  const busy = (): SceneDocument => {
    const document = incident('slow');
    for (const node of document.nodes) {
      if (node.id === 'web') node.config = { ...node.config, rate: 600 };
      else if (node.id !== 'lb') node.config = { ...node.config, slots: 20 };
    }
    return document;
  };
  const early = new Run(busy(), kinds, { checkpointEvents: 5_000 });
  early.runUntil(4 * SECOND);
  const failed = answerOf(requests(early)).failed.map(({ message }) => message);
  const held = [1, 40, 801, 2_000, 3_333, ...failed]
    .map((message) => traceOf(early, message))
    .filter(({ spans }) => spans.every(({ to }) => to !== null));
  const late = new Run(busy(), kinds, { checkpointEvents: 5_000 });
  late.runUntil(60 * SECOND);

  test('is run once more and told as it was, and the run shown stays where it is', () => {
    const first = late.kernel.watch?.journal.first ?? 0;
    expect(first).toBeGreaterThan(0);
    const before = [late.now, late.events, late.traceHash()];
    for (const once of held) {
      expect(traceOf(late, once.message)).toEqual({ ...once, recomputed: true });
    }
    expect(held.some(({ causes }) => causes.at(-1)?.what === 'command')).toBe(true);
    expect([late.now, late.events, late.traceHash()]).toEqual(before);
  });

  test('takes many short stretches', () => {
    let stretches = 0;
    for (const work = trace(late, 2_000); work.next().done !== true; ) stretches++;
    expect(stretches).toBeGreaterThan(3);
  });

  test('without checkpoints it is run from the start', () => {
    const bare = new Run(busy(), kinds, { checkpointBytes: 0 });
    bare.runUntil(60 * SECOND);
    expect(traceOf(bare, 801)).toEqual(traceOf(late, 801));
  });
});

test('spans of one message never overlap, and lie within its tree', () => {
  const run = new Run(incident('slow'), kinds);
  run.runUntil(6 * SECOND);
  for (let message = 1; message < run.kernel.world.lastMessage; message += 37) {
    const { from, spans } = traceOf(run, message);
    const last = new Map<number, TraceSpan>();
    for (const span of spans) {
      expect(span.from).toBeGreaterThanOrEqual(from);
      if (span.what === 'message') continue;
      const before = last.get(span.message);
      if (before !== undefined) expect(before.to).not.toBeNull();
      expect(span.from).toBeGreaterThanOrEqual(before?.to ?? 0);
      last.set(span.message, span);
    }
  }
});
