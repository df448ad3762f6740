/** Lines without an end: what one waits for when everybody who comes is let in. */
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../lib/distribution-check.ts';
import {
  constant,
  exponential,
  type Figures,
  holdAgainst,
  lognormal,
  type Measure,
  observe,
  oneServer,
  openStream,
  ROOMY,
  shortAndLong,
  unaccounted,
  uniform,
} from './truth-queueing.test-support.ts';

/**
 * The fuller a line, the longer it remembers: at 90 % one that was long is long for hundreds of
 * service times, so that a mean needs millions of requests. Cases on the same line share its run.
 */
const REQUESTS = {
  'QT-001': 400_000,
  'QT-003': 2_000_000,
  'QT-005': 400_000,
  'QT-009': 400_000,
  'QT-011': 2_000_000,
  'QT-013': 800_000,
  'QT-015': 800_000,
  'QT-017': 1_200_000,
  'QT-019': 2_000_000,
  'QT-021': 1_600_000,
  'QT-023': 2_000_000,
  'QT-025': 1_000_000,
  'QT-053': 500_000,
  'QT-055': 500_000,
  'QT-057': 500_000,
  'QT-059': 600_000,
  'QT-067': 500_000,
  'QT-069': 800_000,
  'QT-071': 400_000,
  'QT-073': 100_000,
};

interface Arrivals {
  readonly lambda: number;
  readonly mu: number;
  readonly c?: number;
}

/** An M/M/1 is looked at, too: how many are there at regular moments. */
function mm1({ lambda, mu }: Arrivals, requests: number) {
  const scene = oneServer(lambda, { service: exponential(1 / mu) });
  return observe(scene, { units: requests / lambda, lookEvery: 2 / mu });
}

const single: Measure = (given: Arrivals, requests) => {
  const figures = mm1(given, requests).of('s');
  return [{ ...figures, P0: 1 - figures.rho }];
};

const state: Measure = (given: Arrivals & { n: number }, requests) => {
  const { seen, looks } = mm1(given, requests);
  const more = seen.slice(given.n).reduce((sum, count = 0) => sum + count, 0);
  return [{ 'P(N=n)': (seen[given.n] ?? 0) / looks, 'P(N>=n)': more / looks }];
};

const many: Measure = (given: Required<Arrivals>, requests) => {
  const { lambda, mu, c } = given;
  if (c === 1) return [{ ...mm1(given, requests).of('s') }];
  const scene = oneServer(lambda, { slots: c, service: exponential(1 / mu) });
  return [{ ...observe(scene, { units: requests / lambda }).of('s') }];
};

/** One line in front of all, and next to it as many servers with a line and a stream each. */
const pooling: Measure = (given, requests) => {
  const { lambdaTotal, mu, servers } = given as Record<'lambdaTotal' | 'mu' | 'servers', number>;
  const service = exponential(1 / mu);
  const units = requests / lambdaTotal;
  const pooled = observe(oneServer(lambdaTotal, { slots: servers, service }), { units }).of('s');
  const each = Array.from({ length: servers }, (_, at) => at);
  const apart = observe(
    {
      nodes: Object.fromEntries(
        each.flatMap((at) => [
          [`web${at}`, ['client', openStream(lambdaTotal / servers)] as const],
          [`s${at}`, ['server', { ...ROOMY, service }] as const],
        ]),
      ),
      edges: each.map((at) => `web${at}>s${at}`),
    },
    { units },
  );
  const waits = each.map((at) => apart.of(`s${at}`).Wq);
  return [
    {
      pooledWq: pooled.Wq,
      separateWq: waits.reduce((sum, wait) => sum + wait, 0) / servers,
    },
  ];
};

function serveWith(lambda: number, service: Distribution, requests: number): Figures {
  return observe(oneServer(lambda, { service }), { units: requests / lambda }).of('s');
}

const fixedService: Measure = ({ lambda, serviceTime }, requests) => [
  { ...serveWith(lambda, constant(serviceTime), requests) },
];

/**
 * Only mean and variance of the service time matter, so each variance comes in a shape of its own.
 */
const anyService: Measure = ({ lambda, serviceMean, scv }, requests) => {
  const shapes: Readonly<Record<string, Distribution>> = {
    4: shortAndLong(serviceMean, scv),
    0.5: lognormal(serviceMean, scv),
    0.333333: uniform(serviceMean),
  };
  const service = shapes[scv];
  if (service === undefined) throw new Error(`No service time with a variation of ${scv}.`);
  return [{ ...serveWith(lambda, service, requests) }];
};

/**
 * With random arrivals the approximation is exact. Less variable ones come from dealing out a
 * random stream in turn: every second request of a Poisson stream is half as variable (Erlang-2).
 */
const kingman: Measure = ({ rho, scvArrivals, scvService, serviceMean }, requests) => {
  const service =
    scvService === 1 ? exponential(serviceMean) : shortAndLong(serviceMean, scvService);
  const lambda = rho / serviceMean;
  if (scvArrivals === 1) return [{ WqApprox: serveWith(lambda, service, requests).Wq }];
  const dealt = Math.round(1 / scvArrivals);
  const ids = Array.from({ length: dealt }, (_, at) => `s${at}`);
  const flows = { ...openStream(lambda * dealt), connections: dealt };
  const servers = ids.map((id) => [id, ['server', { ...ROOMY, service }] as const]);
  const outcome = observe(
    {
      nodes: { web: ['client', flows], ...Object.fromEntries(servers) },
      edges: ids.map((id) => `web>${id}`),
    },
    { units: requests / (lambda * dealt) },
  );
  const waits = ids.map((id) => outcome.of(id).Wq);
  return [{ WqApprox: waits.reduce((sum, wait) => sum + wait, 0) / dealt }];
};

/** Nobody waits, and times in the system differ widely. */
const little: Measure = ({ lambda, W }, requests) => {
  const scene = oneServer(lambda, { slots: 10_000, service: uniform(W) });
  return [{ L: observe(scene, { units: requests / lambda }).of('s').L }];
};

describe('lines without an end', () => {
  holdAgainst(
    'lines',
    {
      'M/M/1': single,
      'M/M/1-state': state,
      'M/M/c': many,
      pooling,
      'M/D/1': fixedService,
      'M/G/1': anyService,
      'G/G/1-Kingman': kingman,
      Little: little,
    },
    REQUESTS,
  );

  it('leave out no case without saying why', () => {
    expect(unaccounted()).toEqual({ cases: [], reasons: [] });
  });
});
