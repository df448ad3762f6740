/**
 * The documents worth opening, by slug: every JSON file of this folder. They are loaded when asked
 * for. A test sees that they are valid and tidy, so that the page need not check them.
 */
import type { SceneDocument } from '../document/types.ts';

const files = import.meta.glob<SceneDocument>('./*.json', { import: 'default' });

function slugOf(path: string): string {
  return path.replace(/^\.\/|\.json$/g, '');
}

const bySlug = new Map(Object.entries(files).map(([path, load]) => [slugOf(path), load]));

/** In alphabetical order. */
export const scenarioSlugs: readonly string[] = [...bySlug.keys()].sort();

/** The scene a first visit opens on. */
export const FIRST_MINUTE = 'first-minute';

/** How to load one; null when there is none of that name. */
export function scenarioOf(slug: string): (() => Promise<SceneDocument>) | null {
  return bySlug.get(slug) ?? null;
}

/** Null when there is none of that name. */
export function loadScenario(slug: string): Promise<SceneDocument> | null {
  return scenarioOf(slug)?.() ?? null;
}
