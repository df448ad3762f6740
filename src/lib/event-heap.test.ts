import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap, SLOTS } from './event-heap.ts';

describe('EventHeap', () => {
  it('pops by time, and first in first out among equal times', () => {
    const heap = new EventHeap();
    const [c, a, b, a2, a3] = [30, 10, 20, 10, 10].map((time) => heap.push(time));
    expect(heap.size).toBe(5);
    expect(heap.peekTime()).toBe(10);
    expect([heap.pop(), heap.pop(), heap.pop(), heap.pop(), heap.pop()]).toEqual([a, a2, a3, b, c]);
    expect(heap.pop()).toBe(0);
    expect(heap.peekTime()).toBe(Number.POSITIVE_INFINITY);
    expect(heap.size).toBe(0);
  });

  it('uses a slot again under another handle', () => {
    const heap = new EventHeap();
    const first = heap.push(1);
    expect(first % SLOTS).toBe(0);
    expect(Math.floor(first / SLOTS)).toBe(1);
    heap.pop();
    const second = heap.push(2);
    expect(second % SLOTS).toBe(0);
    expect(second).not.toBe(first);
    expect(heap.cancel(first)).toBe(false);
    expect(heap.cancel(second)).toBe(true);
    expect(heap.cancel(second)).toBe(false);
    expect(heap.cancel(0)).toBe(false);
    expect(heap.cancel(SLOTS + 77)).toBe(false);
    expect(heap.cancel(-1)).toBe(false);
  });

  it('keeps first in, first out when slots were cancelled and used again', () => {
    const heap = new EventHeap();
    const early = heap.push(5);
    const kept = heap.push(5);
    heap.cancel(early);
    const late = heap.push(5);
    expect([heap.pop(), heap.pop()]).toEqual([kept, late]);
  });

  it('lets the last event rise when it fills the place of a cancelled one', () => {
    const heap = new EventHeap();
    const pushed = [0, 100, 1, 101, 102, 2, 3, 103, 104, 105, 106, 7, 6, 5, 4];
    const handles = pushed.map((time) => heap.push(time));
    // 4, the last, takes the place of 103, far below 100.
    heap.cancel(handles[7]!);
    const times: number[] = [];
    while (heap.size > 0) {
      times.push(heap.peekTime());
      heap.pop();
    }
    expect(times).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 100, 101, 102, 104, 105, 106]);
  });

  it('knows nothing of an event pushed after the moment it was taken back to', () => {
    const heap = new EventHeap();
    heap.push(1);
    const kept = heap.push(2);
    heap.pop();
    const moment = heap.fork();
    const later = heap.push(3);
    expect(moment.cancel(later)).toBe(false);
    expect([moment.size, moment.pop()]).toEqual([1, kept]);
  });

  it('rejects a time that never comes', () => {
    const heap = new EventHeap();
    expect(() => heap.push(Number.NaN)).toThrow('An event at time NaN would never come');
    expect(() => heap.push(Number.POSITIVE_INFINITY)).toThrow('never come');
    expect(heap.size).toBe(0);
  });

  it('says in words that four million events are too many', () => {
    const heap = new EventHeap();
    for (let i = 0; i < SLOTS; i++) heap.push(i);
    expect(() => heap.push(1)).toThrow('More than 4194304 events are pending at once');
    expect(heap.pop() % SLOTS).toBe(0);
    expect(heap.push(1) % SLOTS).toBe(0);
  });
});

type Step = { do: 'push'; time: number } | { do: 'pop' } | { do: 'cancel'; which: number };

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), time: fc.nat(12) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(200) }) },
  ),
  { maxLength: 300 },
);

/** The same promises kept by a sorted list. */
class SortedList {
  events: { time: number; handle: number }[] = [];
  push(time: number, handle: number) {
    const after = this.events.findIndex((event) => event.time > time);
    this.events.splice(after === -1 ? this.events.length : after, 0, { time, handle });
  }
}

function play(heap: EventHeap, list: SortedList, handles: number[], sequence: readonly Step[]) {
  const seen: (number | boolean)[] = [];
  for (const step of sequence) {
    if (step.do === 'push') {
      const handle = heap.push(step.time);
      handles.push(handle);
      list.push(step.time, handle);
      seen.push(handle);
    } else if (step.do === 'pop') {
      const expected = list.events.shift();
      expect(heap.peekTime()).toBe(expected?.time ?? Number.POSITIVE_INFINITY);
      const handle = heap.pop();
      expect(handle).toBe(expected?.handle ?? 0);
      seen.push(handle);
    } else {
      const handle = handles[step.which % Math.max(1, handles.length)] ?? 0;
      const at = list.events.findIndex((event) => event.handle === handle);
      expect(heap.cancel(handle)).toBe(at !== -1);
      if (at !== -1) list.events.splice(at, 1);
    }
    expect(heap.size).toBe(list.events.length);
  }
  return seen;
}

describe('against a sorted list', () => {
  it('agrees on every push, pop and cancel', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const handles: number[] = [];
        const heap = new EventHeap();
        const list = new SortedList();
        play(heap, list, handles, sequence);
        expect(new Set(handles).size).toBe(handles.length);
        for (const event of list.events) expect(heap.pop()).toBe(event.handle);
        expect(heap.pop()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('hands out identical handles from every fork', () => {
    fc.assert(
      fc.property(steps, steps, steps, (before, after, otherwise) => {
        const heap = new EventHeap();
        const list = new SortedList();
        const handles: number[] = [];
        play(heap, list, handles, before);
        const kept = heap.fork();
        const events = list.events.slice();
        const known = handles.length;
        const straight = play(heap, list, handles, after);
        for (const steps of [otherwise, after]) {
          list.events = events.slice();
          handles.length = known;
          const played = play(kept.fork(), list, handles, steps);
          if (steps === after) expect(played).toEqual(straight);
        }
      }),
      { numRuns: 200 },
    );
  });
});
