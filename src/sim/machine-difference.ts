/** Where two values first differ, in words; for tests that hold two runs against each other. */

/**
 * Undefined when equal in depth (shared and circular references included), otherwise 'queue[2].id:
 * 3 here, 4 there'.
 */
export function firstDifference(here: unknown, there: unknown): string | undefined {
  return compare(here, there, '', { of: new Map(), back: new Map() });
}

/**
 * Which object here stands for which there; each for one only, so that sharing is compared, too.
 */
interface Pairs {
  readonly of: Map<object, object>;
  readonly back: Map<object, object>;
}

function compare(here: unknown, there: unknown, path: string, pairs: Pairs): string | undefined {
  if (Object.is(here, there)) return undefined;
  if (typeof here !== 'object' || typeof there !== 'object' || here === null || there === null) {
    return sayBoth(path, here, there);
  }
  const known = pairs.of.get(here);
  if (known !== undefined || pairs.back.has(there)) {
    return known === there ? undefined : `${path}: is shared with another place on one side only`;
  }
  pairs.of.set(here, there);
  pairs.back.set(there, here);
  if (Object.getPrototypeOf(here) !== Object.getPrototypeOf(there))
    return sayBoth(path, here, there);
  if (here instanceof Map && there instanceof Map) {
    return compareLists([...here].flat(), [...there].flat(), `${path}.entries`, pairs);
  }
  if (here instanceof Set && there instanceof Set) {
    return compareLists([...here], [...there], `${path}.values`, pairs);
  }
  if (Array.isArray(here) && Array.isArray(there)) return compareLists(here, there, path, pairs);
  return compareFields(here, there, path, pairs);
}

function compareLists(
  here: readonly unknown[],
  there: readonly unknown[],
  path: string,
  pairs: Pairs,
): string | undefined {
  if (here.length !== there.length) return sayBoth(`${path}.length`, here.length, there.length);
  for (let index = 0; index < here.length; index++) {
    const found = compare(here[index], there[index], `${path}[${index}]`, pairs);
    if (found !== undefined) return found;
  }
  return undefined;
}

function compareFields(
  here: object,
  there: object,
  path: string,
  pairs: Pairs,
): string | undefined {
  const mine = here as Record<string, unknown>;
  const theirs = there as Record<string, unknown>;
  const keys = Object.keys(mine);
  for (const key of new Set([...keys, ...Object.keys(theirs)])) {
    const place = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(mine, key)) return sayBoth(place, 'missing', theirs[key]);
    if (!Object.hasOwn(theirs, key)) return sayBoth(place, mine[key], 'missing');
    const found = compare(mine[key], theirs[key], place, pairs);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sayBoth(path: string, here: unknown, there: unknown): string {
  return `${path === '' ? 'the value' : path}: ${show(here)} here, ${show(there)} there`;
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? `[${value.length} entries]` : `{${Object.keys(value).join(', ')}}`;
}
