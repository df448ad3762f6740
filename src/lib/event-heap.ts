/**
 * Pending events, earliest first; among equal times first come, first served. An event is a
 * *handle*: a number that names a slot and how often that slot has been used before, so that a
 * caller keeps an event's data in arrays of its own at `handle % SLOTS` and a handle kept too long
 * cancels nothing. Everything lives in typed arrays: pushing and popping allocate nothing, a
 * snapshot is a copy.
 *
 * A binary heap of (time, sequence number, slot), with each slot's place in it, so that cancelling
 * removes at once: timeouts are pushed with every request and nearly always cancelled, and left in
 * place they would make the heap a hundred times larger. What is taken leaves a gap at the top, for
 * most events push another: that one fills the gap, which is half the work of closing it first.
 */

/** Slots are numbered 0 … SLOTS − 1 (2^22, four million events at once). */
export const SLOTS = 4194304;

const MAX_GENERATION = 2147483647;
const NOWHERE = -1;

export class EventHeap {
  // By place in the heap.
  private times = new Float64Array(64);
  private sequences = new Float64Array(64);
  private slots = new Int32Array(64);
  private live = 0;
  /** The place at the top is empty: then what is live stands in the places after it. */
  private hasGap = false;
  // By slot.
  private generations = new Int32Array(64);
  private places = new Int32Array(64);
  private opened = 0;
  // Slots to use again, last freed first.
  private free = new Int32Array(64);
  private freed = 0;
  private sequence = 0;

  /** How many events are pending. */
  get size(): number {
    return this.live;
  }

  /** Adds an event; its handle is never 0. */
  push(time: number): number {
    const slot = this.place(time);
    return (this.generations[slot] as number) * SLOTS + slot;
  }

  /**
   * Adds an event that nobody will cancel, and returns its slot alone: a small integer needs no
   * memory of its own.
   */
  place(time: number): number {
    if (!(time < Number.POSITIVE_INFINITY)) {
      throw new Error(`An event at time ${time} would never come: give a finite number.`);
    }
    const slot = this.freed > 0 ? (this.free[--this.freed] as number) : this.openSlot();
    const last = this.live++;
    if (this.hasGap) {
      this.hasGap = false;
      this.sink(0, time, this.sequence++, slot);
    } else this.rise(last, time, this.sequence++, slot);
    return slot;
  }

  /** The time of the earliest event; Infinity when there is none. */
  peekTime(): number {
    if (this.hasGap) this.closeGap();
    return this.live > 0 ? (this.times[0] as number) : Number.POSITIVE_INFINITY;
  }

  /**
   * Removes the earliest event and returns its handle; 0 when there is none. Its slot is used again
   * by a later push.
   */
  pop(): number {
    if (this.hasGap) this.closeGap();
    if (this.live === 0) return 0;
    const handle = (this.generations[this.slots[0] as number] as number) * SLOTS;
    return handle + this.take();
  }

  /** Removes the earliest event and returns its slot alone; there must be one. */
  take(): number {
    if (this.hasGap) this.closeGap();
    const slot = this.slots[0] as number;
    this.release(slot);
    this.live--;
    this.hasGap = true;
    return slot;
  }

  /** Removes an event; false when it has been popped or cancelled already. */
  cancel(handle: number): boolean {
    const slot = handle % SLOTS;
    if (!(slot >= 0 && slot < this.opened)) return false;
    if ((this.generations[slot] as number) * SLOTS + slot !== handle) return false;
    if (this.hasGap) this.closeGap();
    const place = this.places[slot] as number;
    if (place === NOWHERE) return false;
    this.release(slot);
    const last = --this.live;
    if (place < last) {
      const time = this.times[last] as number;
      const sequence = this.sequences[last] as number;
      const moved = this.slots[last] as number;
      const parent = (place - 1) >> 1;
      if (place > 0 && this.isBefore(time, sequence, parent)) {
        this.rise(place, time, sequence, moved);
      } else {
        this.sink(place, time, sequence, moved);
      }
    }
    return true;
  }

