import { describe, expect } from 'vitest';
import type { ConfigJson } from '../../../document/types.ts';
import fixture from '../fixtures/lb-nginx.json' with { type: 'json' };
import { type Check, holdAgainst, LETTERS } from '../shared/truth.test-support.ts';
import { spec } from './spec.ts';
import { ask, joins, observed, picksOf, run, scene, sequence, triedBy } from './test-support.ts';

/** Requests that last longer than any test: concurrently held. */
const HELD: ConfigJson = { service: { dist: 'constant', value: 1e8 } };
const NGINX: ConfigJson = { algorithm: 'weighted-round-robin', nextBackend: true };

function weighted(weights: readonly number[], config: ConfigJson = {}): Record<string, ConfigJson> {
  return Object.fromEntries(
    weights.map((weight, at) => [LETTERS[at] as string, { weight, ...config }]),
  );
}

const leastConnections: Check = (
  { weights, concurrentHeldRequests }: { weights: number[]; concurrentHeldRequests: number },
  expected: { perServer: Record<string, number>; sequence: string },
) => {
  const document = scene({
    client: { limit: concurrentHeldRequests },
    balancer: { algorithm: 'least-request' },
    servers: weighted(weights, HELD),
  });
  const until = 100 * (concurrentHeldRequests + 1);
  expect(picksOf(run(document, until))).toEqual(expected.perServer);
  expect(sequence(document, until)).toBe(expected.sequence);
};

const leastAfterRelease: Check = (
  given: { weights: number[]; held: Record<string, number>; oneRequestFinishesOn: string },
  expected: { sequence: string },
) => {
  const held = Object.values(given.held).reduce((sum, count) => sum + count, 0);
  const servers = weighted(given.weights, HELD);
  // One slot and 1.5 s of work, from its first request on: by 5 s one is done, and the next not
  // until 10 s.
  servers[given.oneRequestFinishesOn] = {
    ...servers[given.oneRequestFinishesOn],
    slots: 1,
    service: { dist: 'constant', value: 5000 },
  };
  const document = scene({
    client: { limit: held, rate: 100 },
    balancer: { algorithm: 'least-request' },
    servers,
    commands: [joins(6000, 'later', { limit: 1 })],
  });
  expect(picksOf(run(document, 1000))).toEqual(given.held);
  expect(sequence(document, 7000).slice(held)).toBe(expected.sequence);
};

const leastWithOneStuck: Check = (_given, expected: { perServer: Record<string, number> }) => {
  const document = scene({
    client: { limit: 1 },
    balancer: { algorithm: 'least-request' },
    servers: { a: HELD, b: {} },
    commands: [joins(2000, 'quick', { limit: 10 })],
  });
  const before = picksOf(run(document, 2000));
  const after = picksOf(run(document, 5000));
  expect(before).toEqual({ a: 1, b: 0 });
  expect((after.b ?? 0) - (before.b ?? 0)).toBe(expected.perServer.b);
};

function chosenFor(weights: readonly number[], address: string): string {
  const document = scene({
    client: { limit: 1, firstAddress: address },
    balancer: { algorithm: 'source-ip-hash' },
    servers: weighted(weights),
  });
  return sequence(document, 500);
}

const ipHash: Check = (
  given: { weights: number[]; clientIp: string },
  expected: { server: string },
) => expect(chosenFor(given.weights, given.clientIp)).toBe(expected.server);

const maxFails: Check = (
  given: { servers: string[]; maxFails: number; failTimeoutSec?: number; requests: number },
  expected: { tried: string[][] },
) => {
  const document = scene({
    client: { limit: given.requests },
    balancer: {
      ...NGINX,
      maxFails: given.maxFails,
      failTimeout: 1000 * (given.failTimeoutSec ?? 10),
    },
    servers: weighted(given.servers.map(() => 1)),
    commands: [{ at: 0, do: 'crash', node: 'a' }],
  });
  const until = 100 * (given.requests + 1);
  expect(triedBy(document, until)).toEqual(expected.tried);
  expect(run(document, until).kernel.world.counts).toMatchObject({ answered: 2 * given.requests });
};

/**
 * Requests that are all held, against servers with limits: who got how many, and how many were
 * turned away.
 */
function held(
  count: number,
  servers: Readonly<Record<string, ConfigJson>>,
  balancer: ConfigJson = NGINX,
): { perServer: Record<string, number>; rejected: number; sequence: string } {
  const document = scene({
    client: { limit: count },
    balancer,
    servers: Object.fromEntries(
      Object.entries(servers).map(([id, config]) => [id, { ...HELD, ...config }]),
    ),
  });
  const until = 100 * (count + 1);
  const made = run(document, until);
  const rejected = observed(made).refusals.shed ?? 0;
  expect(made.kernel.world.counts.dropped.get('shed') ?? 0).toBe(rejected);
  return { perServer: picksOf(made), rejected, sequence: sequence(document, until) };
}

