/** What a figure is compared with. */
export interface Bounds {
  readonly above?: number;
  readonly below?: number;
}

/** Exactly one of both bounds is given. */
export function isBeyond({ above, below = 0 }: Bounds, figure: number): boolean {
  return above === undefined ? figure < below : figure > above;
}
