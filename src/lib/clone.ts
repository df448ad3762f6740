/**
 * Copies of plain data, for checkpoints: objects, arrays, typed arrays, maps and sets, however they
 * refer to each other. What two places share in the original, they share in the copy. A frozen
 * object is shared with the original instead of copied: freezing is a promise that nothing below it
 * ever changes (the content of a request, a compiled distribution). What can fork itself (a log,
 * the heap of events) does so. Anything else with behaviour (a class, a function) is rejected,
 * because a copy of it would not be one. What a copy takes is added up while it is made.
 */

/** Makes its own copy, sharing what never changes, and knows what that takes. */
export interface Forkable {
  fork(): object;
  /** Bytes of a fork beyond what it shares. */
  readonly forkBytes: number;
}

type PlainObject = Record<string, unknown>;
type Seen = Map<object, object>;
type TypedArray = Float64Array | Int32Array | Uint32Array | Uint8Array | Float32Array | Uint16Array;

const TYPED_ARRAYS: readonly (abstract new (...args: never[]) => TypedArray)[] = [
  Float64Array,
  Int32Array,
  Uint32Array,
  Uint8Array,
  Float32Array,
  Uint16Array,
];

/** What the copy being made takes so far. */
let bytes = 0;
/**
 * Of an object or array itself, and of a field or item: a pointer, and every other time a boxed
 * number.
 */
const OBJECT_BYTES = 32;
const FIELD_BYTES = 14;
const ITEM_BYTES = 12;
/** Of a map or set itself, and of an entry with its share of the hash table. */
const TABLE_BYTES = 120;
const ENTRY_BYTES = 40;

/** Stops the copying; the words are found afterwards, so that copying need not keep a path. */
class NotPlain extends Error {}

/**
 * A deep copy.
 * @throws Error naming the path and the cure where the value is not plain data
 */
export function clonePlain<T>(value: T): T {
  return cloneMeasured(value).copy;
}

/** A deep copy, and about how many bytes of memory it takes (in V8, on 64 bits). */
export function cloneMeasured<T>(value: T): { copy: T; bytes: number } {
  bytes = 0;
  try {
    const copy = copyAny(value, new Map()) as T;
    return { copy, bytes };
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    const found = findForeign(value, '', new Set());
    throw new Error(
      `Only plain data can be copied, but ${found ?? 'the value holds something else'}: keep it outside the state, or turn it into data.`,
    );
  }
}

function copyAny(value: unknown, seen: Seen): unknown {
  if (typeof value === 'object' && value !== null) return copyObject(value, seen);
  if (typeof value === 'function' || typeof value === 'symbol') throw new NotPlain();
  return value;
}

function copyObject(value: object, seen: Seen): object {
  if (Object.isFrozen(value)) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return copyFields(value, { ...value }, seen);
  if (Array.isArray(value)) return copyArray(value, seen);
  if (prototype === null) return copyFields(value, Object.assign(Object.create(null), value), seen);
  return copyCollection(value, prototype, seen);
}

function copyFields(value: object, copy: PlainObject, seen: Seen): object {
  seen.set(value, copy);
  bytes += OBJECT_BYTES;
  for (const key in copy) {
    bytes += FIELD_BYTES;
    const field = copy[key];
    if (typeof field === 'object') {
      if (field !== null) copy[key] = copyObject(field, seen);
    } else if (typeof field === 'function' || typeof field === 'symbol') {
      throw new NotPlain();
    }
  }
  return copy;
}

function copyArray(value: readonly unknown[], seen: Seen): object {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw new NotPlain();
  const copy: unknown[] = value.slice();
  seen.set(value, copy);
  bytes += OBJECT_BYTES + ITEM_BYTES * copy.length;
  for (let i = 0; i < copy.length; i++) {
    const item = copy[i];
    if (typeof item === 'object') {
      if (item !== null) copy[i] = copyObject(item, seen);
    } else if (typeof item === 'function' || typeof item === 'symbol') {
      throw new NotPlain();
    }
  }
  return copy;
}

function copyCollection(value: object, prototype: unknown, seen: Seen): object {
  if (value instanceof Map && prototype === Map.prototype) {
    const copy = new Map<unknown, unknown>();
    seen.set(value, copy);
    bytes += TABLE_BYTES + ENTRY_BYTES * value.size;
    for (const [key, item] of value) copy.set(copyAny(key, seen), copyAny(item, seen));
    return copy;
  }
  if (value instanceof Set && prototype === Set.prototype) {
    const copy = new Set<unknown>();
    seen.set(value, copy);
    bytes += TABLE_BYTES + ENTRY_BYTES * value.size;
    for (const item of value) copy.add(copyAny(item, seen));
    return copy;
  }
  if (isTypedArray(value)) {
    const copy = value.slice();
    seen.set(value, copy);
    bytes += TABLE_BYTES + copy.byteLength;
    return copy;
  }
  if (canFork(value)) {
    const copy = value.fork();
    seen.set(value, copy);
    bytes += OBJECT_BYTES + value.forkBytes;
    return copy;
  }
  throw new NotPlain();
}

function isTypedArray(value: object): value is TypedArray {
  return TYPED_ARRAYS.some((array) => value instanceof array);
}

function canFork(value: object): value is Forkable {
  return 'fork' in value && typeof value.fork === 'function';
}

/** Where the first thing is that is not plain data, in words; null when everything is. */
function findForeign(value: unknown, path: string, seen: Set<object>): string | null {
  const place = path === '' ? 'the value itself' : path;
  if (typeof value === 'function') return `${place} is a function`;
  if (typeof value === 'symbol') return `${place} is a symbol`;
  if (typeof value !== 'object' || value === null || seen.has(value)) return null;
  if (Object.isFrozen(value) || isTypedArray(value) || canFork(value)) return null;
  seen.add(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Map.prototype || prototype === Set.prototype) {
    let i = 0;
    for (const item of value as Iterable<unknown>) {
      const found = findForeign(item, `${path}<${i++}>`, seen);
      if (found !== null) return found;
    }
    return null;
  }
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) {
    return `${place} is of class ${value.constructor.name}`;
  }
  for (const [key, field] of Object.entries(value)) {
    const next = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = findForeign(field, next, seen);
    if (found !== null) return found;
  }
  return null;
}
