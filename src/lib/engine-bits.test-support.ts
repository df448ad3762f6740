/**
 * Everything whose bits must not depend on the engine, folded into one word. The unit test and the
 * browser test expect the same word, so Node and the browser are equal to each other without having
 * to meet.
 */
import { compileDistribution, draw } from './distribution.ts';
import type { Distribution } from './distribution-check.ts';
import { hashString, TraceHash } from './hash.ts';
import { exp, ln, pow } from './math.ts';
import { normalQuantile } from './normal.ts';
import { Streams } from './random.ts';

export const ENGINE_BITS = '723c30196f5b9a2b';

const DISTRIBUTIONS: readonly Distribution[] = [
  { dist: 'constant', value: 0.1 },
  { dist: 'uniform', min: 0.1, max: 7.3 },
  { dist: 'exponential', mean: 4.7 },
  { dist: 'lognormal', mean: 2.1, p99: 9.3 },
  { dist: 'pareto', shape: 1.3, min: 0.7 },
  { dist: 'zipf', n: 1000, s: 0.9 },
  { dist: 'empirical', values: [0.1, 0.2, 0.3], weights: [0.7, 0.1, 0.3] },
];

/** The word of this engine, over 150,000 results. */
export function engineBits(): string {
  const hash = new TraceHash();
  const streams = new Streams();
  const id = streams.open(20, 'engine', 'bits');
  for (let i = 0; i < 20_000; i++) {
    const x = streams.next(id);
    hash.addFloat(ln(x * 1000));
    hash.addFloat(exp(x * 60 - 30));
    hash.addFloat(pow(x * 50, x * 6 - 3));
    hash.addFloat(normalQuantile(x));
  }
  for (const distribution of DISTRIBUTIONS) {
    const compiled = compileDistribution(distribution);
    const stream = streams.open(20, distribution.dist, 'bits');
    for (let i = 0; i < 10_000; i++) hash.addFloat(draw(compiled, streams, stream));
    hash.add(hashString(distribution.dist));
  }
  return hash.digest();
}
