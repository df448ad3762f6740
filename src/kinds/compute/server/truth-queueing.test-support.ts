/**
 * Queueing theory's closed forms, and how a document is held against them: what a run's figures
 * say, in the theory's own letters and unit of time, is compared with every number a case expects.
 */
import { expect, test } from 'vitest';
import type { Distribution } from '../../../lib/distribution-check.ts';
import type { Histogram } from '../../../lib/histogram.ts';
import { exp, ln } from '../../../lib/math.ts';
import { normalQuantile } from '../../../lib/normal.ts';
import { observationOf } from '../../../run/node-view.ts';
import { Run } from '../../../run/run.ts';
import { type Summary, summarize } from '../../../run/summary.ts';
import { kinds } from '../../kinds.ts';
import { type SceneParts, sceneOf } from '../../shared/scene.test-support.ts';
import fixture from '../fixtures/queueing.json' with { type: 'json' };
import type { ServerObservation } from './spec.ts';

/** The unit of time of the formulas: long enough that whole microseconds disturb nothing. */
const UNIT_MS = 20;
const UNIT_MICROS = UNIT_MS * 1000;

/** Which behaviours of the fixture are held by which test file, `truth-queueing-….test.ts`. */
export const HELD = {
  lines: ['M/M/1', 'M/M/1-state', 'M/M/c', 'pooling', 'M/D/1', 'M/G/1', 'G/G/1-Kingman', 'Little'],
  limits: ['M/M/c/c', 'M/M/1/K', 'M/M/c/K', 'M/M/1-PS', 'closed-system-MVA', 'JSQ-2-servers'],
} as const;
type TestFile = keyof typeof HELD;

/** Cases that are left out on purpose, or of which a single number is. */
const UNCOVERED: Readonly<Record<string, string>> = {
  'QT-079': 'A server has one line for all; requests have no priorities.',
  'QT-081': 'Servers answer by themselves: there is no chain of stations yet.',
  'QT-083': 'Nothing sends one request to several servers and waits for all yet.',
  'QT-085': 'Nothing sends one request to several servers and waits for all yet.',
  'QT-087': 'Nothing sends one request to several servers and waits for all yet.',
  'QT-043 lossProb': 'One loss in 376,000 requests: 5 % needs a thousand million of them.',
};

/**
 * Measured numbers under the names of `expected`; one record for each way in which the case was
 * run.
 */
export type Measured = readonly Readonly<Record<string, number>>[];
/** Runs documents for one case. `requests` is how many arrivals its figures are to rest upon. */
// biome-ignore lint/suspicious/noExplicitAny: every behaviour has inputs of its own shape.
export type Measure = (given: any, requests: number) => Measured;

type Numbers = Readonly<Record<string, unknown>>;

/**
 * Everything the formulas name, of one node, in units of time; NaN where a node has no such figure.
 */
export interface Figures {
  readonly throughput: number;
  readonly rho: number;
  readonly L: number;
  readonly Lq: number;
  readonly W: number;
  readonly Wq: number;
  readonly p95TimeInSystem: number;
  readonly p99TimeInSystem: number;
  readonly p95Wait: number;
  /** Share of the requests served that had to wait, or that took any time at all. */
  readonly probWait: number;
  readonly probTime: number;
  /** Share of the arrivals that found no room. */
  readonly lossProb: number;
}

export interface Outcome {
  readonly summary: Summary;
  /** Figures by a node's id. */
  of(id: string): Figures;
  /** How often so many were at the server `s` when it was looked at, by number. */
  readonly seen: readonly number[];
  readonly looks: number;
}

export interface Span {
  /** Units of time that are measured; a fiftieth of it passes before. */
  readonly units: number;
  /** Units from one look at the server `s` to the next; none when left out. */
  readonly lookEvery?: number;
}

const known = new Map<string, Outcome>();

/** Runs a scene; cases that need the same run share it. */
export function observe(parts: SceneParts, span: Span): Outcome {
  const key = JSON.stringify([parts, span]);
  const outcome = known.get(key) ?? observeAnew(parts, span);
  known.set(key, outcome);
  return outcome;
}

