/**
 * Random quantities: what a document says (`Distribution`), turned into plain numbers once
 * (`compileDistribution`), then drawn from millions of times (`draw`). Every draw takes exactly one
 * uniform number and inverts the distribution function, so that changing a distribution shifts no
 * other draw of the stream, and a larger uniform always means a larger value. Nothing here has a
 * unit: whoever asks decides what the numbers mean.
 */
import type { Distribution } from './distribution-check.ts';
import { exp, ln, pow } from './math.ts';
import { normalQuantile } from './normal.ts';
import type { Streams } from './random.ts';

const CONSTANT = 0;
const UNIFORM = 1;
const EXPONENTIAL = 2;
const LOGNORMAL = 3;
const PARETO = 4;
const ZIPF = 5;
const EMPIRICAL = 6;

/** Checked and ready to draw from; plain data, frozen because it never changes. */
export interface CompiledDistribution {
  readonly code: number;
  readonly a: number;
  readonly b: number;
  /**
   * Zipf and empirical: the chance of this or an earlier value, for each value in ascending order.
   */
  readonly cumulative: Float64Array;
  /** Empirical: the values in ascending order. */
  readonly values: Float64Array;
}

const NONE = new Float64Array(0);
/**
 * How many standard deviations above the mean the 99th percentile of a normal distribution lies.
 */
const Z99 = normalQuantile(0.99);

/** Prepares the parameters for `draw`. They are taken as checked (`assertDistribution`). */
export function compileDistribution(d: Distribution): CompiledDistribution {
  switch (d.dist) {
    case 'constant':
      return compiled(CONSTANT, d.value, 0);
    case 'uniform':
      return compiled(UNIFORM, d.min, d.max - d.min);
    case 'exponential':
      return compiled(EXPONENTIAL, d.mean, 0);
    case 'lognormal':
      return compileLognormal(d.mean, d.p99);
    case 'pareto':
      return compiled(PARETO, 1 / d.shape, d.min);
    case 'zipf':
      return compileZipf(d.n, d.s);
    default:
      return compileEmpirical(d.values, d.weights);
  }
}

/** One value, taking one number from the stream. */
export function draw(d: CompiledDistribution, streams: Streams, id: number): number {
  const u = streams.next(id);
  switch (d.code) {
    case CONSTANT:
      return d.a;
    case UNIFORM:
      return d.a + u * d.b;
    case EXPONENTIAL:
      return -d.a * ln(1 - u);
    case LOGNORMAL:
      return d.b === 0 ? exp(d.a) : exp(d.a + d.b * normalQuantile(u));
    case PARETO:
      return d.b * exp(-d.a * ln(1 - u));
    case ZIPF:
      return indexAt(d.cumulative, u) + 1;
    default:
      return d.values[indexAt(d.cumulative, u)] as number;
  }
}

/**
 * The expected value; Infinity for a Pareto of shape 1 or less. The parameters are taken as
 * checked.
 */
export function meanOf(d: Distribution): number {
  switch (d.dist) {
    case 'constant':
      return d.value;
    case 'uniform':
      return (d.min + d.max) / 2;
    case 'exponential':
    case 'lognormal':
      return d.mean;
    case 'pareto':
      return d.shape <= 1 ? Number.POSITIVE_INFINITY : (d.shape * d.min) / (d.shape - 1);
    case 'zipf': {
      let total = 0;
      let weighted = 0;
      for (let k = 1; k <= d.n; k++) {
        const weight = pow(k, -d.s);
        total += weight;
        weighted += k * weight;
      }
      return weighted / total;
    }
    case 'empirical': {
      let total = 0;
      let weighted = 0;
      for (let i = 0; i < d.values.length; i++) {
        const weight = d.weights === undefined ? 1 : (d.weights[i] ?? 0);
        total += weight;
        weighted += weight * (d.values[i] as number);
      }
      return weighted / total;
    }
    default:
      throw new Error(`Unknown distribution ${JSON.stringify(d satisfies never)}.`);
  }
}

/**
 * With mean m and 99th percentile q: ln m = µ + σ²/2 and ln q = µ + z·σ, so σ²/2 − z·σ + ln(q/m) =
 * 0. The smaller root is meant (the other has σ > 2.3, whose p99 would be the only thing sensible
 * about it). Example: mean 2, p99 9 gives σ ≈ 0.835, µ ≈ 0.344.
 */
function compileLognormal(mean: number, p99: number): CompiledDistribution {
  // A hair below 0 by rounding, for the most skewed there is.
  const rest = Math.max(0, Z99 * Z99 - 2 * ln(p99 / mean));
  const sigma = Z99 - Math.sqrt(rest);
  return compiled(LOGNORMAL, ln(mean) - (sigma * sigma) / 2, sigma);
}

function compileZipf(n: number, s: number): CompiledDistribution {
  const weights = Array.from({ length: n }, (_, i) => pow(i + 1, -s));
  return compiled(ZIPF, n, s, cumulate(weights));
}

function compileEmpirical(
  values: readonly number[],
  weights: readonly number[] | undefined,
): CompiledDistribution {
  const pairs = values.map((value, i) => ({ value, weight: weights?.[i] ?? 1 }));
  pairs.sort((p, q) => p.value - q.value);
  return compiled(
    EMPIRICAL,
    0,
    0,
    cumulate(pairs.map((pair) => pair.weight)),
    Float64Array.from(pairs, (pair) => pair.value),
  );
}

function compiled(
  code: number,
  a: number,
  b: number,
  cumulative: Float64Array = NONE,
  values: Float64Array = NONE,
): CompiledDistribution {
  return Object.freeze({ code, a, b, cumulative, values });
}

function cumulate(weights: readonly number[]): Float64Array {
  const largest = weights.reduce((a, b) => Math.max(a, b), 0);
  // Scaled first, so that huge weights do not add up to Infinity.
  let total = 0;
  for (const weight of weights) total += weight / largest;
  let sum = 0;
  const cumulative = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    sum += (weights[i] as number) / largest / total;
    cumulative[i] = sum;
  }
  // Rounding may leave the end a hair below 1: whatever has the full weight by then ends at 1.
  const end = cumulative[weights.length - 1] as number;
  for (let i = weights.length - 1; i >= 0 && cumulative[i] === end; i--) cumulative[i] = 1;
  return cumulative;
}

/** The first position whose cumulative chance exceeds u. */
function indexAt(cumulative: Float64Array, u: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] as number) > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
