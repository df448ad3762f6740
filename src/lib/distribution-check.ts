/**
 * Random quantities as a document says them, and whether there is such a quantity. How they are
 * drawn from is in `distribution.ts`: whoever only checks needs none of that.
 */

export type Distribution =
  | { dist: 'constant'; value: number }
  | { dist: 'uniform'; min: number; max: number }
  | { dist: 'exponential'; mean: number }
  /** A long right tail, given by what people measure: the mean and the 99th percentile. */
  | { dist: 'lognormal'; mean: number; p99: number }
  /** Classic Pareto: P(X > x) = (min / x)^shape from min on. Up to shape 1 the mean is infinite. */
  | { dist: 'pareto'; shape: number; min: number }
  /** Integers 1 … n, k with weight 1 / k^s. */
  | { dist: 'zipf'; n: number; s: number }
  /** One of the values, by weight when weights are given. */
  | { dist: 'empirical'; values: number[]; weights?: number[] };

/** A zipf distribution holds one number for each of its integers. */
export const ZIPF_MAX = 100_000;

/** Exp(z² / 2) of the 99th percentile's z: no lognormal has a p99 further above its mean. */
const MOST_SKEWED = 14.968488362247662;

/** @throws Error naming the value and the cure when no such distribution exists. */
export function assertDistribution(d: Distribution): void {
  switch (d.dist) {
    case 'constant':
      need(isAmount(d.value), `A constant of ${d.value}`, 'give a number of 0 or more');
      return;
    case 'uniform':
      need(isAmount(d.min), `A uniform minimum of ${d.min}`, 'give a number of 0 or more');
      need(
        isAmount(d.max) && d.max >= d.min,
        `A uniform maximum of ${d.max} with minimum ${d.min}`,
        'give a maximum that is not below the minimum',
      );
      return;
    case 'exponential':
      need(isAmount(d.mean), `An exponential mean of ${d.mean}`, 'give a number of 0 or more');
      return;
    case 'lognormal':
      checkLognormal(d.mean, d.p99);
      return;
    case 'pareto':
      need(isPositive(d.shape), `A Pareto shape of ${d.shape}`, 'give a number above 0');
      need(isPositive(d.min), `A Pareto minimum of ${d.min}`, 'give a number above 0');
      return;
    case 'zipf':
      need(
        Number.isInteger(d.n) && d.n >= 1 && d.n <= ZIPF_MAX,
        `A zipf over ${d.n} integers`,
        `give a whole number from 1 to ${ZIPF_MAX}`,
      );
      need(isAmount(d.s), `A zipf exponent of ${d.s}`, 'give a number of 0 or more');
      return;
    case 'empirical':
      checkEmpirical(d.values, d.weights);
      return;
    default:
      throw new Error(`Unknown distribution ${JSON.stringify(d satisfies never)}.`);
  }
}

function checkLognormal(mean: number, p99: number): void {
  need(isPositive(mean), `A lognormal mean of ${mean}`, 'give a number above 0');
  need(
    isPositive(p99) && p99 >= mean,
    `A lognormal p99 of ${p99} with mean ${mean}`,
    `give a p99 of at least the mean, ${mean}`,
  );
  const largest = Math.floor(mean * MOST_SKEWED * 100) / 100;
  need(
    p99 / mean <= MOST_SKEWED,
    `A lognormal p99 of ${p99} with mean ${mean}`,
    `no lognormal is that skewed: give a p99 of at most ${largest} (14.9 times the mean)`,
  );
}

function checkEmpirical(values: readonly number[], weights: readonly number[] | undefined): void {
  need(values.length > 0, 'An empirical distribution without values', 'give at least one');
  for (const value of values) {
    need(isAmount(value), `An empirical value of ${value}`, 'give numbers of 0 or more');
  }
  if (weights !== undefined) {
    need(
      weights.length === values.length,
      `An empirical distribution of ${values.length} values with ${weights.length} weights`,
      'give one weight for each value',
    );
    for (const weight of weights) {
      need(isAmount(weight), `An empirical weight of ${weight}`, 'give numbers of 0 or more');
    }
    need(
      weights.some((weight) => weight > 0),
      'An empirical distribution whose weights are all 0',
      'give at least one weight above 0',
    );
  }
}

function isAmount(x: number): boolean {
  return Number.isFinite(x) && x >= 0;
}

function isPositive(x: number): boolean {
  return Number.isFinite(x) && x > 0;
}

function need(holds: boolean, what: string, cure: string): void {
  if (!holds) throw new Error(`${what} is impossible: ${cure}.`);
}
