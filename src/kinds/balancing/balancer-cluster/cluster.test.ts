/** Whole scenes: a client, a cluster of balancers, and a server behind them. */
import { describe, expect, test } from 'vitest';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentNode,
  SceneDocument,
} from '../../../document/types.ts';
import { answerOf } from '../../../run/answers.test-support.ts';
import { nodeObservation } from '../../../run/inspect.ts';
import { log } from '../../../run/log.ts';
import { Moments } from '../../../run/moments.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import { picture } from './picture.ts';
import type { ClusterObservation } from './spec.ts';

/** What these tests read of a balancer. */
interface BalancerObservation {
  readonly backends: readonly { readonly picks: number }[];
}

const SECOND = 1_000_000;
const AT_ONCE = { dist: 'constant', value: 0 } as const;
/** What a standby waits beyond three intervals of silence, with priority 100. */
const SKEW = 156 / 256;

interface Options {
  readonly balancers?: readonly string[];
  readonly cluster?: ConfigJson;
  readonly balancer?: ConfigJson;
  readonly commands?: readonly DocumentCommand[];
}

function balancer(id: string, config: ConfigJson = {}): DocumentNode {
  return { id, kind: 'load-balancer', name: id, at: [0, 0], in: 'vip', config };
}

/** The client sends a hundred requests a second; `a` is preferred. No time passes on edges. */
function scene(options: Options): SceneDocument {
  const { balancers = ['a', 'b'] } = options;
  const priorities = [{ balancer: 'a', priority: 150 }];
  const config = { latency: AT_ONCE };
  return {
    version: 2,
    title: 'cluster',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 100, pattern: 'constant' } },
      {
        id: 'vip',
        kind: 'balancer-cluster',
        name: 'vip',
        at: [0, 0],
        config: { priorities, announceTime: 0, ...options.cluster },
      },
      ...balancers.map((id) => balancer(id, options.balancer)),
      { id: 's', kind: 'server', at: [0, 0], config: { slots: 100, service: AT_ONCE } },
    ],
    edges: [
      { id: 'in', from: 'web', to: 'vip', config },
      ...balancers.map((id) => ({ id: `${id}-s`, from: id, to: 's', config })),
    ],
    commands: [...(options.commands ?? [])],
  };
}

function runTo(seconds: number, options: Options): Run {
  const run = new Run(scene(options), kinds);
  run.runUntil(seconds * SECOND);
  expect(run.skipped.filter((why) => why !== null)).toEqual([]);
  return run;
}

function seen(run: Run): ClusterObservation {
  return nodeObservation(run, 'vip') as ClusterObservation;
}

const wordsOf = (run: Run) => picture.words(seen(run));

interface Sums {
  readonly answered: number;
  readonly lost: number;
}

/** What became of the client's requests between two moments. */
function between(run: Run, from: number, to: number): Sums {
  run.runUntil(from * SECOND);
  const before = nodeObservation(run, 'web') as Sums;
  run.runUntil(to * SECOND);
  const after = nodeObservation(run, 'web') as Sums;
  return { answered: after.answered - before.answered, lost: after.lost - before.lost };
}

/** How many requests each balancer has passed on in that time. */
function servedBy(run: Run, ids: readonly string[], from: number, to: number): number[] {
  const picksOf = (id: string) =>
    (nodeObservation(run, id) as BalancerObservation).backends.reduce((all, b) => all + b.picks, 0);
  run.runUntil(from * SECOND);
  const before = ids.map(picksOf);
  run.runUntil(to * SECOND);
  return ids.map((id, at) => picksOf(id) - (before[at] ?? 0));
}

function logged(run: Run): string[] {
  const filter = { kinds: ['info'], nodes: ['vip'], text: '' } as const;
  const { rows } = answerOf(log(run, { filter, from: 0, count: 100 }));
  return rows.map(({ words }) => words);
}

const ON = (node: string) => (at: number, act: 'crash' | 'restart' | 'drain' | 'hang' | 'resume') =>
  ({ at: at * 1000, do: act, node }) as DocumentCommand;
const a = ON('a');
const b = ON('b');
const cut = (at: number, edge: string): DocumentCommand => ({ at: at * 1000, do: 'cut', edge });
const heal = (at: number, edge: string): DocumentCommand => ({ at: at * 1000, do: 'heal', edge });

test('at the start the preferred balancer has the address, and alone gets requests', () => {
  const run = runTo(0, {});
  expect(servedBy(run, ['a', 'b'], 0, 3)).toEqual([300, 0]);
  expect(wordsOf(run)).toBe('a active · 1 standby');
  expect(logged(run)).toEqual([]);
});

