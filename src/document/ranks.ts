/**
 * How much preparing a document's Zipf distributions costs: each holds one number for each of its
 * integers.
 */

/** The sum of `n` over all Zipf distributions in some JSON, wherever they stand. */
export function ranksOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let ranks = 'dist' in value && value.dist === 'zipf' && 'n' in value ? Number(value.n) : 0;
  for (const part of Object.values(value)) ranks += ranksOf(part);
  return ranks;
}