function observeAnew(parts: SceneParts, { units, lookEvery = units }: Span): Outcome {
  const run = new Run(sceneOf(parts), kinds, { checkpointBytes: 0, hash: false });
  run.runUntil(Math.round((units / 50) * UNIT_MICROS));
  run.resetFigures();
  const seen: number[] = [];
  const server = run.kernel.find('s');
  const end = run.now + Math.round(units * UNIT_MICROS);
  let looks = 0;
  while (run.now < end) {
    run.runUntil(Math.min(end, run.now + Math.round(lookEvery * UNIT_MICROS)));
    if (server === undefined) continue;
    const { busy, waiting } = observationOf(run.kernel, server) as ServerObservation;
    seen[busy + waiting] = (seen[busy + waiting] ?? 0) + 1;
    looks++;
  }
  const summary = summarize(run);
  const of = (id: string) => figuresOf(run, summary, id);
  return { summary, of, seen, looks };
}

function figuresOf(run: Run, summary: Summary, id: string): Figures {
  const node = summary.nodes[id];
  const index = run.kernel.find(id)?.index ?? -1;
  const watch = run.kernel.watch?.at(index);
  if (node === undefined || watch === undefined) throw new Error(`There is no node "${id}".`);
  const { responseMs, waitingMs, throughputPerSecond, utilization, meanInSystem, dropped } = node;
  const units = (millis: number | null) => (millis ?? Number.NaN) / UNIT_MS;
  const throughput = ((throughputPerSecond ?? Number.NaN) * UNIT_MS) / 1000;
  const rho = utilization ?? Number.NaN;
  const L = meanInSystem ?? Number.NaN;
  const lost = dropped['queue-full'] ?? 0;
  const figures: Figures = {
    throughput,
    rho,
    L,
    Lq: L - rho * (node.now as ServerObservation).slots,
    W: units(responseMs.mean),
    Wq: units(waitingMs.mean),
    p95TimeInSystem: units(responseMs.p95),
    p99TimeInSystem: units(responseMs.p99),
    p95Wait: units(waitingMs.p95),
    probWait: shareAboveZero(watch.waiting),
    probTime: shareAboveZero(watch.response),
    lossProb: lost / (lost + watch.completions),
  };
  // Little's law binds three figures that are counted in three ways, whatever the system.
  expectNear(figures.L, figures.throughput * figures.W, 0.005, `${id}: L = X · W`);
  return figures;
}

function shareAboveZero(histogram: Histogram): number {
  const { first, counts, count } = histogram.snapshot();
  return 1 - (first === 0 ? (counts[0] ?? 0) : 0) / count;
}

/**
 * One open stream of random arrivals at the server `s`; packets, so that no handshake comes in
 * between.
 */
export function oneServer(lambda: number, server: SceneParts['nodes'][string][1]): SceneParts {
  return {
    nodes: { web: ['client', openStream(lambda)], s: ['server', { ...ROOMY, ...server }] },
    edges: ['web>s'],
  };
}

/** As good as no limit, and one slot. */
export const ROOMY = { slots: 1, queueLimit: 1_000_000 };

/** Arrivals per unit of time, at random; nobody gives up. */
export function openStream(lambda: number) {
  const rate = (lambda * 1000) / UNIT_MS;
  return { rate, timeout: 0, protocol: 'udp', connections: 1 };
}

export function exponential(mean: number): Distribution {
  return { dist: 'exponential', mean: mean * UNIT_MS };
}

export function constant(value: number): Distribution {
  return { dist: 'constant', value: value * UNIT_MS };
}

/** From 0 to twice the mean. */
export function uniform(mean: number): Distribution {
  return { dist: 'uniform', min: 0, max: 2 * mean * UNIT_MS };
}

/** Squared coefficient of variation `scv`: σ² = ln(1 + scv). */
export function lognormal(mean: number, scv: number): Distribution {
  const variance = ln(1 + scv);
  const p99 = exp(normalQuantile(0.99) * Math.sqrt(variance) - variance / 2);
  return { dist: 'lognormal', mean: mean * UNIT_MS, p99: mean * UNIT_MS * p99 };
}