const checks: Record<string, Check> = {
  least_conn: leastConnections,
  'least_conn-after-release': leastAfterRelease,
  'LN-010': leastWithOneStuck,
  ip_hash: ipHash,
  'LN-053': () => expect(chosenFor([1, 1, 1], '10.0.0.1')).toBe('a'),
  'LN-153': (_given, expected) => {
    const document = scene({
      client: { limit: 12 },
      balancer: NGINX,
      servers: { a: {}, b: { backup: true }, c: { backup: true } },
    });
    expect(sequence(document, 1300)).toBe(expected.sequence);
  },
  'LN-155': maxFails,
  'LN-157': maxFails,
  'LN-159': (given, expected) => {
    const document = scene({
      client: { limit: given.requests },
      balancer: NGINX,
      servers: { a: {}, b: {} },
    });
    expect(picksOf(run(document, 3100))).toEqual(expected.perServerSuccess);
  },
  'LN-161': (given, expected) => {
    const document = scene({
      // Two requests find a dead, at 0.1 s and 0.2 s; from 3.3 s on it is well, and four come at
      // 3.4 s to 3.7 s.
      client: { limit: 3 },
      balancer: { ...NGINX, maxFails: given.maxFails, failTimeout: 1000 * given.failTimeoutSec },
      servers: { a: { bootTime: 0 }, b: {} },
      commands: [
        { at: 0, do: 'crash', node: 'a' },
        { at: 1000, do: 'restart', node: 'a' },
        joins(3300, 'soon', { limit: given.requests }),
        joins(4000, 'later', { limit: 2 }),
      ],
    });
    const tried = triedBy(document, 4300);
    expect(
      tried
        .slice(0, 3)
        .flat()
        .filter((id) => id === 'a'),
    ).toHaveLength(2);
    expect(tried.slice(3, 3 + given.requests)).toEqual(expected.tried);
    // One more whole second, and it gets its chance.
    expect(tried.slice(3 + given.requests).flat()).toContain('a');
  },
  'LN-163': (given, expected) => {
    const document = scene({
      client: { limit: given.requests },
      balancer: NGINX,
      servers: { a: {} },
      commands: [{ at: 0, do: 'crash', node: 'a' }],
    });
    expect(triedBy(document, 500)).toEqual(expected.tried);
    const outcomes = ask(run(document, 500), 'packets').map(({ outcome }) => outcome);
    expect(outcomes).toEqual(expected.status.map((status: number) => `failed ${status}`));
  },
  'LN-169': (given, expected) =>
    expect(held(given.parallel, { a: {}, b: {} }).perServer).toEqual(expected.perServer),
  'LN-171': (given, expected) => {
    const servers = { a: { maxConnections: 2 }, b: { backup: true } };
    expect(held(given.sequentialHeld, servers).sequence).toBe(expected.sequence);
  },
  'LN-173': (given, expected) =>
    expect(
      held(given.parallel, { a: { maxConnections: 1 }, b: { maxConnections: 1 } }),
    ).toMatchObject(expected),
  'LN-175': (given, expected) =>
    expect(held(given.parallel, { a: { weight: 2, maxConnections: 1 }, b: {} })).toMatchObject(
      expected,
    ),
  'LN-177': (given, expected) =>
    expect(
      held(
        given.parallel,
        { a: { maxConnections: 1 }, b: { maxConnections: 2 } },
        { algorithm: 'source-ip-hash' },
      ),
    ).toMatchObject(expected),
  'LN-179': (given, expected) =>
    expect(held(given.sequentialHeld, { a: { maxConnections: 2 }, b: {} }).sequence).toBe(
      expected.sequence,
    ),
  'LN-181': (given, expected) =>
    expect(
      held(
        given.parallelHeld,
        { a: { maxConnections: 2 }, b: { maxConnections: 1 } },
        { algorithm: 'random' },
      ),
    ).toMatchObject(expected),
  'LN-183': (given, expected) => {
    const document = scene({
      client: { limit: given.requests },
      balancer: { algorithm: 'random', nextBackend: true },
      servers: { a: {}, b: {} },
      commands: [{ at: 0, do: 'crash', node: 'a' }],
    });
    const made = run(document, 1100);
    expect(picksOf(made).b).toBe(expected.perServerSuccess.b);
    // Each of them, and the balancer's own message for it.
    expect(made.kernel.world.counts.answered).toBe(2 * given.requests);
  },
  'LN-195': (_given, expected) => expect(spec.fields.maxFails.default).toBe(expected.value),
  'LN-197': (_given, expected) => {
    const made = run(scene({ servers: { a: {} } }), 1);
    expect(ask(made, 'backends').backends[0]?.weight).toBe(expected.value);
  },
  'LN-201': (_given, expected) =>
    expect(`${spec.fields.connectTimeout.default / 1000}s`).toBe(expected.value),
};

describe('nginx', () => holdAgainst(fixture.cases, checks));
