/**
 * How often each size of a quantity occurred, in a few hundred counters: a log-linear histogram of
 * non-negative integers, each power of two cut into 32 equal buckets. Up to 64 every integer has
 * its own bucket; above, a bucket is at most 1/32 as wide as the values in it, and its middle is
 * off by at most 1/64. Buckets do not depend on what is added, so histograms merge exactly.
 * Example: 1,000,000 µs lies in the bucket from 999,424 to 1,015,807 and is reported as 1,007,615:
 * 0.8 % too much.
 */

const BUCKETS_PER_OCTAVE = 32;
const EXACT_BELOW = 32;
/** From here on 32-bit shifts fail: the value is divided by 2^26 first, 26 octaves down. */
const SHIFTABLE_BELOW = 2147483648;
const TWO_TO_26 = 67108864;

/** A histogram as plain data. */
export interface HistogramSnapshot {
  /** Index of the first bucket in `counts`. */
  readonly first: number;
  readonly counts: Float64Array;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

export class Histogram {
  /** How many values were added, and their exact sum (up to 2^53). */
  count = 0;
  sum = 0;
  /** The exact extremes; Infinity and −Infinity while empty. */
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  // Only the octaves in use are held; bucket `first + i` has its count at `counts[i]`.
  private first = 0;
  private counts = new Float64Array(0);

  /** Adds one value. */
  add(value: number): void {
    this.addMany(value, 1);
  }

  /** Adds a value `times` times. */
  addMany(value: number, times: number): void {
    if (!(Number.isSafeInteger(value) && value >= 0)) {
      throw new Error(
        `A histogram counts whole numbers of 0 or more, not ${value}: round it first.`,
      );
    }
    if (times === 0) return;
    const bucket = bucketOf(value);
    let at = bucket - this.first;
    if (at < 0 || at >= this.counts.length) {
      this.cover(bucket, bucket);
      at = bucket - this.first;
    }
    this.counts[at] = (this.counts[at] as number) + times;
    this.count += times;
    this.sum += value * times;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** The exact mean; null while empty. */
  mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  /**
   * The smallest value that at least the share `q` (0 … 1) of all values do not exceed, to within
   * 1/64; null while empty. The least and the greatest value are exact.
   */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    const rank = Math.min(this.count, Math.max(1, Math.ceil(q * this.count)));
    if (rank === this.count) return this.max;
    if (rank === 1) return this.min;
    let seen = 0;
    for (let i = 0; i < this.counts.length; i++) {
      seen += this.counts[i] as number;
      if (seen >= rank) return Math.min(this.max, Math.max(this.min, middleOf(this.first + i)));
    }
    return this.max;
  }

  /** Adds everything the other one holds. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    this.cover(bucketOf(other.min), bucketOf(other.max));
    for (let i = 0; i < other.counts.length; i++) {
      const times = other.counts[i] as number;
      if (times === 0) continue;
      const at = other.first + i - this.first;
      this.counts[at] = (this.counts[at] as number) + times;
    }
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  clone(): Histogram {
    return Histogram.restore(this.snapshot());
  }

  /** Forgets everything; the room stays. */
  clear(): void {
    this.counts.fill(0);
    this.count = 0;
    this.sum = 0;
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
  }

  snapshot(): HistogramSnapshot {
    const { first, count, sum, min, max } = this;
    return { first, counts: this.counts.slice(), count, sum, min, max };
  }

  static restore(snapshot: HistogramSnapshot): Histogram {
    const histogram = new Histogram();
    histogram.first = snapshot.first;
    histogram.counts = new Float64Array(snapshot.counts);
    histogram.count = snapshot.count;
    histogram.sum = snapshot.sum;
    histogram.min = snapshot.min;
    histogram.max = snapshot.max;
    return histogram;
  }

  /** Makes room for these buckets and all between, in whole octaves. */
  private cover(lowest: number, highest: number): void {
    const empty = this.counts.length === 0;
    const oldEnd = this.first + this.counts.length;
    const from = empty ? lowest : Math.min(this.first, lowest);
    const to = empty ? highest + 1 : Math.max(oldEnd, highest + 1);
    const first = from - (from % BUCKETS_PER_OCTAVE);
    const end = Math.ceil(to / BUCKETS_PER_OCTAVE) * BUCKETS_PER_OCTAVE;
    if (first === this.first && end === oldEnd) return;
    const counts = new Float64Array(end - first);
    if (!empty) counts.set(this.counts, this.first - first);
    this.first = first;
    this.counts = counts;
  }
}

/**
 * The bucket a value is counted in. Buckets never change: counts by bucket may be kept, and merged,
 * anywhere.
 */
export function bucketOf(value: number): number {
  if (value < EXACT_BELOW) return value;
  if (value >= SHIFTABLE_BELOW) {
    return bucketOf(Math.floor(value / TWO_TO_26)) + 26 * BUCKETS_PER_OCTAVE;
  }
  const exponent = 31 - Math.clz32(value);
  // The five bits after the leading one give the bucket within the octave.
  return (exponent - 5) * BUCKETS_PER_OCTAVE + (value >>> (exponent - 5));
}

/** As many buckets as whole numbers that can be told apart need. */
export const HISTOGRAM_BUCKETS = bucketOf(Number.MAX_SAFE_INTEGER) + 1;

/**
 * What `quantile` says of values counted by bucket elsewhere, to within 1/64; null while there are
 * none.
 */
export function quantileOfCounts(counts: ArrayLike<number>, q: number): number | null {
  let count = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) count += counts[bucket] as number;
  const rank = Math.min(count, Math.max(1, Math.ceil(q * count)));
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    seen += counts[bucket] as number;
    if (seen >= rank && seen > 0) return middleOf(bucket);
  }
  return null;
}

/** The middle of a bucket, rounded down to a whole number. */
function middleOf(bucket: number): number {
  if (bucket < 2 * BUCKETS_PER_OCTAVE) return bucket;
  const octave = Math.floor(bucket / BUCKETS_PER_OCTAVE) - 1;
  let width = 1;
  for (let i = 0; i < octave; i++) width *= 2;
  const lowest = (BUCKETS_PER_OCTAVE + (bucket % BUCKETS_PER_OCTAVE)) * width;
  return lowest + Math.floor((width - 1) / 2);
}
