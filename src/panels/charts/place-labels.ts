/**
 * Where labels stand so that none covers another: each as near to its wish as the others let it, in
 * the order of the wishes.
 */

/**
 * @returns the top of each label, within `low` and `high` as far as they all fit, by index of the
 * wish
 */
export function placeLabels(
  wishes: readonly number[],
  height: number,
  low: number,
  high: number,
): number[] {
  const order = wishes.map((_, at) => at).sort((a, b) => (wishes[a] ?? 0) - (wishes[b] ?? 0));
  const tops = new Array<number>(wishes.length).fill(low);
  let next = low;
  for (const at of order) {
    const top = Math.max(next, (wishes[at] ?? 0) - height / 2);
    tops[at] = top;
    next = top + height;
  }
  // Those pushed out at the bottom move up again, and push the ones above them.
  let limit = Math.max(high, low + height * wishes.length);
  for (const at of order.reverse()) {
    const top = Math.min(tops[at] ?? 0, limit - height);
    tops[at] = top;
    limit = top;
  }
  return tops;
}
