/**
 * Where two values that should be equal differ, in words: what a failed comparison is reported
 * with.
 */

/**
 * @returns null when they are equal, else "nodes[2].arrivals is 4 and 5"; zero below zero is zero
 */
export function firstUnequal(a: unknown, b: unknown, path = ''): string | null {
  if (Object.is(a, b) || a === b) return null;
  if (!isObject(a) || !isObject(b)) return said(path, a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return said(path, a, b);
  if (a instanceof Map && b instanceof Map) return firstUnequal([...a], [...b], path);
  if (a instanceof Set && b instanceof Set) return firstUnequal([...a], [...b], path);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const place = Array.isArray(a) || ArrayBuffer.isView(a) ? `${path}[${key}]` : `${path}.${key}`;
    const found = firstUnequal(own(a, key), own(b, key), place);
    if (found !== null) return found;
  }
  return null;
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function said(path: string, a: unknown, b: unknown): string {
  return `${path === '' ? 'it' : path.replace(/^\./, '')} is ${short(a)} and ${short(b)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
