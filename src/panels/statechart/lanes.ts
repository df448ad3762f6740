/**
 * The places in the gutter at the right of a statechart: one lane for each target, beside one
 * another where they overlap.
 */

export interface Lane {
  /** The state that all wires of this lane lead to. */
  readonly to: string;
  /** 0 is nearest to the boxes. */
  readonly place: number;
}

/** Wires of two lanes in one place keep this far apart, so that they do not look like one. */
const APART = 8;

/**
 * Short lanes lie nearest to the boxes, so that few wires cross; each takes the first place that is
 * free over its whole height.
 */
export function assignLanes(
  spans: readonly { readonly to: string; readonly top: number; readonly bottom: number }[],
): Lane[] {
  const order = [...spans].sort((a, b) => a.bottom - a.top - (b.bottom - b.top) || a.top - b.top);
  const taken: { top: number; bottom: number }[][] = [];
  return order.map(({ to, top, bottom }) => {
    let place = 0;
    while (
      taken[place]?.some((other) => top < other.bottom + APART && other.top < bottom + APART)
    ) {
      place++;
    }
    taken[place] = [...(taken[place] ?? []), { top, bottom }];
    return { to, place };
  });
}
