import { describe, expect } from 'vitest';
import type { SceneDocument } from '../../../document/types.ts';
import { observationOf } from '../../../run/reports.ts';
import { Run } from '../../../run/run.ts';
import fixture from '../fixtures/lb-hashing-theory.json' with { type: 'json' };
import { scene } from './test-support.ts';
import { type Check, holdAgainst } from './truth-test-support.ts';

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

/** The fluid limit is of infinitely many servers, and the busier they are the longer they remember. */
function effort({ lambda, d }: Given): Effort {
  if (d === 1) return { servers: 50, warmUp: 1000, measured: lambda > 0.8 ? 60_000 : 4000 };
  if (lambda > 0.98) return { servers: 1000, warmUp: 200, measured: 500 };
  return { servers: 500, warmUp: 100, measured: 300 };
}

/**
 * The load is spread by drawing `d` servers and taking the least loaded. Near full load lines grow slowly, so a rush at the start brings
 * them near their length.
 */
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
    commands:
      lambda > 0.98 && d > 1
        ? [{ at: 0, do: 'burst', node: 'web', factor: 4, for: 1.2 * UNIT_MS }]
        : [],
  });
}

interface ServerSeen {
  readonly busy: number;
  readonly waiting: number;
}

function lengthsOf(made: Run): number[] {
  return made.kernel.nodes
    .filter((node) => node.kind === 'server')
    .map((node) => observationOf(made, node) as ServerSeen)
    .map(({ busy, waiting }) => busy + waiting);
}

function started(given: Given): { made: Run; measured: number } {
  const { servers, warmUp, measured } = effort(given);
  const made = new Run(supermarket(given, servers), { hash: false, checkpointBytes: 0 });
  made.runUntil(warmUp * UNIT_MS * 1000);
  made.resetFigures();
  return { made, measured };
}

const meanTime: Check = (given: Given, expected: { meanTimeInSystem: number }) => {
  const { made, measured } = started(given);
  made.runUntil(made.now + measured * UNIT_MS * 1000);
  const client = made.kernel.nodes.findIndex((node) => node.kind === 'client');
  const meanMicros = made.kernel.watch?.at(client)?.response.mean() ?? 0;
  const mean = meanMicros / 1000 / UNIT_MS;
  const error = mean / expected.meanTimeInSystem - 1;
  expect(Math.abs(error), `${mean}, off by ${error}`).toBeLessThan(0.03);
};

const tail: Check = (given: Given, expected: { fractionWithAtLeastK: number }) => {
  const { made, measured } = started(given);
  let longer = 0;
  let looks = 0;
  for (let look = 0; look < measured / 2; look++) {
    made.runUntil(made.now + 2000 * UNIT_MS);
    for (const length of lengthsOf(made)) {
      looks++;
      if (length >= (given.k ?? 0)) longer++;
    }
  }
  const error = longer / looks / expected.fractionWithAtLeastK - 1;
  expect(Math.abs(error), `${longer / looks}, ${error}`).toBeLessThan(0.03);
};

/** As many requests as servers, all held: how many does the busiest get? */
const ballsIntoBins: Check = (
  given: { n: number; d: number },
  expected: { maxLoadDistribution: Record<string, number>; typicalMax: number },
) => {
  const trials = 150;
  const seen: Record<string, number> = {};
  for (let trial = 0; trial < trials; trial++) {
    const document = supermarket({ lambda: 1, d: given.d }, given.n);
    const [web] = document.nodes;
    if (web !== undefined) web.config = { ...web.config, limit: given.n, rate: 1e6 };
    for (const node of document.nodes) {
      if (node.kind === 'server') node.config = { service: { dist: 'constant', value: 1e8 } };
    }
    const made = new Run({ ...document, seed: trial }, { hash: false, checkpointBytes: 0 });
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
