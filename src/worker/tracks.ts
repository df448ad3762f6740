/**
 * Where messages are: the tables of all lanes, by lane number, and the place of each flight on its
 * lane.
 */
import { ArcTable, LANE_OFFSET } from '../lib/curve.ts';
import { FATE, SHAPE } from '../sim/agenda.ts';
import type { Box, Geometry } from './protocol.ts';
import type { FlightColumns, Painted } from './running.ts';

/** A message that will be lost gets this far, and shows its fate shortly before. */
const LOST_AT = 0.5;
const FAILS_AT = 0.42;

interface Track {
  readonly curve: readonly number[];
  readonly table: ArcTable;
  /** Encloses the whole curve, offset included. */
  readonly box: Box;
}

export class Tracks {
  private byId = new Map<string, Track>();
  private byLane: (Track | null)[] = [];
  private lanes: Painted['lanes'] | null = null;
  private count = 0;
  private readonly point = new Float64Array(4);
  /** Written by `locate`: canvas units, and the shape to show. */
  x = 0;
  y = 0;
  shape = 0;

  /** Takes new curves; the tables of unchanged ones are kept. */
  setGeometry(geometry: Geometry): void {
    const before = this.byId;
    this.byId = new Map(
      geometry.lanes.map(({ id, curve }) => {
        const old = before.get(id);
        const isOld = old?.curve.every((x, i) => x === curve[i]) === true;
        return [id, isOld ? old : { curve, table: new ArcTable(curve), box: around(curve) }];
      }),
    );
    this.lanes = null;
  }

  /** Brings lane numbers up to date; true when they changed. */
  follow(lanes: Painted['lanes']): boolean {
    if (lanes === this.lanes && lanes.length === this.count) return false;
    this.lanes = lanes;
    this.count = lanes.length;
    this.byLane = lanes.map((lane) => this.byId.get(lane.id) ?? null);
    return true;
  }

  /** For each lane 1 when it passes through the box. */
  within(box: Box): Uint8Array {
    const seen = new Uint8Array(this.byLane.length);
    this.byLane.forEach((track, lane) => {
      if (track !== null && overlaps(track.box, box)) seen[lane] = 1;
    });
    return seen;
  }

  /**
   * Finds a flight at a moment, into `x`, `y` and `shape`. False when it has no place: its lane is
   * not drawn, or it is lost by now.
   * @param least every hop takes at least so long, in microseconds: a shorter one is drawn
   * stretched
   */
  locate(flights: FlightColumns, flight: number, now: number, least = 0): boolean {
    const track = this.byLane[flights.lane[flight] as number];
    if (track === null || track === undefined) return false;
    const departs = flights.departs[flight] as number;
    const duration = Math.max(least, (flights.arrives[flight] as number) - departs);
    const fraction = duration > 0 ? (now - departs) / duration : 1;
    if (fraction > 1) return false;
    this.shape = flights.shape[flight] as number;
    if (flights.fate[flight] !== FATE.arrives) {
      if (fraction > LOST_AT) return false;
      if (fraction > FAILS_AT) this.shape = SHAPE.failure;
    }
    const isBack = flights.back[flight] === 1;
    const { point } = this;
    track.table.pointAt(isBack ? 1 - fraction : fraction, point);
    const offset = isBack ? -LANE_OFFSET : LANE_OFFSET;
    this.x = (point[0] as number) + (point[2] as number) * offset;
    this.y = (point[1] as number) + (point[3] as number) * offset;
    return true;
  }
}

/** A Bézier curve lies within the hull of its four points. */
function around(curve: readonly number[]): Box {
  const xs = curve.filter((_, i) => i % 2 === 0);
  const ys = curve.filter((_, i) => i % 2 === 1);
  const room = LANE_OFFSET * 2;
  const x = Math.min(...xs) - room;
  const y = Math.min(...ys) - room;
  return { x, y, width: Math.max(...xs) + room - x, height: Math.max(...ys) + room - y };
}

/** Whether two boxes share any ground. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
