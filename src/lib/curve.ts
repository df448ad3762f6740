/**
 * The curve of an edge, drawn alike by page, painter and exporter, and the table that says where
 * along it a message is. A message keeps to the right of its way: requests travel `LANE_OFFSET` to
 * the right of the edge as seen from its source, responses to the right as seen from its target, so
 * the two never meet.
 */

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** Where an edge leaves or enters a card: a point on its border and the side it is on. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly side: Side;
}

/** A cubic Bézier: start, two controls, end. */
export type Curve = readonly [
  x1: number,
  y1: number,
  controlX1: number,
  controlY1: number,
  controlX2: number,
  controlY2: number,
  x2: number,
  y2: number,
];

/** How far beside the edge messages travel, in canvas units. */
export const LANE_OFFSET = 5;

/**
 * How far a curve runs straight out of a card before it bends, at least (unless the cards are
 * nearer).
 */
const STUB = 32;
const LONGEST_DETOUR = 128;

const OUTWARD: Readonly<Record<Side, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  top: [0, -1],
  bottom: [0, 1],
};

/**
 * Leaves and enters at right angles; bends gently towards what lies ahead and swings out when the
 * other end lies behind.
 */
export function edgeCurve(from: Anchor, to: Anchor): Curve {
  const [outX, outY] = OUTWARD[from.side];
  const [inX, inY] = OUTWARD[to.side];
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const gap = Math.sqrt(dx * dx + dy * dy);
  const out = reach(dx * outX + dy * outY, gap);
  const back = reach(-dx * inX - dy * inY, gap);
  return [
    from.x,
    from.y,
    from.x + outX * out,
    from.y + outY * out,
    to.x + inX * back,
    to.y + inY * back,
    to.x,
    to.y,
  ];
}

/**
 * How far the control point lies from its end, when the other end is `ahead` in its direction and
 * `gap` away in all.
 */
function reach(ahead: number, gap: number): number {
  const least = Math.min(STUB, gap / 2);
  return ahead >= 0 ? Math.max(ahead / 2, least) : least + Math.min(LONGEST_DETOUR, -ahead / 2);
}

/** The `d` of an SVG path. */
export function curvePath(curve: Curve): string {
  const [x1, y1, cx1, cy1, cx2, cy2, x2, y2] = curve.map((x) => Math.round(x * 100) / 100);
  return `M${x1},${y1} C${cx1},${cy1} ${cx2},${cy2} ${x2},${y2}`;
}

/** Equal steps along the curve in the table, and the finer ones from which it is made. */
const STEPS = 64;
const FINE_STEPS = 256;

/**
 * Points at equal distances along a curve, looked up in a few nanoseconds: a message that moves at
 * a constant pace moves so on screen, however the curve bends. Between two entries the point lies
 * on the chord, less than 0.1 units off for usual edges.
 */
export class ArcTable {
  /** Length of the curve in canvas units. */
  readonly length: number;
  // x, y, normal x, normal y for each of STEPS + 1 points.
  private readonly table = new Float64Array((STEPS + 1) * 4);

  /** @param curve eight numbers: start, two controls, end */
  constructor(curve: ArrayLike<number>) {
    const distances = distancesAlong(curve);
    this.length = distances[FINE_STEPS] as number;
    let fine = 0;
    for (let step = 0; step <= STEPS; step++) {
      const wanted = (this.length * step) / STEPS;
      while (fine < FINE_STEPS - 1 && (distances[fine + 1] as number) < wanted) fine++;
      const before = distances[fine] as number;
      const stretch = (distances[fine + 1] as number) - before;
      const within = stretch > 0 ? Math.min(1, (wanted - before) / stretch) : 0;
      writePoint(curve, (fine + within) / FINE_STEPS, this.table, step * 4);
    }
  }

  /**
   * Writes x, y and the unit normal (to the right of the way from source to target) at a share of
   * the length into `out`; shares outside 0 … 1 give the ends.
   */
  pointAt(fraction: number, out: Float64Array): void {
    const place = fraction > 0 ? Math.min(fraction, 1) * STEPS : 0;
    const step = Math.min(STEPS - 1, Math.floor(place));
    const within = place - step;
    const at = step * 4;
    const table = this.table;
    for (let i = 0; i < 4; i++) {
      const here = table[at + i] as number;
      out[i] = here + ((table[at + i + 4] as number) - here) * within;
    }
  }
}

/**
 * The distance travelled from the start to each of FINE_STEPS + 1 points at equal steps of the
 * parameter.
 */
function distancesAlong(curve: ArrayLike<number>): Float64Array {
  const distances = new Float64Array(FINE_STEPS + 1);
  let lastX = curve[0] as number;
  let lastY = curve[1] as number;
  let sum = 0;
  for (let i = 1; i <= FINE_STEPS; i++) {
    const t = i / FINE_STEPS;
    const x = coordinate(curve, 0, t);
    const y = coordinate(curve, 1, t);
    sum += Math.sqrt((x - lastX) * (x - lastX) + (y - lastY) * (y - lastY));
    distances[i] = sum;
    lastX = x;
    lastY = y;
  }
  return distances;
}

function coordinate(curve: ArrayLike<number>, axis: 0 | 1, t: number): number {
  const u = 1 - t;
  return (
    u * u * u * (curve[axis] as number) +
    3 * u * u * t * (curve[axis + 2] as number) +
    3 * u * t * t * (curve[axis + 4] as number) +
    t * t * t * (curve[axis + 6] as number)
  );
}

function slope(curve: ArrayLike<number>, axis: 0 | 1, t: number): number {
  const u = 1 - t;
  const a = curve[axis] as number;
  const b = curve[axis + 2] as number;
  const c = curve[axis + 4] as number;
  const d = curve[axis + 6] as number;
  return u * u * (b - a) + 2 * u * t * (c - b) + t * t * (d - c);
}

function writePoint(curve: ArrayLike<number>, t: number, table: Float64Array, at: number): void {
  let dx = slope(curve, 0, t);
  let dy = slope(curve, 1, t);
  let length = Math.sqrt(dx * dx + dy * dy);
  if (length < 1e-9) {
    // A control point lies on its end: the chord gives the direction.
    dx = (curve[6] as number) - (curve[0] as number);
    dy = (curve[7] as number) - (curve[1] as number);
    length = Math.sqrt(dx * dx + dy * dy);
  }
  table[at] = coordinate(curve, 0, t);
  table[at + 1] = coordinate(curve, 1, t);
  // With y downwards, right of the way (dx, dy) is (−dy, dx).
  table[at + 2] = length < 1e-9 ? 0 : -dy / length;
  table[at + 3] = length < 1e-9 ? 1 : dx / length;
}
