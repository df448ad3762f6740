/** Whole scenes of a cluster whose balancers all work, found by DNS. */
import { expect, test } from 'vitest';
import type { DocumentCommand, DocumentNode } from '../../../document/types.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import {
  AT_ONCE,
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

const DNS = { mode: 'dns', ttl: 10_000, checkTime: 4000 };

/** Which of the two the client uses at first: it draws one. */
function firstOf(): 'a' | 'b' {
  const [byA = 0] = servedBy(runTo(0, { cluster: DNS }), ['a', 'b'], 0, 2);
  return byA > 0 ? 'a' : 'b';
}

test('a caller keeps one address while it lives, and then draws again', () => {
  const run = runTo(0, { cluster: DNS });
  const shares = Array.from({ length: 20 }, (_, at) => {
    const served = servedBy(run, ['a', 'b'], 10 * at + 0.025, 10 * at + 9.995);
    return served.map((count) => count > 0);
  });
  expect(shares.every(([byA, byB]) => byA !== byB)).toBe(true);
  expect(new Set(shares.map(([byA]) => byA))).toEqual(new Set([true, false]));
  expect(between(run, 200, 201)).toMatchObject({ lost: 0 });
  expect(wordsOf(run)).toBe('DNS · 2 active');
});

test('without a time to live the requests are spread', () => {
  const run = runTo(0, { cluster: { ...DNS, ttl: 0 } });
  const [byA = 0, byB = 0] = servedBy(run, ['a', 'b'], 0, 40);
  expect(byA + byB).toBe(4000);
  // Four standard deviations.
  expect(Math.abs(byA - 2000)).toBeLessThan(4 * Math.sqrt(1000));
});

test('many callers are spread, each with an address of its own', () => {
  const document = scene({ cluster: DNS });
  const crowd = Array.from({ length: 40 }, (_, at): DocumentNode => {
    return { id: `w${at}`, kind: 'client', at: [0, 0], config: { rate: 1, pattern: 'constant' } };
  });
  const nodes = [...document.nodes, ...crowd];
  const edges = crowd.map(({ id }) => ({ id, from: id, to: 'vip', config: { latency: AT_ONCE } }));
  const run = new Run({ ...document, nodes, edges: [...document.edges.slice(1), ...edges] }, kinds);
  const [byA = 0, byB = 0] = servedBy(run, ['a', 'b'], 0, 5.5);
  expect(byA + byB).toBe(200);
  expect(byA % 5).toBe(0);
  expect(Math.min(byA, byB)).toBeGreaterThan(40);
});

test('who has the address of one that died fails until it may ask again', () => {
  const first = firstOf();
  const dies = doneTo(first);
  const run = runTo(5.495, { cluster: DNS, commands: [dies(5.5, 'crash')] });
  expect(between(run, 5.505, 9.995)).toMatchObject({ answered: 0 });
  // By then the answer names the other one alone.
  expect(between(run, 10.025, 40)).toMatchObject({ lost: 0 });
  expect(logged(run)).toEqual([`vip: The answers of DNS no longer name ${first}.`]);
});

test('who asks before the check is sure may get the address of one that is dead', () => {
  const cluster = { ...DNS, ttl: 100, checkTime: 20_000 };
  const run = runTo(5.5, { cluster, commands: [doneTo('a')(5.5, 'crash')] });
  const { answered, lost } = between(run, 6, 25);
  expect(Math.min(answered, lost)).toBeGreaterThan(500);
  expect(between(run, 26, 30)).toMatchObject({ lost: 0 });
});

test('its card and its states say which of the answers are right', () => {
  const a = doneTo('a');
  const b = doneTo('b');
  const commands = [a(5, 'crash'), a(20, 'restart'), b(40, 'crash'), a(41, 'crash')];
  const run = runTo(6, { cluster: DNS, commands });
  const at = (seconds: number): [string, string] => {
    run.runUntil(seconds * SECOND);
    return [seen(run).state, wordsOf(run)];
  };
  expect(at(8.9)).toEqual(['stale', 'DNS still names a']);
  expect(at(9.1)).toEqual(['partial', 'DNS · 1 of 2 active']);
  expect(at(24.9)).toEqual(['partial', 'DNS · 1 of 2 active']);
  expect(at(25.1)).toEqual(['whole', 'DNS · 2 active']);
  expect(at(42)).toEqual(['down', 'all are down']);
  expect(between(run, 46, 60)).toMatchObject({ answered: 0 });
});

test('the other way to find it can be chosen while it runs, also with one that is down', () => {
  const commands: DocumentCommand[] = [
    doneTo('a')(3, 'crash'),
    { at: 5000, do: 'set', node: 'vip', config: { ...DNS, ttl: 1000 } },
    { at: 20_000, do: 'set', node: 'vip', config: { mode: 'vrrp' } },
  ];
  const run = runTo(6, { commands });
  expect(wordsOf(run)).toBe('DNS still names a');
  run.runUntil(15 * SECOND);
  expect(wordsOf(run)).toBe('DNS · 1 of 2 active');
  expect(between(run, 15, 19)).toEqual({ answered: 400, lost: 0 });
  expect(between(run, 25, 30)).toEqual({ answered: 500, lost: 0 });
  expect(seen(run)).toMatchObject({ state: 'held', holder: 'b' });
});
