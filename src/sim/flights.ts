/**
 * Everything travelling a lane right now, one slot each, as columns of numbers: the kernel delivers from it and the painter
 * reads it every frame without touching an object.
 */
import type { Connection, Message } from './types.ts';

/** What a flight carries. Control packets belong to a connection, the rest to a message. */
export const CARRIES = {
  request: 0,
  response: 1,
  notice: 2,
  syn: 3,
  synAck: 4,
  hello: 5,
  finished: 6,
  rst: 7,
  fin: 8,
} as const;

/** How a flight looks: the painter's shapes. */
export const SHAPE = { request: 0, response: 1, failure: 2, handshake: 3, record: 4 } as const;

/** What will become of it on arrival: it gets there, or it vanishes by chance, because the lane is cut, or by a loss that was asked for. */
export const FATE = { arrives: 0, lost: 1, cut: 2, lose: 3 } as const;

export interface FlightsSnapshot {
  high: number;
  free: Int32Array;
  live: Uint8Array;
  back: Uint8Array;
  carries: Uint8Array;
  shape: Uint8Array;
  fate: Uint8Array;
  lane: Int32Array;
  departs: Float64Array;
  arrives: Float64Array;
  message: Float64Array;
  blame: Int32Array;
}

/** Columns may be replaced when the table grows: read them from the object each time. */
export class Flights {
  /** Slots below this may be live. */
  high = 0;
  live = new Uint8Array(256);
  /** 1 when travelling from the connection's target to its opener. */
  back = new Uint8Array(256);
  carries = new Uint8Array(256);
  shape = new Uint8Array(256);
  fate = new Uint8Array(256);
  lane = new Int32Array(256);
  departs = new Float64Array(256);
  arrives = new Float64Array(256);
  /** Message id; 0 for control packets. */
  message = new Float64Array(256);
  /** Of one that will not arrive: 1 + the command to blame, 0 where none is. */
  blame = new Int32Array(256);
  /** The message or connection itself. */
  refs: (Message | Connection | null)[] = [];
  private free: number[] = [];

  /** How many are travelling. */
  get count(): number {
    return this.high - this.free.length;
  }

  /** A free slot, marked live; the caller fills the columns. */
  take(): number {
    const slot = this.free.pop() ?? this.high++;
    if (slot >= this.live.length) this.grow();
    this.live[slot] = 1;
    return slot;
  }

  release(slot: number): void {
    this.live[slot] = 0;
    this.refs[slot] = null;
    this.free.push(slot);
  }

  /** The columns; `refs` are copied by the checkpoint, together with whatever else holds the same messages. */
  snapshot(): FlightsSnapshot {
    const n = this.high;
    return {
      high: n,
      free: Int32Array.from(this.free),
      live: this.live.slice(0, n),
      back: this.back.slice(0, n),
      carries: this.carries.slice(0, n),
      shape: this.shape.slice(0, n),
      fate: this.fate.slice(0, n),
      lane: this.lane.slice(0, n),
      departs: this.departs.slice(0, n),
      arrives: this.arrives.slice(0, n),
      message: this.message.slice(0, n),
      blame: this.blame.slice(0, n),
    };
  }

  restore(from: FlightsSnapshot, refs: (Message | Connection | null)[]): void {
    this.high = from.high;
    this.free = Array.from(from.free);
    this.refs = refs;
    while (this.live.length < from.high) this.grow();
    this.live.fill(0);
    this.live.set(from.live);
    this.back.set(from.back);
    this.carries.set(from.carries);
    this.shape.set(from.shape);
    this.fate.set(from.fate);
    this.lane.set(from.lane);
    this.departs.set(from.departs);
    this.arrives.set(from.arrives);
    this.message.set(from.message);
    this.blame.set(from.blame);
  }

  private grow(): void {
    const size = this.live.length * 2;
    this.live = grown(this.live, new Uint8Array(size));
    this.back = grown(this.back, new Uint8Array(size));
    this.carries = grown(this.carries, new Uint8Array(size));
    this.shape = grown(this.shape, new Uint8Array(size));
    this.fate = grown(this.fate, new Uint8Array(size));
    this.lane = grown(this.lane, new Int32Array(size));
    this.departs = grown(this.departs, new Float64Array(size));
    this.arrives = grown(this.arrives, new Float64Array(size));
    this.message = grown(this.message, new Float64Array(size));
    this.blame = grown(this.blame, new Int32Array(size));
  }
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
