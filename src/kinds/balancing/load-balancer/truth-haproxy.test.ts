import { describe, expect } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { specs } from '../../specs.ts';
import fixture from '../fixtures/lb-haproxy.json' with { type: 'json' };
import { type Check, holdAgainst, LETTERS } from '../shared/truth.test-support.ts';
import { spec } from './spec.ts';
import { ask, joins, observed, picksOf, run, scene, sequence } from './test-support.ts';

const HELD = { service: { dist: 'constant', value: 1e8 } };

/** A server whose checks of half a second end as told: S passes, F fails. */
const stateAfter: Check = (given, expected) => {
  const isUp = given.state === 'UP';
  // Each check comes 500 ms after the one before; its server is up or down since half of that.
  const first = firstCheck();
  const before = isUp ? 'S' : 'F';
  const results: string[] = [before, ...given.checks];
  const commands = results.map((result, at): DocumentCommand => {
    const when = Math.max(0, first + 500 * (at - 0.5));
    return { at: when, do: result === 'S' ? 'restart' : 'crash', node: 'a' };
  });
  const document = checked({ rise: given.rise, fall: given.fall }, commands);
  const made = run(document, first + 500 * (results.length - 0.7));
  expect(observed(made).backends[0]?.isUp ? 'UP' : 'DOWN').toBe(expected.state);
};

function checked(balancer: ConfigJson, commands: DocumentCommand[]) {
  return scene({
    client: { limit: 1 },
    balancer: { checks: 'tcp', checkInterval: 500, maxFails: 0, panicThreshold: 0, ...balancer },
    servers: { a: { bootTime: 0 }, b: {} },
    commands,
  });
}

/** When the first check of `a` comes, in milliseconds. */
function firstCheck(): number {
  const made = run(checked({}, []), 500);
  return ask(made, 'backends').backends[0]?.check?.lastMs ?? 0;
}

const checks: Record<string, Check> = {
  leastconn: (given, expected) => {
    const weights: number[] = given.weights;
    const document = scene({
      client: { limit: given.concurrentHeldRequests },
      balancer: { algorithm: 'least-connections-haproxy' },
      servers: Object.fromEntries(
        weights.map((weight, at) => [LETTERS[at] as string, { ...HELD, weight }]),
      ),
    });
    const until = 100 * (given.concurrentHeldRequests + 1);
    expect(picksOf(run(document, until))).toEqual(expected.perServer);
    expect(sequence(document, until)).toBe(expected.sequence);
  },
  first: (given, expected) => {
    const document = scene({
      client: { limit: given.concurrentHeldRequests },
      balancer: { algorithm: 'first', connectionLimit: given.maxconn },
      servers: { a: HELD, b: HELD, c: HELD },
    });
    expect(sequence(document, 600)).toBe(expected.sequence);
  },
  'LH-029': (given, expected) => {
    const document = scene({
      client: { limit: given.requests },
      balancer: { allBackups: false },
      servers: { a: {}, b: {}, c: { backup: true }, d: { backup: true } },
    });
    expect(sequence(document, 1100)).toBe(expected.sequence);
  },
  'LH-031': (given, expected) => {
    // Two requests find out that a and b are down; the rest is what HAProxy's checks would have
    // known from the start.
    const withBackups = (allBackups: boolean) =>
      scene({
        client: { limit: 2 },
        balancer: { allBackups, nextBackend: true, failTimeout: 3_600_000 },
        servers: { a: {}, b: {}, c: { backup: true }, d: { backup: true } },
        commands: [
          { at: 0, do: 'crash', node: 'a' },
          { at: 0, do: 'crash', node: 'b' },
          joins(1000, 'rest', { limit: given.requests }),
        ],
      });
    expect(sequence(withBackups(true), 2200).slice(-given.requests)).toBe(expected.sequence);
    const first = sequence(withBackups(false), 2200).slice(-given.requests);
    expect(first).toBe('c'.repeat(given.requests));
    expect(observed(run(withBackups(true), 2200)).state).toBe('up.degraded');
  },
  'LH-033': (given, expected) => {
    const settings = { checkInterval: given.interMs, rise: given.rise, fall: given.fall };
    const reachable = 4000;
    const commands: DocumentCommand[] = [
      { at: 0, do: 'crash', node: 'a' },
      { at: reachable, do: 'restart', node: 'a' },
    ];
    const made = run(checked(settings, commands), reachable);
    const isUp = () => observed(made).backends[0]?.isUp;
    expect(isUp()).toBe(false);
    const passed = new Set<number>();
    let at = reachable;
    for (; !isUp(); at++) {
      made.runUntil(at * 1000);
      const last = ask(made, 'backends').backends[0]?.check?.lastMs ?? 0;
      if (last > reachable) passed.add(last);
    }
    expect(passed.size).toBe(expected.upAfterSuccessfulChecks);
    // Two checks an interval apart: when it was seen says where the first was.
    const seconds = (at - reachable) / 1000;
    const inter = given.interMs / 1000;
    for (const observedSec of [seconds, expected.observedSec]) {
      expect(observedSec).toBeGreaterThan(inter);
      expect(observedSec).toBeLessThan(2 * inter + 0.01);
    }
  },
  'LH-035': stateAfter,
  'LH-037': stateAfter,
  'LH-039': stateAfter,
  'LH-041': (_given, expected) => expect(spec.fields.checkInterval.default).toBe(expected.value),
  'LH-043': (_given, expected) => expect(spec.fields.fall.default).toBe(expected.value),
  'LH-045': (_given, expected) => expect(specs.server?.fields.weight?.max).toBe(expected.value),
  'LH-047': (_given, expected) => expect(spec.fields.choices.default).toBe(expected.value),
  'LH-051': (_given, expected) => expect(spec.fields.nextBackend.default).toBe(expected.value),
};

describe('HAProxy', () => holdAgainst(fixture.cases, checks));