/**
 * Mostly half the mean, seldom 2·scv + 1 times the mean, so seldom that mean and squared
 * coefficient of variation are as wanted. Example: scv 4 is sixteen short ones of ½ for a long one
 * of 9; their mean square is (16 · ¼ + 81) / 17 = 5 = 1 + 4.
 */
export function shortAndLong(mean: number, scv: number): Distribution {
  const values = [mean / 2, (2 * scv + 1) * mean].map((value) => value * UNIT_MS);
  return { dist: 'empirical', values, weights: [4 * scv, 1] };
}

/** Either this size or none at all, so often that the mean is as wanted. */
export function allOrNothing(size: number, mean: number): Distribution {
  return { dist: 'empirical', values: [0, size * UNIT_MS], weights: [size - mean, mean] };
}

/** Arrivals over what all slots together can serve; 0 for a closed system. */
function loadOf(given: Numbers): number {
  const number = (...names: string[]) =>
    names.map((name) => given[name]).find((value) => typeof value === 'number');
  const rate = number('lambda', 'lambdaTotal', 'offeredErlangs') ?? 0;
  return number('rho') ?? rate / ((number('mu') ?? 1) * (number('c', 'servers') ?? 1));
}

/** Enough for a line that is half full. */
const USUAL_REQUESTS = 250_000;

/** A test for each case of the behaviours that this file holds. */
export function holdAgainst<File extends TestFile>(
  file: File,
  measures: Readonly<Record<(typeof HELD)[File][number], Measure>>,
  requests: Readonly<Record<string, number>>,
): void {
  const behaviours: readonly string[] = HELD[file];
  const byName: Readonly<Record<string, Measure>> = measures;
  for (const { id, behaviour, given, expected } of fixture.cases) {
    if (!behaviours.includes(behaviour)) continue;
    const measure = byName[behaviour];
    if (measure === undefined) throw new Error(`Nothing measures "${behaviour}".`);
    test(`${id} ${behaviour} ${JSON.stringify(given)}`, { timeout: 300_000 }, () => {
      const tolerance = loadOf(given) >= 0.9 ? 0.05 : 0.03;
      for (const measured of measure(given, requests[id] ?? USUAL_REQUESTS)) {
        compare(id, measured, expected, tolerance);
      }
    });
  }
}

function compare(
  id: string,
  measured: Numbers,
  expected: Readonly<Record<string, unknown>>,
  tolerance: number,
): void {
  for (const [name, value] of Object.entries(expected)) {
    if (UNCOVERED[`${id} ${name}`] !== undefined) continue;
    const figure = measured[name];
    if (typeof figure !== 'number') throw new Error(`${id}: ${name} was not measured.`);
    if (Array.isArray(value)) {
      const [low, high] = value as [number, number];
      expect(figure, `${id} ${name}`).toBeGreaterThan(low * (1 - tolerance));
      expect(figure, `${id} ${name}`).toBeLessThan(high);
    } else expectNear(figure, value as number, tolerance, `${id} ${name}`);
  }
}

function expectNear(figure: number, expected: number, tolerance: number, what: string): void {
  const error = figure / expected - 1;
  const words = `${what}: ${figure} instead of ${expected}, off by ${(100 * error).toFixed(2)} %`;
  expect(Math.abs(error), words).toBeLessThan(tolerance);
}

/**
 * Ids of cases that no test file holds and that are not left out on purpose, and reasons that
 * belong to no case.
 */
export function unaccounted(): { cases: string[]; reasons: string[] } {
  const held = new Set<string>(Object.values(HELD).flat());
  const ids = new Set(fixture.cases.map(({ id }) => id));
  return {
    cases: fixture.cases
      .filter(({ id, behaviour }) => held.has(behaviour) === (UNCOVERED[id] !== undefined))
      .map(({ id }) => id),
    reasons: Object.keys(UNCOVERED).filter((key) => !ids.has(key.split(' ')[0] as string)),
  };
}