  /** A heap with the same events, which gives the very handles that this one would. */
  fork(): EventHeap {
    if (this.hasGap) this.closeGap();
    const fork = new EventHeap();
    fork.reserve(this.opened);
    fork.live = this.live;
    fork.opened = this.opened;
    fork.freed = this.freed;
    fork.sequence = this.sequence;
    fork.times.set(this.times.subarray(0, this.live));
    fork.sequences.set(this.sequences.subarray(0, this.live));
    fork.slots.set(this.slots.subarray(0, this.live));
    fork.generations.set(this.generations.subarray(0, this.opened));
    fork.places.set(this.places.subarray(0, this.opened));
    fork.free.set(this.free.subarray(0, this.freed));
    return fork;
  }

  get forkBytes(): number {
    return 2 * 8 * this.times.length + 4 * 4 * this.generations.length + 600;
  }

  private openSlot(): number {
    const slot = this.opened;
    if (slot >= SLOTS) {
      throw new Error(
        `More than ${SLOTS} events are pending at once: something schedules faster than it finishes.`,
      );
    }
    if (slot >= this.generations.length) this.reserve(slot + 1);
    this.generations[slot] = 1;
    this.opened = slot + 1;
    return slot;
  }

  private release(slot: number): void {
    const generation = this.generations[slot] as number;
    // After two thousand million uses the count starts again.
    this.generations[slot] = generation === MAX_GENERATION ? 1 : generation + 1;
    this.places[slot] = NOWHERE;
    this.free[this.freed++] = slot;
  }

  /** The last event goes to the top, and from there to where it belongs. */
  private closeGap(): void {
    this.hasGap = false;
    const { times, sequences, slots, live } = this;
    if (live === 0) return;
    this.sink(0, times[live] as number, sequences[live] as number, slots[live] as number);
  }

  private isBefore(time: number, sequence: number, place: number): boolean {
    const other = this.times[place] as number;
    return time < other || (time === other && sequence < (this.sequences[place] as number));
  }

  /** Puts an event at `place` or, while it comes before its parent, higher. */
  private rise(from: number, time: number, sequence: number, slot: number): void {
    const { times, sequences, slots, places } = this;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const other = times[parent] as number;
      if (other < time || (other === time && (sequences[parent] as number) < sequence)) break;
      const moved = slots[parent] as number;
      times[place] = other;
      sequences[place] = sequences[parent] as number;
      slots[place] = moved;
      places[moved] = place;
      place = parent;
    }
    times[place] = time;
    sequences[place] = sequence;
    slots[place] = slot;
    places[slot] = place;
  }

  /** Puts an event at `place` or, while a child comes before it, lower. */
  private sink(from: number, time: number, sequence: number, slot: number): void {
    const { times, sequences, slots, places, live } = this;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= live) break;
      let earliest = times[child] as number;
      const right = child + 1;
      if (right < live) {
        const other = times[right] as number;
        if (
          other < earliest ||
          (other === earliest && (sequences[right] as number) < (sequences[child] as number))
        ) {
          child = right;
          earliest = other;
        }
      }
      if (time < earliest || (time === earliest && sequence < (sequences[child] as number))) break;
      const moved = slots[child] as number;
      times[place] = earliest;
      sequences[place] = sequences[child] as number;
      slots[place] = moved;
      places[moved] = place;
      place = child;
    }
    times[place] = time;
    sequences[place] = sequence;
    slots[place] = slot;
    places[slot] = place;
  }

  private reserve(count: number): void {
    let capacity = this.generations.length;
    if (count <= capacity) return;
    while (capacity < count) capacity *= 2;
    this.times = grownFloats(this.times, capacity);
    this.sequences = grownFloats(this.sequences, capacity);
    this.slots = grownInts(this.slots, capacity);
    this.generations = grownInts(this.generations, capacity);
    this.places = grownInts(this.places, capacity);
    this.free = grownInts(this.free, capacity);
  }
}

function grownFloats(old: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(capacity);
  grown.set(old);
  return grown;
}

function grownInts(old: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(capacity);
  grown.set(old);
  return grown;
}
