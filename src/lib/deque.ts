/**
 * A double-ended queue as plain data, so that a checkpoint can copy it: a ring in an array whose
 * size is a power of two. Adding and taking at either end costs the same however long the queue is.
 */

export interface Deque<T> {
  /** The ring; free places hold null, so that nothing taken is kept alive. */
  ring: (T | null)[];
  head: number;
  length: number;
}

const SMALLEST = 8;

export function createDeque<T>(): Deque<T> {
  return { ring: new Array<T | null>(SMALLEST).fill(null), head: 0, length: 0 };
}

export function pushBack<T>(deque: Deque<T>, item: T): void {
  if (deque.length === deque.ring.length) grow(deque);
  deque.ring[(deque.head + deque.length) & (deque.ring.length - 1)] = item;
  deque.length++;
}

/** Takes the oldest item; null when empty. */
export function popFront<T>(deque: Deque<T>): T | null {
  if (deque.length === 0) return null;
  const item = deque.ring[deque.head] as T;
  deque.ring[deque.head] = null;
  deque.head = (deque.head + 1) & (deque.ring.length - 1);
  deque.length--;
  return item;
}

/** Takes the newest item; null when empty. */
export function popBack<T>(deque: Deque<T>): T | null {
  if (deque.length === 0) return null;
  deque.length--;
  const place = (deque.head + deque.length) & (deque.ring.length - 1);
  const item = deque.ring[place] as T;
  deque.ring[place] = null;
  return item;
}

/** The item `index` places behind the oldest; null beyond the end. */
export function itemAt<T>(deque: Deque<T>, index: number): T | null {
  if (index < 0 || index >= deque.length) return null;
  return deque.ring[(deque.head + index) & (deque.ring.length - 1)] as T;
}

/**
 * Takes one item out, keeping the order of the rest; false when it is not there. Cheap near the
 * front, a walk elsewhere.
 */
export function removeItem<T>(deque: Deque<T>, item: T): boolean {
  const mask = deque.ring.length - 1;
  for (let i = 0; i < deque.length; i++) {
    if (deque.ring[(deque.head + i) & mask] !== item) continue;
    for (let k = i; k > 0; k--) {
      deque.ring[(deque.head + k) & mask] = deque.ring[(deque.head + k - 1) & mask] as T;
    }
    popFront(deque);
    return true;
  }
  return false;
}

/** Keeps only the items that pass, in their order. */
export function keepOnly<T>(deque: Deque<T>, passes: (item: T) => boolean): void {
  const count = deque.length;
  for (let i = 0; i < count; i++) {
    const item = popFront(deque) as T;
    if (passes(item)) pushBack(deque, item);
  }
}

/** The items from oldest to newest, at most `most` of them. */
export function listOf<T>(deque: Deque<T>, most = deque.length): T[] {
  const count = most < deque.length ? most : deque.length;
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(itemAt(deque, i) as T);
  return items;
}

function grow<T>(deque: Deque<T>): void {
  const size = deque.ring.length;
  const ring = new Array<T | null>(size * 2).fill(null);
  for (let i = 0; i < deque.length; i++) {
    ring[i] = deque.ring[(deque.head + i) & (size - 1)] as T;
  }
  deque.ring = ring;
  deque.head = 0;
}
