/** Which rows of a long list are on the screen, by plain arithmetic: every row is equally high. */

/** Height of a row in CSS pixels; a finger needs more. */
export const ROW = { fine: 24, coarse: 44 } as const;
/** Rows drawn beyond the edges, so that a quick turn of the wheel shows no gap. */
const MARGIN = 12;

/**
 * The first row to draw and how many, for a list of `total` rows scrolled to `top` in a box
 * `height` high.
 */
export function windowOf(
  { top, height, row }: { top: number; height: number; row: number },
  total: number,
): { from: number; count: number } {
  const first = Math.max(0, Math.floor(top / row) - MARGIN);
  const from = Math.min(first, Math.max(0, total - 1));
  const count = Math.ceil(height / row) + 2 * MARGIN;
  return { from, count: Math.min(count, Math.max(0, total - from)) };
}
