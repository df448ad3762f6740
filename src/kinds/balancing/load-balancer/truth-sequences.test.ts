import { describe, expect } from 'vitest';
import fixture from '../fixtures/lb-weighted-round-robin.json' with { type: 'json' };
import { type Check, holdAgainst, LETTERS } from '../shared/truth.test-support.ts';
import { scene, sequence } from './test-support.ts';

const ALGORITHM = {
  'nginx-swrr': 'weighted-round-robin',
  'haproxy-roundrobin': 'weighted-round-robin-haproxy',
  'haproxy-static-rr': 'static-round-robin',
} as const;

interface Given {
  readonly algorithm: keyof typeof ALGORITHM;
  readonly weights: readonly number[];
  readonly requests: number;
  readonly down?: readonly string[];
}

/** The same order whether requests are balanced (L7) or connections, one for each request (L4). */
function picksOf(given: Given, mode: 'l4' | 'l7'): string {
  const servers = given.weights.map((weight, at) => {
    const id = LETTERS[at] as string;
    return [id, { weight: given.down?.includes(id) ? 0 : weight }] as const;
  });
  const document = scene({
    client: { limit: given.requests, keepAlive: false },
    balancer: { mode, algorithm: ALGORITHM[given.algorithm] },
    servers: Object.fromEntries(servers),
  });
  return sequence(document, 100 * (given.requests + 1));
}

const check: Check = (given: Given, expected: { sequence: string }) => {
  expect(picksOf(given, 'l7')).toBe(expected.sequence);
  expect(picksOf(given, 'l4')).toBe(expected.sequence);
};

describe('weighted round robin in the order of the real balancers', () => {
  holdAgainst(fixture.cases, {
    'nginx-swrr': check,
    'nginx-swrr:down': check,
    'haproxy-roundrobin': check,
    'haproxy-static-rr': check,
    'haproxy-weight-zero': check,
  });
});
