/** What holds of any group of VRRP routers; known cases are in truth-vrrp.test.ts. */
import '../../../lib/seed.test-support.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MachineHost } from '../../../sim/machine.ts';
import { checkAgainstXstate } from '../../../sim/machine-oracle.ts';
import { Lan, routerDriver } from './vrrp.test-support.ts';
import { OWNER } from './vrrp.ts';
import { vrrpModel } from './vrrp-model.ts';

const SECOND = 1_000_000;

const happening = fc.record({
  at: fc.integer({ min: 0, max: 60 * SECOND }),
  who: fc.nat({ max: 3 }),
  what: fc.constantFrom('startup' as const, 'shutdown' as const, 'crash' as const),
});
const group = fc.record({
  version: fc.constantFrom(2 as const, 3 as const),
  intervalMicros: fc.integer({ min: SECOND / 10, max: 3 * SECOND }),
  latency: fc.integer({ min: 0, max: 2 * SECOND }),
  routers: fc.array(
    fc.record({ priority: fc.constantFrom(1, 99, 100, 101, 254, 255), preempt: fc.boolean() }),
    { minLength: 2, maxLength: 4 },
  ),
  happenings: fc.array(happening, { maxLength: 12 }),
});
type Group = typeof group extends fc.Arbitrary<infer T> ? T : never;

/** All begin, then things happen, and a quiet minute follows. */
function runGroup({ routers, happenings, latency, ...common }: Group): Lan {
  const lan = new Lan(latency);
  const names = routers.map((_, at) => `r${at}`);
  for (const [at, router] of routers.entries()) lan.place(`r${at}`, { ...common, ...router });
  for (const name of names) lan.tell(name, 'startup');
  for (const { at, who, what } of happenings.toSorted((a, b) => a.at - b.at)) {
    lan.to(at / SECOND);
    lan.tell(names[who % names.length] as string, what);
  }
  return lan.to(120);
}

test('without lost packets two hold the address for an interval and a latency at most', () => {
  let longest = 0;
  fc.assert(
    fc.property(group, (made) => {
      const lan = runGroup(made);
      const most = made.intervalMicros + made.latency;
      for (const [at, one] of lan.reigns.entries()) {
        for (const other of lan.reigns.slice(at + 1)) {
          const both = Math.min(one.until, other.until, lan.now) - Math.max(one.from, other.from);
          expect(both).toBeLessThanOrEqual(most);
          longest = Math.max(longest, both);
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(longest).toBeGreaterThan(0);
});

test('in the end one of those that are there holds the address: where all preempt, the best', () => {
  fc.assert(
    fc.property(group, fc.boolean(), (made, preempt) => {
      const routers = made.routers.map((router) => ({ ...router, preempt }));
      const lan = runGroup({ ...made, routers });
      const there = routers.flatMap(({ priority }, at) =>
        lan.stateOf(`r${at}`) === 'initialize' ? [] : [{ name: `r${at}`, priority, at }],
      );
      const best = there.toSorted((a, b) => b.priority - a.priority || b.at - a.at)[0];
      expect(lan.masters()).toHaveLength(best === undefined ? 0 : 1);
      if (preempt && best !== undefined) {
        const holder = there.find(({ name }) => name === lan.masters()[0]);
        // Among equals nobody takes it from whoever has it.
        expect(holder?.priority).toBe(best.priority);
      }
    }),
    { numRuns: 500 },
  );
});

test('one that becomes the owner of the address takes it, whatever is set', () => {
  const lan = new Lan();
  lan.place('a', { priority: 200 });
  const later = lan.place('b', { priority: 100, preempt: false });
  lan.tell('a', 'startup');
  lan.tell('b', 'startup');
  expect(lan.to(60).masters()).toEqual(['a']);
  later.priority = OWNER;
  expect(lan.to(70).masters()).toEqual(['b']);
});

test.each([
  [3, ['a']],
  [2, ['a', 'b']],
] as const)('in version %i a backup counts by the interval of %s', (version, masters) => {
  const lan = new Lan();
  lan.place('a', { version, priority: 200, intervalMicros: 10 * SECOND });
  lan.place('b', { version, priority: 100, intervalMicros: SECOND });
  lan.tell('a', 'startup');
  lan.to(59);
  lan.tell('b', 'startup');
  expect(lan.to(69).masters()).toEqual(masters);
});

test('a master that hears another leave says at once that it is there', () => {
  const lan = new Lan();
  lan.place('a', {});
  lan.tell('a', 'startup');
  lan.to(10);
  const before = lan.said.length;
  lan.tell('a', 'advertisement', { priority: 0, address: 9, intervalMicros: SECOND });
  expect(lan.said.slice(before)).toMatchObject([{ at: 10 * SECOND }]);
});

test('a router does what its chart does in xstate', () => {
  const model = vrrpModel<ReturnType<typeof routerDriver.makeContext>, MachineHost>({
    advertise: () => {},
    hold: () => {},
    release: () => {},
  });
  const { taken, unvisited } = checkAgainstXstate(model, {
    ...routerDriver,
    seed: 1,
    steps: 20_000,
  });
  expect(unvisited).toEqual([]);
  expect(taken).toBeGreaterThan(5_000);
});
