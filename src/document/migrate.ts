/**
 * Old documents become new ones one version at a time. A step, once published, is kept for ever and
 * never changed.
 */
import { conditionOf1 } from './stops-1.ts';
import type { Json } from './types.ts';

export type PlainObject = { [key: string]: Json };

/**
 * Turns a document of one version into one of the next, without its `version`. Data may be of any
 * form: old checks are gone.
 */
export type Migration = (document: PlainObject) => PlainObject;

/** The version this code reads and writes. */
export const VERSION = 2;

/** From version n (the key) to n + 1. */
const MIGRATIONS: Readonly<Record<number, Migration>> = {
  // Edges of version 1 carry what the kinds at their ends have in common, of which there was one.
  1: ({ stops, ...document }) => ({
    ...document,
    ...(stops !== undefined && {
      conditions: Array.isArray(stops) ? stops.map(conditionOf1) : stops,
    }),
  }),
};

/** Where something of a document of today stands in one of that version. */
export function placeIn(version: unknown, place: string): string {
  if (version !== 1) return place;
  return place.replace(/^conditions(\[\d+\])\.state/, 'stops$1.is').replace(/^conditions/, 'stops');
}

/**
 * @returns the document in the newest version; null when there is no way from its version
 * @param to which version is the newest, and `steps` how to get there: given by tests alone
 */
export function migrate(
  document: PlainObject,
  to: number = VERSION,
  steps: Readonly<Record<number, Migration>> = MIGRATIONS,
): PlainObject | null {
  let current = document;
  while (current.version !== to) {
    const { version } = current;
    const step = typeof version === 'number' && version < to ? steps[version] : undefined;
    if (step === undefined || typeof version !== 'number') return null;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}
