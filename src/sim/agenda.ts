/**
 * What is to happen, one slot each, as columns of numbers: flights (something travelling a lane),
 * events of a node's own (its timers), repairs (TCP sends again), silences (TCP gives up), and
 * nodes that wake. The kernel takes the earliest, and the painter reads the flights every frame
 * without touching an object. Slots are those of the heap, so that a flight needs no table of its
 * own.
 */
import { EventHeap, SLOTS } from '../lib/event-heap.ts';
import type { MessageClass } from '../lib/message-class.ts';
import type { Micros } from './types.ts';

/** What a slot holds. */
export const IS = { free: 0, flight: 1, event: 2, repair: 3, silence: 4, wake: 5 } as const;

/**
 * What a flight carries. The first three belong to a message, `cancel` speaks of one, the rest
 * belong to a connection alone.
 */
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
  cancel: 9,
} as const;

/** How a flight looks: the painter's shapes. */
export const SHAPE = {
  request: 0,
  response: 1,
  failure: 2,
  handshake: 3,
  record: 4,
  replica: 5,
  probe: 6,
  heartbeat: 7,
  fetch: 8,
  task: 9,
  control: 10,
} as const satisfies { readonly [shape in MessageClass]: number } & Record<string, number>;

/**
 * What will become of it on arrival: it gets there, or it vanishes by chance, because the lane is
 * cut, or by a loss that was asked for.
 */
export const FATE = { arrives: 0, lost: 1, cut: 2, lose: 3 } as const;

/** Columns may be replaced when the table grows: read them from the object each time. */
export interface Agenda {
  readonly heap: EventHeap;
  /** Slots below this may be in use. */
  high: number;
  /** A code of IS. */
  is: Uint8Array;
  /** For a flight: 1 when it goes from the connection's target to its opener. */
  back: Uint8Array;
  carries: Uint8Array;
  shape: Uint8Array;
  fate: Uint8Array;
  /** 1 when it was sent before and lost. */
  repeat: Uint8Array;
  lane: Int32Array;
  departs: Float64Array;
  arrives: Float64Array;
  /** Message id; 0 for control packets. */
  message: Float64Array;
  /** For one that will not arrive: 1 + the command to blame, 0 where there is none. */
  blame: Int32Array;
  /** Its place among what this end sent; -1 for what has no order. */
  seq: Int32Array;
  /** Who sent it (an end), whom it is for (an actor), whose timer it is (an end), who wakes. */
  who: (object | null)[];
  /** The message, or the event. */
  what: (object | null)[];
}

const SMALLEST = 64;

export function createAgenda(): Agenda {
  return {
    heap: new EventHeap(),
    high: 0,
    is: new Uint8Array(SMALLEST),
    back: new Uint8Array(SMALLEST),
    carries: new Uint8Array(SMALLEST),
    shape: new Uint8Array(SMALLEST),
    fate: new Uint8Array(SMALLEST),
    repeat: new Uint8Array(SMALLEST),
    lane: new Int32Array(SMALLEST),
    departs: new Float64Array(SMALLEST),
    arrives: new Float64Array(SMALLEST),
    message: new Float64Array(SMALLEST),
    blame: new Int32Array(SMALLEST),
    seq: new Int32Array(SMALLEST),
    who: [],
    what: [],
  };
}

/** The slot behind a handle of the heap. */
function slotOf(handle: number): number {
  return handle - Math.floor(handle / SLOTS) * SLOTS;
}

/** A slot for something due at `time`; returns the handle by which it can be forgotten. */
export function book(
  agenda: Agenda,
  time: Micros,
  is: number,
  who: object,
  what: object | null,
): number {
  const handle = agenda.heap.push(time);
  fill(agenda, slotOf(handle), is, who, what);
  return handle;
}

/** The same for a flight, which nobody cancels: returns its slot. */
export function launch(agenda: Agenda, time: Micros, who: object, what: object | null): number {
  const slot = agenda.heap.place(time);
  fill(agenda, slot, IS.flight, who, what);
  return slot;
}

function fill(agenda: Agenda, slot: number, is: number, who: object, what: object | null): void {
  if (slot >= agenda.high) {
    agenda.high = slot + 1;
    if (slot >= agenda.is.length) grow(agenda);
  }
  agenda.is[slot] = is;
  agenda.who[slot] = who;
  agenda.what[slot] = what;
}

/** Takes the earliest off the heap; its columns stay readable until something else is booked. */
export function takeEarliest(agenda: Agenda): number {
  return agenda.heap.take();
}

/** Frees the columns of what was taken. */
export function clear(agenda: Agenda, slot: number): void {
  agenda.is[slot] = IS.free;
  agenda.who[slot] = null;
  agenda.what[slot] = null;
}

/** Forgets something that is still to come; what has happened already is left alone. */
export function unbook(agenda: Agenda, handle: number): void {
  if (handle !== 0 && agenda.heap.cancel(handle)) clear(agenda, slotOf(handle));
}

/** How many flights are under way. */
export function countFlights(agenda: Agenda): number {
  let count = 0;
  for (let slot = 0; slot < agenda.high; slot++) if (agenda.is[slot] === IS.flight) count++;
  return count;
}

function grow(agenda: Agenda): void {
  const size = agenda.is.length * 2;
  const bytes = (old: Uint8Array) => grown(old, new Uint8Array(size));
  const ints = (old: Int32Array) => grown(old, new Int32Array(size));
  const floats = (old: Float64Array) => grown(old, new Float64Array(size));
  agenda.is = bytes(agenda.is);
  agenda.back = bytes(agenda.back);
  agenda.carries = bytes(agenda.carries);
  agenda.shape = bytes(agenda.shape);
  agenda.fate = bytes(agenda.fate);
  agenda.repeat = bytes(agenda.repeat);
  agenda.lane = ints(agenda.lane);
  agenda.departs = floats(agenda.departs);
  agenda.arrives = floats(agenda.arrives);
  agenda.message = floats(agenda.message);
  agenda.blame = ints(agenda.blame);
  agenda.seq = ints(agenda.seq);
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
