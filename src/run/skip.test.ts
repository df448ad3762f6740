import { expect, test } from 'vitest';
import type { DocumentCommand, DocumentNode, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { DAY_MICROS, HOUR_MICROS } from '../lib/calendar.ts';
import { scheduleEvent } from '../sim/stepper.ts';
import { Run } from './run.ts';
import { Skip, type SkipState } from './skip.ts';

const service = { dist: 'constant', value: 20 } as const;

function table(
  client: DocumentNode['config'],
  commands: DocumentCommand[] = [],
  server: DocumentNode['config'] = {},
): SceneDocument {
  return {
    version: 2,
    title: '',
    seed: 3,
    nodes: [
      { id: 'c', kind: 'client', at: [0, 0], config: { ...client } },
      { id: 's', kind: 'server', at: [300, 0], config: { service, ...server } },
    ],
    edges: [{ id: 'e', from: 'c', to: 's' }],
    commands,
  };
}

const QUIET = { rate: 0 };

function skip(run: Run, slice = 50): SkipState {
  const looking = new Skip(run);
  for (;;) {
    const state = looking.go(slice);
    if (state === 'found') return state;
    if (state !== 'looking') {
      looking.back();
      return state;
    }
  }
}

/** Schedules timers that bring nothing about. */
function tick(run: Run, count: number, every: number): void {
  const node = run.kernel.find('s');
  if (node === undefined) throw new Error('no server');
  for (let i = 1; i <= count; i++) {
    scheduleEvent(run.kernel, node.main, i * every, { type: 'nothing-of-interest' });
  }
}

function everything(run: Run): unknown {
  return [run.now, run.events, run.traceHash(), run.kernel.world.counts, run.kernel.watch?.dump()];
}

test('the next message ends the quiet, at the very moment it is sent', () => {
  const document = table({ rate: 0.0001 });
  const run = new Run(document, kinds);
  expect(skip(run)).toBe('found');
  expect(run.now).toBeGreaterThan(60e6);
  expect(run.kernel.world.counts.sent).toBe(1);
  const before = new Run(document, kinds);
  before.seek(run.now - 1);
  expect(before.kernel.world.counts.sent).toBe(0);
  const straight = new Run(document, kinds);
  straight.seek(run.now);
  run.seek(run.now);
  expect(everything(run)).toEqual(everything(straight));
});

test('a command days later is gone to', () => {
  const run = new Run(
    table(QUIET, [{ at: (3 * DAY_MICROS) / 1000, do: 'crash', node: 's' }]),
    kinds,
  );
  expect(skip(run)).toBe('found');
  expect(run.now).toBe(3 * DAY_MICROS);
  expect(run.kernel.stateIn(run.kernel.find('s')!.main).path).toBe('down');
});

test('so is a server that fails by itself, hours from now', () => {
  const run = new Run(table(QUIET, [], { mtbf: 1e7, mttr: 3_600_000 }), kinds);
  expect(skip(run)).toBe('found');
  expect(run.kernel.stateIn(run.kernel.find('s')!.main).path).toBe('down');
  const failedAt = run.now;
  expect(failedAt).toBeGreaterThan(HOUR_MICROS);
  // Its repair is the next thing, and matters as well.
  expect(skip(run)).toBe('found');
  expect(run.now).toBeGreaterThan(failedAt);
});

test('timers that bring nothing about are passed over', () => {
  const run = new Run(table(QUIET, [{ at: 7_200_000, do: 'crash', node: 's' }]), kinds);
  tick(run, 1_000, 1e6);
  expect(skip(run)).toBe('found');
  expect(run.now).toBe(2 * HOUR_MICROS);
});

test('a condition to stop at ends the quiet, and says why', () => {
  const run = new Run(
    {
      ...table(QUIET, [{ at: 5000, do: 'crash', node: 's' }]),
      conditions: [{ state: 'down', node: 's' }],
    },
    kinds,
  );
  expect(skip(run)).toBe('found');
  expect(run.stopped?.at).toBe(5e6);
});

test('where nothing is going to happen the run stays where it stands, and so does all it knows', () => {
  const run = new Run(table(QUIET, [{ at: 1000, do: 'crash', node: 's' }]), kinds);
  run.runUntil(4e6);
  const before = [everything(run), run.horizon];
  expect(skip(run)).toBe('never');
  expect([everything(run), run.horizon]).toEqual(before);
});

test('what comes more than a year from now is not waited for', () => {
  const at = (400 * DAY_MICROS) / 1000;
  const run = new Run(table(QUIET, [{ at, do: 'crash', node: 's' }]), kinds, { observe: false });
  tick(run, 100, DAY_MICROS);
  const before = [everything(run), run.horizon];
  expect(skip(run)).toBe('not-soon');
  expect([everything(run), run.horizon]).toEqual(before);
});

test('left half-way, the run is where it was, and goes on as if it had never looked', () => {
  const document = table({ rate: 20 });
  const run = new Run(document, kinds);
  run.runUntil(2e6);
  tick(run, 1000, 1000);
  const looking = new Skip(run);
  looking.go(1);
  expect(run.now).toBeGreaterThan(2e6);
  looking.back();
  expect(run.now).toBe(2e6);
});
