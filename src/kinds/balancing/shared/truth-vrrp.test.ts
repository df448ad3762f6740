/** VRRP held against its RFCs and keepalived: every case is two routers or more that run. */
import { describe, expect } from 'vitest';
import { spec } from '../balancer-cluster/spec.ts';
import fixture from '../fixtures/resilience-vrrp.json' with { type: 'json' };
import { type Check, holdAgainst } from './truth.test-support.ts';
import { Lan } from './vrrp.test-support.ts';
import { OWNER, type Router } from './vrrp.ts';

const SECOND = 1_000_000;
/** Times are whole microseconds, the fixture's are rounded to them. */
const DIGITS = 5;

const RESIGNATION = { priority: 0, address: 99, intervalMicros: SECOND };

type Setting = number | { priority: number; ip: string };

function addressOf(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The routers of a case; the ones named first begin, and have a master after half a minute. */
function lanOf(given: {
  version?: number;
  advert?: number;
  preempt?: boolean;
  routers: Readonly<Record<string, Setting>>;
}): Lan {
  const lan = new Lan();
  for (const [name, setting] of Object.entries(given.routers)) {
    const own =
      typeof setting === 'number'
        ? { priority: setting }
        : { priority: setting.priority, address: addressOf(setting.ip) };
    lan.place(name, {
      version: given.version === 2 ? 2 : 3,
      intervalMicros: (given.advert ?? 1) * SECOND,
      preempt: given.preempt ?? true,
      ...own,
    });
  }
  return lan;
}

function begin(lan: Lan, names: readonly string[]): number {
  for (const name of names) lan.tell(name, 'startup');
  lan.to(30);
  return lan.said.at(-1)?.at ?? 0;
}

/** Who takes the address after so many seconds from a moment on. */
function expectTakeover(
  lan: Lan,
  from: number,
  expected: { newMaster: string; takeoverSeconds: number },
): void {
  lan.to(from / SECOND + 20);
  const reign = lan.reigns.find((each) => each.from > from);
  expect(reign?.name).toBe(expected.newMaster);
  const seconds = ((reign?.from ?? 0) - from) / SECOND;
  expect(seconds).toBeCloseTo(expected.takeoverSeconds, DIGITS);
  expect(lan.masters()).toEqual([expected.newMaster]);
}

/** A lone router, in the state that a case begins in. */
function routerIn(state: string, settings: Partial<Router>): Lan {
  const lan = new Lan();
  lan.place('it', settings);
  if (state !== 'INIT') lan.tell('it', 'startup');
  if (state === 'MASTER') lan.to(10);
  expect(namesOf(lan)).toBe(state);
  return lan;
}

function namesOf(lan: Lan): string {
  const [state = ''] = lan.stateOf('it').split('.');
  return state === 'initialize' ? 'INIT' : state.toUpperCase();
}

/** The timer begins anew: nothing happens when it would have run out otherwise. */
function expectTimerReset(settings: Partial<Router>, priority: number): void {
  const lan = routerIn('BACKUP', settings);
  lan.to(3);
  lan.tell('it', 'advertisement', { ...RESIGNATION, priority });
  expect(namesOf(lan)).toBe('BACKUP');
  expect(namesOf(lan.to(6))).toBe('BACKUP');
  expect(namesOf(lan.to(7))).toBe('MASTER');
}

const checks: Readonly<Record<string, Check>> = {
  'master-down-interval': (given, expected) => {
    const { version, priority, advertisementIntervalSeconds } = given;
    const settings = { version, priority, intervalMicros: advertisementIntervalSeconds * SECOND };
    const silent = new Lan();
    silent.place('it', settings);
    silent.tell('it', 'startup');
    silent.to(100);
    expect((silent.reigns[0]?.from ?? 0) / SECOND).toBeCloseTo(expected.masterDownSeconds, DIGITS);
    const left = new Lan();
    left.place('it', settings);
    left.tell('it', 'startup');
    left.tell('it', 'advertisement', RESIGNATION);
    left.to(100);
    expect((left.reigns[0]?.from ?? 0) / SECOND).toBeCloseTo(expected.skewSeconds, DIGITS);
  },
  'VR-017': (_given, expected) => expect(spec.fields.interval.default / 1000).toBe(expected.value),
  'VR-021': (_given, expected) => expect(spec.fields.preempt.default).toBe(expected.value),
  'VR-019': (_given, expected) => {
    expect(OWNER).toBe(expected.value);
    // It takes the address at once, whoever has it, and whatever is set.
    const lan = lanOf({ routers: { A: OWNER, B: 254 }, preempt: false });
    begin(lan, ['B']);
    lan.tell('A', 'startup');
    expect(lan.masters()).toEqual(['B', 'A']);
    expect(lan.to(31).masters()).toEqual(['A']);
  },
  'VR-029': (given, expected) => {
    const lan = lanOf(given);
    const last = begin(lan, ['A', 'B', 'C']);
    lan.tell('A', 'crash');
    expectTakeover(lan, last, expected);
  },
  'VR-031': (given, expected) => checks['VR-029']?.(given, expected),
  'VR-033': (given, expected) => {
    const lan = lanOf(given);
    begin(lan, ['A', 'B', 'C']);
    lan.tell('A', 'shutdown');
    expect(lan.said.at(-1)).toMatchObject({ by: 'A', priority: 0 });
    expectTakeover(lan, lan.now, expected);
  },
  'VR-035': (given, expected) => {
    const lan = lanOf(given);
    begin(lan, [given.master]);
    lan.tell('A', 'startup');
    expect(lan.to(60).masters()).toEqual([expected.newMaster]);
    const eager = lanOf({ ...given, preempt: true });
    begin(eager, [given.master]);
    eager.tell('A', 'startup');
    expect(eager.to(60).masters()).toEqual(['A']);
  },
  'VR-037': (given, expected) => {
    const lan = lanOf(given);
    lan.isLost = () => true;
    begin(lan, ['A', 'B']);
    expect(new Set(lan.masters())).toEqual(new Set(['A', 'B']));
    lan.isLost = () => false;
    expect(lan.to(60).masters()).toEqual([expected.newMaster]);
  },
  'VR-039': (given, expected) => {
    const lan = lanOf(given);
    begin(lan, ['A', 'B']);
    expect(lan.masters()).toEqual(['A']);
    lan.isLost = () => true;
    expect(lan.to(60).masters()).toEqual(expected.masters);
  },
  'VR-041': (given, expected) => {
    const lan = lanOf(given);
    const last = begin(lan, ['A', 'B']);
    let lost = 0;
    lan.isLost = (from) => from === 'A' && ++lost <= 3;
    lan.to(last / SECOND + 3.9);
    const [, second] = lan.reigns;
    expect(second).toMatchObject({ name: 'B' });
    const seconds = ((second?.from ?? 0) - last) / SECOND;
    expect(seconds).toBeCloseTo(expected.takeoverSeconds, DIGITS);
    expect(lan.masters()).toEqual(['A', 'B']);
    lan.to(last / SECOND + 4);
    expect(lan.masters()).toEqual(['A']);
  },
  'VR-043': (_given, expected) => {
    const lan = routerIn('INIT', { priority: OWNER });
    lan.tell('it', 'startup');
    expect(namesOf(lan)).toBe(expected.next);
  },
  'VR-045': (_given, expected) => {
    expect(namesOf(routerIn('BACKUP', {}).to(3.7))).toBe(expected.next);
  },
  'VR-047': () => {
    expectTimerReset({ priority: 100 }, 100);
    expectTimerReset({ priority: 100 }, 101);
  },
  'VR-049': () => expectTimerReset({ priority: 100, preempt: false }, 99),
  'VR-051': (_given, expected) => {
    const lan = routerIn('MASTER', { priority: 100 });
    lan.tell('it', 'advertisement', { ...RESIGNATION, priority: 101 });
    expect(namesOf(lan)).toBe(expected.next);
  },
  'VR-053': (_given, expected) => {
    const lan = routerIn('MASTER', { priority: 100, address: 5 });
    lan.tell('it', 'advertisement', { ...RESIGNATION, priority: 100, address: 4 });
    expect(namesOf(lan)).toBe('MASTER');
    lan.tell('it', 'advertisement', { ...RESIGNATION, priority: 100, address: 6 });
    expect(namesOf(lan)).toBe(expected.next);
  },
  'VR-055': () => {
    const lan = routerIn('MASTER', { priority: 100 });
    lan.tell('it', 'shutdown');
    expect(namesOf(lan)).toBe('INIT');
    expect(lan.said.at(-1)?.priority).toBe(0);
  },
};

describe('VRRP', () => holdAgainst(fixture.cases, checks));
