/** Whole scenes of a cluster with one address. */
import { describe, expect, test } from 'vitest';
import type { DocumentCommand } from '../../../document/types.ts';
import { Moments } from '../../../run/moments.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import {
  AT_ONCE,
  balancer,
  between,
  doneTo,
  logged,
  runTo,
  SECOND,
  scene,
  seen,
  servedBy,
  wordsOf,
} from './cluster.test-support.ts';

/** What a standby waits beyond three intervals of silence, with priority 100. */
const SKEW = 156 / 256;

const a = doneTo('a');
const b = doneTo('b');
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

  test('is one from the very start on', () => {
    const run = runTo(1, { commands: [a(0, 'crash')] });
    expect(wordsOf(run)).toBe('out for 1000 ms');
    run.runUntil(4 * SECOND);
    expect(seen(run).holder).toBe('b');
  });

  test('is over sooner where they say more often that they are there', () => {
    const run = runTo(8, { cluster: { interval: 100 }, commands: [a(5.05, 'crash')] });
    expect(seen(run).takeoverMs).toBeCloseTo((0.3 + SKEW / 10 - 0.05) * 1000 + 0.2, 2);
  });

  test('lasts until everybody has heard the announcement', () => {
    const run = runTo(9, { cluster: { announceTime: 500 }, commands: [a(5.5, 'crash')] });
    expect(wordsOf(run)).toBe('switching over');
    run.runUntil(10 * SECOND);
    expect(seen(run).takeoverMs).toBeCloseTo(3609.575, 2);
  });

  test('is a total outage where there is no other', () => {
    const commands = [a(5.5, 'crash'), a(20, 'restart')];
    const run = runTo(5.495, { balancers: ['a'], commands });
    expect(wordsOf(run)).toBe('a active · 0 standby');
    expect(between(run, 5.505, 20)).toMatchObject({ answered: 0 });
    expect(wordsOf(run)).toBe('out for 14500 ms');
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
    expect(wordsOf(run)).toBe('split brain');
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
  run.runUntil(19.999 * SECOND);
  const { sent } = run.kernel.world.counts;
  run.runUntil(20.001 * SECOND);
  // Of the fourteen words that it would have said meanwhile it says none.
  expect(run.kernel.world.counts.sent - sent).toBeLessThan(5);
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

  test('one that stands in a zone is one of the cluster, and fails with it', () => {
    const document = scene({ commands: [{ at: 5500, do: 'crash', node: 'z' }] });
    const nodes = document.nodes.map((node) => (node.id === 'a' ? { ...node, in: 'z' } : node));
    const zone = { id: 'z', kind: 'zone', at: [0, 0] as [number, number], in: 'vip' };
    const run = new Run({ ...document, nodes: [...nodes, zone] }, kinds);
    expect(servedBy(run, ['a', 'b'], 1, 3)).toEqual([200, 0]);
    run.runUntil(9 * SECOND);
    expect(wordsOf(run)).toBe('b active · took 3110 ms');
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
