/** Lines of a chart: which of many are shown one by one. */

export type Values = readonly (number | null)[];
export type Line = readonly [id: string, values: Values];

/** More lines than these nobody can tell apart. */
const MOST_LINES = 8;

/**
 * The lines with the highest values in the window, at most MOST_LINES, in the order in which they
 * came; and the rest.
 */
export function highest(all: readonly Line[]): { lines: Line[]; rest: Line[] } {
  const ranked = all
    .map(([, values], at) => ({ at, sum: values.reduce((sum: number, v) => sum + (v ?? 0), 0) }))
    .sort((a, b) => b.sum - a.sum || a.at - b.at);
  const kept = new Set(ranked.slice(0, MOST_LINES).map(({ at }) => at));
  return {
    lines: all.filter((_, at) => kept.has(at)),
    rest: all.filter((_, at) => !kept.has(at)),
  };
}

/** Point by point the sum of what lines say; null where none of them says anything. */
export function sumOf(lines: readonly Values[]): Values {
  const [first = []] = lines;
  return first.map((_, at) => {
    const said = lines.flatMap((values) => values[at] ?? []);
    return said.length === 0 ? null : said.reduce((sum, value) => sum + value, 0);
  });
}
