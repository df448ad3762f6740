/** A part that is cut off from everything: nothing gets to it or from it until it rejoins. */
import { expect, test } from 'vitest';
import { sceneAt } from '../document/scene.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { answerOf } from './answers.test-support.ts';
import { requests } from './requests.ts';
import { Run } from './run.ts';
import { trace } from './trace.ts';

function runOf(commands: DocumentCommand[], untilMs: number): Run {
  const document: SceneDocument = {
    version: 2,
    title: 'isolation',
    seed: 2,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 50, timeout: 500 } },
      { id: 's', kind: 'server', at: [200, 0], config: { bootTime: 100 } },
    ],
    edges: [{ id: 'e', from: 'web', to: 's', protocol: 'http' }],
    commands,
  };
  const run = new Run(document, kinds);
  run.runUntil(untilMs * 1_000);
  return run;
}

const isolate: DocumentCommand = { at: 1_000, do: 'isolate', node: 's' };

test('nothing gets through while it lasts, on no edge, and what was asked fails because of it', () => {
  const run = runOf([isolate], 3_000);
  const before = runOf([isolate], 1_000).kernel.world.counts.answered;
  expect(run.kernel.world.counts.answered).toBeLessThan(before + 5);
  expect(run.kernel.world.counts.dropped.get('timeout')).toBeGreaterThan(50);
  const { failed } = answerOf(requests(run));
  expect(failed.length).toBeGreaterThan(5);
  for (const { message } of failed) {
    const last = answerOf(trace(run, message))?.causes.at(-1);
    expect(last).toMatchObject({
      what: 'command',
      command: 0,
      words: 'you isolated Server at 1 s',
    });
  }
});

test('a process that starts again is as isolated as before, until it rejoins', () => {
  const again = [
    { at: 1_500, do: 'crash', node: 's' },
    { at: 2_000, do: 'restart', node: 's' },
  ];
  const run = runOf([isolate, ...again], 4_000);
  expect(run.scene.faults).toEqual({ s: { isolate: {} } });
  expect(sceneAt(run.document, 4_000, kinds.specs).faults).toEqual(run.scene.faults);
  const since = run.kernel.world.counts.answered;
  const mended = runOf([isolate, ...again, { at: 4_000, do: 'rejoin', node: 's' }], 8_000);
  expect(mended.kernel.world.counts.answered).toBeGreaterThan(since + 100);
  expect(mended.scene.faults).toEqual({});
});

test('an edge that joins later shares it', () => {
  const late = { id: 'late', from: 'extra', to: 's', protocol: 'http' };
  const extra = { id: 'extra', kind: 'client', at: [0, 100], config: { rate: 50 } };
  const run = runOf([isolate, { at: 1_500, do: 'add', nodes: [extra], edges: [late] }], 3_000);
  const lane = run.kernel.world.lanes.find(({ edge }) => edge === 'late');
  expect(lane?.isolation).toBe(1);
  const ends = [...run.kernel.node(lane?.target ?? 0).ends.values()];
  expect(ends.filter((end) => end.lane === lane?.index)).toEqual([]);
});
