import { describe, expect } from 'vitest';
import type { SceneDocument } from '../../../document/types.ts';
import { observationOf } from '../../../run/node-view.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import fixture from '../fixtures/lb-hashing-theory.json' with { type: 'json' };
import { type Check, holdAgainst } from '../shared/truth.test-support.ts';
import { scene } from './test-support.ts';

interface Given {
  readonly lambda: number;
  readonly d: number;
  readonly k?: number;
}

/** A mean service time. Short, because the figures' time series cost by the simulated second. */
const UNIT_MS = 10;

interface Effort {
  readonly servers: number;
  /** In service times. */
  readonly warmUp: number;
  readonly measured: number;
}

/**
 * The fluid limit is of infinitely many servers, and the busier they are the longer they remember:
 * sampling errors of 1 to 2 %.
 */
function effort({ lambda, d }: Given): Effort {
  if (d === 1) return { servers: 50, warmUp: 1000, measured: lambda > 0.8 ? 30_000 : 4000 };
  if (lambda > 0.9) return { servers: 500, warmUp: 100, measured: 2000 };
  return { servers: 500, warmUp: 50, measured: lambda > 0.8 ? 1000 : 400 };
}

/** The load is spread by drawing `d` servers and taking the least loaded. */
function supermarket({ lambda, d }: Given, servers: number): SceneDocument {
  const ids = Array.from({ length: servers }, (_, at) => `s${at}`);
  return scene({
    client: { rate: (lambda * servers * 1000) / UNIT_MS, pattern: 'poisson', connections: 10_000 },
    balancer: { algorithm: d === 1 ? 'random' : 'power-of-two', choices: d, keepAlive: 1000 },
    servers: Object.fromEntries(
      ids.map((id) => [
        id,
        { slots: 1, queueLimit: 1_000_000, service: { dist: 'exponential', mean: UNIT_MS } },
      ]),
    ),
    seed: 7,
  });
}

interface ServerSeen {
  readonly busy: number;
  readonly waiting: number;
}

function lengthsOf(made: Run): number[] {
  return made.kernel.world.nodes
    .filter((node) => node.kind === 'server')
    .map((node) => observationOf(made.kernel, node) as ServerSeen)
    .map(({ busy, waiting }) => busy + waiting);
}

interface Measured {
  /** Mean time in system, in service times. */
  readonly mean: number;
  /** Share of servers with at least so many requests. */
  readonly withAtLeast: readonly number[];
}

const MOST = 10;
const known = new Map<string, Measured>();

function measure(given: Given): Measured {
  const name = `${given.lambda} ${given.d}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const { servers, warmUp, measured } = effort(given);
  const made = new Run(supermarket(given, servers), kinds, { hash: false, checkpointBytes: 0 });
  made.runUntil(warmUp * UNIT_MS * 1000);
  made.resetFigures();
  const counts = new Array<number>(MOST).fill(0);
  const looks = measured / 4;
  for (let look = 0; look < looks; look++) {
    made.runUntil(made.now + 4 * UNIT_MS * 1000);
    for (const length of lengthsOf(made)) {
      for (let k = 0; k < MOST && k <= length; k++) counts[k] = (counts[k] ?? 0) + 1;
    }
  }
  const client = made.kernel.world.nodes.findIndex((node) => node.kind === 'client');
  const mean = (made.kernel.watch?.at(client)?.response.mean() ?? 0) / 1000 / UNIT_MS;
  const result = { mean, withAtLeast: counts.map((count) => count / looks / servers) };
  known.set(name, result);
  return result;
}

const meanTime: Check = (given: Given, expected: { meanTimeInSystem: number }) => {
  const { mean } = measure(given);
  expect(Math.abs(mean / expected.meanTimeInSystem - 1), `mean ${mean}`).toBeLessThan(0.03);
};

const tail: Check = (given: Given, expected: { fractionWithAtLeastK: number }) => {
  const share = measure(given).withAtLeast[given.k ?? 0] ?? 0;
  expect(Math.abs(share / expected.fractionWithAtLeastK - 1), `share ${share}`).toBeLessThan(0.03);
};

/** As many requests as servers, all held: how many does the busiest get? */
const ballsIntoBins: Check = (
  given: { n: number; d: number },
  expected: { maxLoadDistribution: Record<string, number>; typicalMax: number },
) => {
  const trials = 100;
  const seen: Record<string, number> = {};
  for (let trial = 0; trial < trials; trial++) {
    const document = supermarket({ lambda: 1, d: given.d }, given.n);
    const [web] = document.nodes;
    if (web !== undefined) web.config = { ...web.config, limit: given.n, rate: 1e6 };
    for (const node of document.nodes) {
      if (node.kind === 'server') node.config = { service: { dist: 'constant', value: 1e8 } };
    }
    const made = new Run({ ...document, seed: trial }, kinds, { hash: false, checkpointBytes: 0 });
    made.runUntil(1e6);
    const most = String(Math.max(...lengthsOf(made)));
    seen[most] = (seen[most] ?? 0) + 1 / trials;
  }
  const loads = new Set([...Object.keys(seen), ...Object.keys(expected.maxLoadDistribution)]);
  for (const load of loads) {
    const difference = (seen[load] ?? 0) - (expected.maxLoadDistribution[load] ?? 0);
    expect(Math.abs(difference), `${load}: ${JSON.stringify(seen)}`).toBeLessThan(0.1);
  }
};

describe('power of d choices', () => {
  holdAgainst(fixture.cases, {
    'supermarket-mean-time': meanTime,
    'supermarket-tail': tail,
    'balls-into-bins-max-load': ballsIntoBins,
  });
});