describe('a crash of the active balancer', () => {
  test('is an outage until the standby has heard nothing for three intervals and its skew', () => {
    const run = runTo(5, { commands: [a(5.5, 'crash')] });
    // The last word left at 5 s, and took 0.2 ms.
    const back = 5 + 0.0002 + 3 + SKEW;
    const { lost } = between(run, 5.495, back + 0.0001);
    expect(Math.abs(lost - 100 * (back - 5.5))).toBeLessThanOrEqual(1);
    expect(servedBy(run, ['a', 'b'], 9, 12)).toEqual([0, 300]);
    expect(between(run, 9, 12)).toMatchObject({ lost: 0 });
    expect(wordsOf(run)).toBe('b active · took 3110 ms');
    expect(logged(run)).toEqual([
      'vip: Nobody has the address: a had it.',
      'vip: b has the address, 3110 ms after it was lost.',
    ]);
    const moments = new Moments(run).upToNow().filter(({ node }) => node === 'vip');
    expect(moments.map(({ words, tone }) => [words, tone])).toEqual([
      ['vip is down', 'down'],
      ['vip is switching', 'starting'],
      ['vip is up again', 'normal'],
    ]);
  });

  test('is over sooner where they say more often that they are there', () => {
    const run = runTo(8, { cluster: { interval: 100 }, commands: [a(5.05, 'crash')] });
    expect(seen(run).takeoverMs).toBeCloseTo((0.3 + SKEW / 10 - 0.05) * 1000 + 0.2, 2);
  });

  test('lasts until everybody has heard the announcement', () => {
    const run = runTo(9, { cluster: { announceTime: 500 }, commands: [a(5.5, 'crash')] });
    expect(wordsOf(run)).toBe('the address is on its way');
    run.runUntil(10 * SECOND);
    expect(seen(run).takeoverMs).toBeCloseTo(3609.575, 2);
  });

  test('is a total outage where there is no other', () => {
    const commands = [a(5.5, 'crash'), a(20, 'restart')];
    const run = runTo(5.495, { balancers: ['a'], commands });
    expect(wordsOf(run)).toBe('a active · 0 standby');
    expect(between(run, 5.505, 20)).toMatchObject({ answered: 0 });
    expect(wordsOf(run)).toBe('nobody has the address · 14500 ms');
    // It boots for a second, and then waits for a master that is not there.
    const back = 21 + 3 + 106 / 256;
    expect(between(run, 21.5, back - 0.01)).toMatchObject({ answered: 0 });
    expect(between(run, back + 0.01, 26)).toMatchObject({ lost: 0 });
    expect(wordsOf(run)).toBe('a active · took 18914 ms');
  });
});

test.each([
  [true, 'a'],
  [false, 'b'],
])('with preempt %s the address is at %s once both are there again', (preempt, holder) => {
  const commands = [a(5.5, 'crash'), a(10, 'restart')];
  const run = runTo(20, { cluster: { preempt }, commands });
  expect(seen(run).holder).toBe(holder);
  expect(between(run, 9, 20)).toMatchObject({ lost: 0 });
});

test('a balancer that drains hands the address over: the next one waits for its skew', () => {
  const run = runTo(8, { commands: [a(5.5, 'drain')] });
  expect(seen(run).takeoverMs).toBeCloseTo(SKEW * 1000 + 0.2, 2);
});

describe('split brain', () => {
  const commands = [cut(5.5, 'a~b'), heal(20, 'a~b')];

  test('two have the address where one does not hear the other, and packets go to the latest', () => {
    const run = runTo(8, { commands });
    expect(seen(run).state).toBe('held');
    run.runUntil(10 * SECOND);
    expect(wordsOf(run)).toBe('split brain · a and b');
    expect(servedBy(run, ['a', 'b'], 10, 12)).toEqual([0, 200]);
    expect(logged(run).at(-1)).toMatch(/^vip: Split brain: a and b have the address/);
    const [last] = new Moments(run).upToNow().reverse();
    expect(last).toMatchObject({ node: 'vip', tone: 'saturated', words: 'vip is split' });
  });

  test('ends when they hear each other: the lower one yields', () => {
    const run = runTo(22, { commands });
    expect(wordsOf(run)).toBe('a active · 1 standby');
    expect(servedBy(run, ['a', 'b'], 22, 24)).toEqual([200, 0]);
  });

  test('is none where it is the standby that is not heard', () => {
    const run = runTo(30, { commands: [cut(5.5, 'b~a')] });
    expect(wordsOf(run)).toBe('a active · 1 standby');
    expect(logged(run)).toEqual([]);
  });

  test('is none when the address moves in good order', () => {
    const run = runTo(30, { commands: [a(5.5, 'crash'), a(10, 'restart')] });
    expect(logged(run).filter((line) => line.includes('Split'))).toEqual([]);
  });
});

