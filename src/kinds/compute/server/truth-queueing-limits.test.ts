/**
 * Places that run out, slots that are shared, users who wait before they come back, and a choice
 * between two lines.
 */
import { describe } from 'vitest';
import type { Distribution } from '../../../lib/distribution-check.ts';
import type { SceneParts } from '../../shared/scene.test-support.ts';
import {
  allOrNothing,
  constant,
  exponential,
  holdAgainst,
  type Measure,
  observe,
  oneServer,
  openStream,
  ROOMY,
  shortAndLong,
} from './truth-queueing.test-support.ts';

/** Rare losses and full lines need the most to be counted on. */
const REQUESTS = {
  'QT-031': 400_000,
  'QT-033': 500_000,
  'QT-035': 300_000,
  'QT-037': 2_000_000,
  'QT-039': 600_000,
  'QT-041': 100_000,
  'QT-043': 600_000,
  'QT-045': 100_000,
  'QT-047': 200_000,
  'QT-049': 100_000,
  'QT-063': 1_000_000,
  'QT-065': 600_000,
  'QT-075': 100_000,
  'QT-077': 100_000,
  'QT-089': 300_000,
  'QT-091': 1_400_000,
};

interface Limited {
  readonly lambda: number;
  readonly mu: number;
  readonly c?: number;
  readonly K: number;
}

const limited: Measure = ({ lambda, mu, c = 1, K }: Limited, requests) => {
  const server = { slots: c, queueLimit: K - c, service: exponential(1 / mu) };
  const figures = observe(oneServer(lambda, server), { units: requests / lambda }).of('s');
  return [{ ...figures, utilization: figures.rho }];
};

/**
 * No place to wait. How long the calls last does not matter, only their mean: a few lines try two
 * shapes.
 */
const loss: Measure = (given: { offeredErlangs: number; c: number }, requests) => {
  const { offeredErlangs, c } = given;
  const shapes = c < 10 ? [exponential(1), shortAndLong(1, 4)] : [exponential(1)];
  return shapes.map((service) => {
    const scene = oneServer(offeredErlangs, { slots: c, queueLimit: 0, service });
    const { lossProb, L } = observe(scene, { units: requests / offeredErlangs }).of('s');
    return { blocking: lossProb, carried: L };
  });
};

function shared(lambda: number, service: Distribution, requests: number) {
  const scene = oneServer(lambda, { discipline: 'processor-sharing', service });
  return observe(scene, { units: requests / lambda }).of('s');
}

const sharing: Measure = (given, requests) => {
  const { lambda, mu, jobSize } = given as Record<'lambda' | 'mu' | 'jobSize', number>;
  if (jobSize === undefined) {
    const shapes = [exponential(1 / mu), shortAndLong(1 / mu, 4)];
    if (lambda <= mu / 2) shapes.push(constant(1 / mu));
    return shapes.map((service) => ({ ...shared(lambda, service, requests) }));
  }
  // Those of no size leave as they come; the mean time of the others is wanted.
  const { W, probTime } = shared(lambda, allOrNothing(jobSize, 1 / mu), requests);
  return [{ expectedTime: W / probTime }];
};

const closed: Measure = ({ users, thinkSec, serviceSec }, requests) => {
  const crowd = { ...openStream(0), load: 'closed', users, think: exponential(thinkSec) };
  const scene: SceneParts = {
    nodes: {
      web: ['client', crowd],
      s: ['server', { ...ROOMY, service: exponential(serviceSec) }],
    },
    edges: ['web>s'],
  };
  const { throughput, W, rho } = observe(scene, { units: requests * serviceSec }).of('s');
  return [{ throughput, responseSec: W, utilization: rho }];
};

/**
 * A balancer that gives each request to the server with fewer of them; HTTP/2, so that one
 * connection carries all.
 */
const shortestLine: Measure = ({ lambdaTotal, mu, servers }, requests) => {
  const ids = Array.from({ length: servers }, (_, at) => `s${at}`);
  const server = { ...ROOMY, service: exponential(1 / mu) };
  const outcome = observe(
    {
      nodes: {
        web: ['client', { ...openStream(lambdaTotal), protocol: 'http2' }],
        lb: [
          'load-balancer',
          { algorithm: 'least-request', keepAlive: 10_000, responseTimeout: 0 },
        ],
        ...Object.fromEntries(ids.map((id) => [id, ['server', server] as const])),
      },
      edges: ['web>lb', ...ids.map((id) => `lb>${id}`)],
    },
    { units: requests / lambdaTotal },
  );
  const { W } = outcome.of('web');
  return [{ W, betweenPooledAndRandom: W }];
};

describe('lines with an end, or of another kind', () => {
  holdAgainst(
    'limits',
    {
      'M/M/c/c': loss,
      'M/M/1/K': limited,
      'M/M/c/K': limited,
      'M/M/1-PS': sharing,
      'closed-system-MVA': closed,
      'JSQ-2-servers': shortestLine,
    },
    REQUESTS,
  );
});
