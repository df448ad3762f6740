/**
 * The documents worth opening, by slug: every JSON file of this folder. They are loaded when asked for and validated like anything
 * that comes from outside.
 */
const files = import.meta.glob<unknown>('./*.json', { import: 'default' });

function slugOf(path: string): string {
  return path.replace(/^\.\/|\.json$/g, '');
}

const bySlug = new Map(Object.entries(files).map(([path, load]) => [slugOf(path), load]));

/** In alphabetical order. */
export const scenarioSlugs: readonly string[] = [...bySlug.keys()].sort();

/** The scene a first visit opens on. */
export const FIRST_MINUTE = 'first-minute';

/** The document as it lies in its file, not yet validated; null when there is none of that name. */
export function loadScenario(slug: string): Promise<unknown> | null {
  return bySlug.get(slug)?.() ?? null;
}
