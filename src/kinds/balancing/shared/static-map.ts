/**
 * HAProxy's `static-rr`: one period of a weighted rotation written out as a list and then walked.
 * Weights 3, 2, 1 give a a b a b c. Source: HAProxy 2.6 (lb_map.c), checked against runs of it.
 */

/**
 * A list longer than this many steps to build is made of coarser weights, so that no document can
 * make it costly.
 */
const STEP_LIMIT = 20_000_000;

/** Positions of members in the order of one period, from a cold start. */
export function buildMap(weights: readonly number[]): number[] {
  const scaled = coarser(reduced(weights));
  const total = scaled.reduce((sum, weight) => sum + weight, 0);
  const score = scaled.map(() => 0);
  const map: number[] = [];
  while (map.length < total) {
    // Everyone gains its weight. Having a whole period's worth beats not having it; among equals
    // the first one wins.
    let best = -1;
    let bestWorth = 0;
    for (let i = 0; i < scaled.length; i++) {
      const weight = scaled[i] as number;
      if (weight === 0) continue;
      const gained = (score[i] as number) + weight;
      score[i] = gained;
      const worth = Math.trunc((gained + total) / total);
      if (best >= 0 && worth <= bestWorth) continue;
      best = i;
      bestWorth = worth;
    }
    score[best] = (score[best] as number) - total;
    map.push(best);
  }
  return map;
}

function reduced(weights: readonly number[]): number[] {
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  return weights.map((weight) => (divisor > 1 ? weight / divisor : weight));
}

function coarser(weights: number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const factor = Math.ceil((total * weights.length) / STEP_LIMIT);
  if (factor <= 1) return weights;
  return weights.map((weight) => (weight === 0 ? 0 : Math.max(1, Math.round(weight / factor))));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
