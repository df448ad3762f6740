/**
 * Every sequence of up to three deeds, close together and far apart: what the table says is in
 * force is what the run does. Where only the run can know – has it finished draining, is it still
 * there to hang? – it skips the deed, and says what of it never held.
 */
import { describe, expect, test } from 'vitest';
import { stillInForce } from '../document/faults.ts';
import { isSameJson } from '../document/field.ts';
import { sceneAt } from '../document/scene.ts';
import type { DocumentCommand, Faults, Intervention, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { specs } from '../kinds/specs.ts';
import type { NodeRecord } from '../sim/world.ts';
import { faultsOver } from './faults-now.ts';
import { observationOf } from './node-view.ts';
import { cards } from './reports.ts';
import { Run } from './run.ts';

const SETTING = 0.2;
const FIRST_MS = 100;
/** Within booting, draining and a burst, and beyond all of them. */
const GAPS_MS = { 'close together': 20, 'far apart': 1000 };
const AFTER_MS = 5;
const LATER_MS = 1500;

type Deed = Intervention & { node: string };

const node = 'it';
const PROCESS: Deed[] = [
  { do: 'crash', node },
  { do: 'restart', node },
  { do: 'hang', node },
  { do: 'resume', node },
  { do: 'drain', node },
];
const WORKER: Deed[] = [
  ...PROCESS,
  { do: 'slow', node, factor: 4 },
  { do: 'slow', node, factor: 1 },
  { do: 'errors', node, rate: 0.5 },
  { do: 'errors', node, rate: 0 },
  { do: 'errors', node, rate: SETTING },
  { do: 'set', node, config: { errorRate: 0.3 } },
];
const CLIENT: Deed[] = [
  ...PROCESS,
  { do: 'burst', node, factor: 5, for: 300 },
  { do: 'burst', node, factor: 1, for: 0 },
  { do: 'set', node, config: { rate: 30 } },
];
const BALANCER: Deed[] = [
  ...PROCESS,
  { do: 'set', node, config: { mode: 'l4' } },
  { do: 'set', node, config: { mode: 'l7' } },
];

const worker = {
  errorRate: SETTING,
  bootTime: 100,
  drainTimeout: 200,
  service: { dist: 'constant', value: 60 },
};
const SUBJECTS: [string, Deed[], string, object][] = [
  ['a client', CLIENT, 'client', { rate: 20 }],
  ['a server', WORKER, 'server', worker],
  ['a database', WORKER, 'database', { errorRate: SETTING, bootTime: 100, drainTimeout: 200 }],
  ['a balancer of layer 7', BALANCER, 'load-balancer', { mode: 'l7', bootTime: 100 }],
  ['a balancer of layer 4', BALANCER, 'load-balancer', { mode: 'l4', bootTime: 100 }],
];

function sceneWith(kind: string, config: object): SceneDocument {
  const subject = { id: node, kind, at: [0, 0] as [number, number], config };
  const others = [
    { id: 'source', kind: 'client', at: [0, 0], config: { rate: 20 } },
    { id: 'end', kind: 'server', at: [0, 0] },
  ].filter((other) => kind !== 'client' || other.kind !== kind);
  const edges = [
    ...(kind === 'client' ? [] : [{ id: 'in', from: 'source', to: node }]),
    ...(kind === 'server' || kind === 'database' ? [] : [{ id: 'out', from: node, to: 'end' }]),
  ];
  const nodes = [subject, ...others];
  return { version: 1, title: '', seed: 7, nodes, edges, commands: [] } as unknown as SceneDocument;
}

function* sequences(deeds: readonly Deed[]): Generator<Deed[]> {
  for (const a of deeds) for (const b of deeds) for (const c of deeds) yield [a, b, c];
}

interface Seen {
  state: string;
  slowdown?: number;
  errorRate?: number;
  boost?: number;
}

function recordOf(run: Run): NodeRecord {
  const found = run.kernel.find(node);
  if (found === undefined) throw new Error('It is gone.');
  return found;
}

/**
 * What the process itself goes by, against the faults that are said to hold; empty when all is
 * well.
 */
function lies(run: Run, holds: Faults): string[] {
  const record = recordOf(run);
  const { state, slowdown = 1, errorRate, boost = 1 } = observationOf(run.kernel, record) as Seen;
  const setting = (record.config as { errorRate?: number }).errorRate;
  const found: string[] = [];
  const check = (what: string, is: unknown, said: unknown) => {
    if (is !== said) found.push(`${what} is ${is}, said to be ${said}`);
  };
  check('hung', record.hung, holds.hang !== undefined);
  check('slowdown', slowdown, holds.slow?.factor ?? 1);
  check('error rate', errorRate, holds.errors?.rate ?? setting);
  // Its own clock stands still while it hangs, and it sends nothing.
  if (!record.hung) check('boost', boost, holds.burst?.factor ?? 1);
  const isDown = state === 'down';
  const isLeaving = state === 'draining' || state === 'stopped';
  if (holds.crash) check('state', isDown, true);
  else if (!record.hung) check('leaving or down', isLeaving || isDown, holds.drain !== undefined);
  return found;
}

/**
 * Where table and run differ for another reason than that a process is gone when it has drained, or
 * that the run alone knew that there was nobody to notice a deed.
 */
function disagreements(run: Run, holds: Faults): string[] {
  const scene = sceneAt(run.document, run.now / 1000, specs);
  const told = scene.faults[node] ?? {};
  const skipped = new Set(scene.skipped.map(({ command }) => command));
  const found = [...skipped]
    .filter((i) => typeof run.skipped[i] !== 'string')
    .map((i) => `command ${i} is skipped by the table alone`);
  const unnoticed = run.document.commands
    .filter((_, i) => typeof run.skipped[i] === 'string' && !skipped.has(i))
    .map((command) => command.do);
  const { state } = observationOf(run.kernel, recordOf(run)) as Seen;
  const hasDrained = told.drain !== undefined && state === 'down';
  const isExcused = (name: string): boolean => {
    if (holds[name] !== undefined) return false;
    // It was down when it was to hang, so that the restart which the table doubts has happened.
    if (unnoticed.includes('hang')) return true;
    return hasDrained && (name === 'slow' || name === 'errors' || name === 'burst');
  };
  for (const name of new Set([...Object.keys(told), ...Object.keys(holds)])) {
    const [says, is] = [JSON.stringify(told[name]), JSON.stringify(holds[name])];
    if (says !== is && !isExcused(name)) found.push(`${name}: table ${says}, run ${is}`);
  }
  // What the page shows is what commands began without what the run calls over.
  const record = recordOf(run);
  const over = faultsOver(told, {
    kinds,
    kernel: run.kernel,
    node: record,
    seen: observationOf(run.kernel, record),
  });
  const shown = stillInForce(told, over);
  if (!isSameJson(shown, holds)) found.push(`shown is ${JSON.stringify(shown)}`);
  return found;
}

function holdsIn(run: Run): Faults {
  const record = recordOf(run);
  const seen = observationOf(run.kernel, record);
  const suffers = kinds.pictures[record.kind]?.suffers?.(seen) ?? {};
  const { slow: factor, errors: rate, burst: times } = suffers;
  const until = (record.faults.burst?.until ?? 0) / 1000;
  const length = until - (record.faults.burst?.at ?? 0) / 1000;
  const all: Faults = {
    crash: {},
    drain: {},
    hang: {},
    slow: { factor },
    errors: { rate },
    burst: { factor: times, for: length, until },
  };
  return (
    stillInForce(all, faultsOver(all, { kinds, kernel: run.kernel, node: record, seen })) ?? {}
  );
}

function trial(document: SceneDocument, deeds: readonly Deed[], gapMs: number): string[] {
  const commands = deeds.map((deed, i) => ({ ...deed, at: FIRST_MS + i * gapMs }));
  const run = new Run({ ...document, commands }, kinds, {
    observe: false,
    hash: false,
    checkpointBytes: 0,
  });
  const moments = commands.map(({ at }) => at + AFTER_MS);
  return [...moments, (moments.at(-1) ?? 0) + LATER_MS].flatMap((at) => {
    run.runUntil(at * 1000);
    const holds = holdsIn(run);
    return [...lies(run, holds), ...disagreements(run, holds)].map(
      (wrong) => `${deeds.map((deed) => deed.do).join(', ')} at ${at}: ${wrong}`,
    );
  });
}

describe.each(SUBJECTS)('%s', (_, deeds, kind, config) => {
  test.each(Object.entries(GAPS_MS))('three deeds %s', (_gap, gapMs) => {
    const document = sceneWith(kind, config);
    const wrong: string[] = [];
    for (const sequence of sequences(deeds)) wrong.push(...trial(document, sequence, gapMs));
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});

/**
 * A run of the deeds at their moments, up to another moment; what is said to hold then must be so.
 */
function seenAt(kind: string, config: object, commands: DocumentCommand[], atMs: number): Shown {
  const run = new Run({ ...sceneWith(kind, config), commands }, kinds);
  run.runUntil(atMs * 1000);
  const holds = holdsIn(run);
  expect(lies(run, holds)).toEqual([]);
  const told = sceneAt(run.document, atMs, specs).faults[node];
  const shown = stillInForce(told, cards(run).find(({ id }) => id === node)?.over ?? []) ?? {};
  expect(shown).toEqual(holds);
  return { shown, seen: observationOf(run.kernel, recordOf(run)) as Seen, skipped: run.skipped };
}

interface Shown {
  shown: Faults;
  seen: Seen;
  skipped: readonly (string | null)[];
}

describe('what time ends', () => {
  const mended = { ...worker, mttr: 100 };

  test('a crashed server that is repaired is in force no longer, and may suffer anew', () => {
    const crash: DocumentCommand = { at: 100, do: 'crash', node };
    expect(seenAt('server', mended, [crash], 101).shown).toEqual({ crash: {} });
    expect(seenAt('server', mended, [crash], 5000)).toMatchObject({
      shown: {},
      seen: { slowdown: 1 },
    });
    const slow: DocumentCommand = { at: 5000, do: 'slow', node, factor: 4 };
    const drain: DocumentCommand = { at: 5000, do: 'drain', node };
    expect(seenAt('server', mended, [crash, slow], 5001).shown).toEqual({ slow: { factor: 4 } });
    expect(seenAt('server', mended, [crash, drain], 9000).shown).toEqual({ drain: {} });
  });

  test('a repair that is due is not lost, whatever is done to it meanwhile', () => {
    const commands: DocumentCommand[] = [
      { at: 100, do: 'crash', node },
      { at: 101, do: 'hang', node },
      { at: 3000, do: 'crash', node },
    ];
    const { shown, seen, skipped } = seenAt('server', mended, commands, 9000);
    expect(shown).toEqual({});
    expect(seen.state).toMatch(/^up/);
    expect(skipped).toEqual([null, 'Server is down: bring it back first.', null]);
  });

  test('a burst ends while its client hangs, and with the process', () => {
    const burst = (at: number): DocumentCommand => ({
      at,
      do: 'burst',
      node,
      factor: 5,
      for: 1500,
    });
    const hang: DocumentCommand = { at: 200, do: 'hang', node };
    const resume: DocumentCommand = { at: 4000, do: 'resume', node };
    for (const commands of [
      [burst(100), hang, resume],
      [hang, burst(300), resume],
    ]) {
      expect(seenAt('client', {}, commands, 1000).shown).toMatchObject({
        burst: { until: commands[0]?.do === 'hang' ? 1800 : 1600 },
      });
      expect(seenAt('client', {}, commands, 3000).shown).toEqual({ hang: {} });
      expect(seenAt('client', {}, commands, 4001)).toMatchObject({ shown: {}, seen: { boost: 1 } });
    }
    const ended: DocumentCommand[] = [
      burst(100),
      hang,
      { at: 2000, do: 'crash', node },
      { at: 2100, do: 'restart', node },
    ];
    expect(seenAt('client', {}, ended, 2101)).toMatchObject({ shown: {}, seen: { boost: 1 } });
  });

  test('one that fails by chance comes back as if nothing had been done to it', () => {
    const config = { ...worker, mtbf: 500, mttr: 100 };
    const slow: DocumentCommand = { at: 0, do: 'slow', node, factor: 4 };
    expect(seenAt('server', config, [slow], 1).shown).toEqual({ slow: { factor: 4 } });
    expect(seenAt('server', config, [slow], 20_000)).toMatchObject({
      shown: {},
      seen: { slowdown: 1 },
    });
  });
});

describe('what ends what', () => {
  const slow: DocumentCommand = { at: 100, do: 'slow', node, factor: 4 };
  const errors = (rate: number): DocumentCommand => ({ at: 200, do: 'errors', node, rate });

  test('a fresh process is neither slow nor faulty, and what is down cannot become so', () => {
    const commands: DocumentCommand[] = [
      { at: 50, do: 'crash', node },
      slow,
      { at: 300, do: 'restart', node },
    ];
    const { shown, seen, skipped } = seenAt('server', worker, commands, 1000);
    expect([shown, seen.slowdown, seen.errorRate]).toEqual([{}, 1, SETTING]);
    expect(skipped[1]).toBe('Server is down: bring it back first.');
  });

  test('a setting of errors ends the fault that stood in for it, and no errors over a setting is one', () => {
    const set: DocumentCommand = { at: 300, do: 'set', node, config: { errorRate: 0.3 } };
    expect(seenAt('server', worker, [errors(0.5), set], 301)).toMatchObject({
      shown: {},
      seen: { errorRate: 0.3 },
    });
    expect(seenAt('server', worker, [errors(0)], 301)).toMatchObject({
      shown: { errors: { rate: 0 } },
      seen: { errorRate: 0 },
    });
    expect(seenAt('server', worker, [errors(0.5), errors(SETTING)], 301).shown).toEqual({});
  });

  test('one that boots can be drained, and is down', () => {
    const commands: DocumentCommand[] = [
      { at: 100, do: 'restart', node },
      { at: 150, do: 'drain', node },
    ];
    expect(seenAt('server', worker, commands, 1000)).toMatchObject({
      shown: { drain: {} },
      seen: { state: 'down' },
    });
  });

  test.each(['crash', 'drain'] as const)('another layer mends a balancer after %s', (does) => {
    const commands: DocumentCommand[] = [
      { at: 100, do: does, node },
      { at: 110, do: 'hang', node },
      { at: 200, do: 'set', node, config: { mode: 'l4' } },
    ];
    const { shown, seen } = seenAt('load-balancer', { mode: 'l7' }, commands, 300);
    expect(shown).toEqual({});
    expect(seen.state).toMatch(/^up/);
  });

  test('a balancer brought back while it drains is there again', () => {
    const commands: DocumentCommand[] = [
      { at: 100, do: 'drain', node },
      { at: 105, do: 'restart', node },
    ];
    const { shown, seen } = seenAt('load-balancer', { bootTime: 10 }, commands, 3000);
    expect(shown).toEqual({});
    expect(seen.state).toMatch(/^up/);
  });

  test('one that hangs hears nothing of a restart', () => {
    const commands: DocumentCommand[] = [
      { at: 100, do: 'hang', node },
      { at: 200, do: 'restart', node },
    ];
    const { shown, skipped } = seenAt('server', worker, commands, 300);
    expect(shown).toEqual({ hang: {} });
    expect(skipped[1]).toMatch(/^Server hangs and hears nothing/);
  });
});