test('a balancer that hangs loses the address, and claims it when it wakes', () => {
  const commands = [a(5.5, 'hang'), a(20, 'resume')];
  const run = runTo(19, { commands });
  expect(seen(run)).toMatchObject({ state: 'held', holder: 'b' });
  run.runUntil(22 * SECOND);
  expect(seen(run)).toMatchObject({ state: 'held', holder: 'a' });
});

test('a standby that hangs takes nothing', () => {
  const run = runTo(20, { commands: [b(5.5, 'hang')] });
  expect(wordsOf(run)).toBe('a active · 1 standby');
  run.runUntil(21 * SECOND);
  expect(logged(run)).toEqual([]);
});

test('in layer 4 it is the same', () => {
  const run = runTo(12, { balancer: { mode: 'l4' }, commands: [a(5.5, 'crash')] });
  expect(wordsOf(run)).toBe('b active · took 3110 ms');
  expect(between(run, 12, 14)).toEqual({ answered: 200, lost: 0 });
});

test('a balancer that is started in another layer goes on as a member', () => {
  const commands: DocumentCommand[] = [{ at: 5500, do: 'set', node: 'a', config: { mode: 'l4' } }];
  const run = runTo(20, { commands });
  expect(wordsOf(run)).toMatch(/^a active/);
  expect(between(run, 20, 22)).toEqual({ answered: 200, lost: 0 });
});

test('a changed priority counts from the next word on', () => {
  const priorities = [{ balancer: 'b', priority: 200 }];
  const commands: DocumentCommand[] = [
    { at: 5500, do: 'set', node: 'vip', config: { priorities } },
  ];
  const run = runTo(12, { commands });
  expect(seen(run).holder).toBe('b');
  expect(between(run, 5, 12)).toMatchObject({ lost: 0 });
});

describe('members', () => {
  test('one that joins waits, and one that leaves leaves the address', () => {
    const commands: DocumentCommand[] = [
      {
        at: 5500,
        do: 'add',
        nodes: [balancer('c')],
        edges: [{ id: 'c-s', from: 'c', to: 's', config: { latency: AT_ONCE } }],
      },
      { at: 10_000, do: 'place', nodes: ['a'], in: null },
      { at: 20_000, do: 'remove', nodes: ['c'], edges: [] },
    ];
    const run = runTo(9, { commands });
    expect(wordsOf(run)).toBe('a active · 2 standby');
    expect(servedBy(run, ['a', 'b', 'c'], 9, 9.5)).toEqual([50, 0, 0]);
    run.runUntil(15 * SECOND);
    // Equal priorities: the higher address, which is the later one's.
    expect(seen(run)).toMatchObject({ state: 'held', holder: 'c' });
    run.runUntil(30 * SECOND);
    expect(seen(run)).toMatchObject({ state: 'held', holder: 'b', members: [{ name: 'b' }] });
  });

  test('a cluster without any has nobody to send to', () => {
    const run = runTo(1, { balancers: [] });
    expect(wordsOf(run)).toBe('no balancers');
    expect(between(run, 1, 2)).toEqual({ answered: 0, lost: 100 });
  });

  test('one that is connected to by itself serves without the address', () => {
    const document = scene({});
    const edge = { id: 'own', from: 'web', to: 'b', config: { latency: AT_ONCE } };
    const run = new Run({ ...document, edges: [...document.edges, edge] }, kinds);
    expect(servedBy(run, ['a', 'b'], 1, 3)).toEqual([100, 100]);
  });

  test('those beyond the eighth take no part', () => {
    const balancers = [...'abcdefghij'];
    const run = runTo(10, { balancers });
    expect(seen(run).members).toHaveLength(8);
    expect(servedBy(run, balancers, 10, 11)).toEqual([100, ...Array(9).fill(0)]);
  });
});

test('going back and on again shows the same', () => {
  const run = runTo(12, { commands: [a(5.5, 'crash'), a(10, 'restart'), cut(20, 'a~b')] });
  run.runUntil(30 * SECOND);
  const after = JSON.stringify(seen(run));
  run.seek(7 * SECOND);
  expect(seen(run).state).toBe('down');
  run.runUntil(30 * SECOND);
  expect(JSON.stringify(seen(run))).toBe(after);
});
