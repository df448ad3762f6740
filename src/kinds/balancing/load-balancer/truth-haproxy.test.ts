import { describe, expect } from 'vitest';
import { specs } from '../../specs.ts';
import fixture from '../fixtures/lb-haproxy.json' with { type: 'json' };
import { type Check, holdAgainst, LETTERS } from '../shared/truth.test-support.ts';
import { spec } from './spec.ts';
import { joins, observed, picksOf, run, scene, sequence } from './test-support.ts';

const HELD = { service: { dist: 'constant', value: 1e8 } };

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
  'LH-045': (_given, expected) => expect(specs.server?.fields.weight?.max).toBe(expected.value),
  'LH-047': (_given, expected) => expect(spec.fields.choices.default).toBe(expected.value),
  'LH-051': (_given, expected) => expect(spec.fields.nextBackend.default).toBe(expected.value),
};

describe('HAProxy', () => holdAgainst(fixture.cases, checks));
