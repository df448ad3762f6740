/**
 * The first look at data from a stranger: only plain JSON of bounded depth and size gets past, as a
 * fresh copy. Everything after this may recurse without fear, and meets no inherited property and
 * no number that is not finite.
 */
import { withoutByteOrderMark } from '../lib/text-encoding.ts';
import type { DocumentError } from './error.ts';
import { failure } from './error.ts';
import { pathOf } from './issue.ts';
import { LIMITS } from './limits.ts';
import type { Json } from './types.ts';
import { show } from './words.ts';

export type Plain =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: DocumentError };

/**
 * No key like others: assigned to, it changes what an object is instead of what it holds, and
 * schemas leave it out unread.
 */
const FORBIDDEN = '__proto__';

class Rejection extends Error {
  readonly rejected: DocumentError;
  constructor(rejected: DocumentError) {
    super(rejected.message);
    this.rejected = rejected;
  }
}

export function plainCopy(data: unknown): Plain {
  try {
    return { ok: true, value: copy(data, []) };
  } catch (error) {
    if (error instanceof Rejection) return { ok: false, error: error.rejected };
    throw error;
  }
}

function copy(value: unknown, path: readonly (string | number)[]): Json {
  if (typeof value === 'string') {
    if (value.length <= LIMITS.longText) return value;
    throw rejection('string-too-long', path, `is a text of ${value.length} characters`);
  }
  if (typeof value === 'number') {
    // A zero below zero would come back from JSON as a plain one.
    if (Number.isFinite(value)) return value === 0 ? 0 : value;
    throw rejection('not-finite', path, `is ${value}, not a finite number`);
  }
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') throw rejection('invalid', path, `is ${show(value)}, not JSON`);
  if (path.length >= LIMITS.depth) {
    throw rejection('too-deep', path.slice(0, 3), `goes more than ${LIMITS.depth} levels deep`);
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item: unknown, i) => copy(item, [...path, i]));
  }
  return copyObject(value, path);
}

function copyObject(value: object, path: readonly (string | number)[]): Json {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm (an iframe, a test's) has another Object.prototype, itself without
  // one.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw rejection('invalid', path, 'is not a plain object');
  }
  const made: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === FORBIDDEN) {
      throw rejection('forbidden-key', [...path, key], 'is not allowed as a key');
    }
    if (key.length > LIMITS.text) {
      throw rejection('string-too-long', path, `has a key of ${key.length} characters`);
    }
    if (item !== undefined) made[key] = copy(item, [...path, key]);
  }
  return made;
}

function rejection(
  code: DocumentError['code'],
  path: readonly (string | number)[],
  what: string,
): Rejection {
  const place = pathOf(path);
  return new Rejection(failure(code, place, `${place === '' ? 'The document' : place} ${what}.`));
}

/**
 * Parses JSON of bounded size and depth, without trusting the parser's own stack. A byte order mark
 * before it says nothing.
 */
export function parsePlain(text: string): Plain {
  const reject = (code: DocumentError['code'], message: string): Plain => ({
    ok: false,
    error: failure(code, '', message),
  });
  if (text.length > LIMITS.bytes) {
    return reject(
      'too-big',
      `The document has ${text.length} characters, more than ${LIMITS.bytes}.`,
    );
  }
  if (depthOf(text) > LIMITS.depth) {
    return reject('too-deep', `The document goes more than ${LIMITS.depth} levels deep.`);
  }
  let data: unknown;
  try {
    data = JSON.parse(withoutByteOrderMark(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return reject('not-json', `This is not JSON: ${why}.`);
  }
  return plainCopy(data);
}

/** How many brackets are open at once at most, outside of texts. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inText) {
      if (char === '\\') i++;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}
