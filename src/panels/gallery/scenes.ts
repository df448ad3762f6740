/** The scenes as the gallery shows and finds them. */
import type { Entries } from '../../document/entry.ts';
import type { Family } from '../../document/spec.ts';
import type { SceneDocument } from '../../document/types.ts';
import { specOf } from '../../document/words.ts';
import { ABOUT, CONCEPTS, type Concept } from '../../scenarios/about.ts';
import { loadScenario } from '../../scenarios/scenarios.ts';

export interface GalleryScene {
  slug: string;
  document: SceneDocument;
  line: string;
  concepts: readonly Concept[];
  /** Of its kinds, in the order in which they stand on the table. */
  families: readonly Family[];
  /** All that it can be found by, in small letters. */
  words: string;
}

export interface Wanted {
  text: string;
  family: Family | null;
  concept: Concept | null;
}

/** In the gallery's order; a scene that cannot be loaded is left out and counted. */
export async function loadScenes(
  entries: Entries,
): Promise<{ scenes: GalleryScene[]; missing: number }> {
  const slugs = Object.keys(ABOUT);
  const loaded = await Promise.all(slugs.map((slug) => loadScene(slug, entries)));
  const scenes = loaded.filter((scene) => scene !== null);
  return { scenes, missing: slugs.length - scenes.length };
}

async function loadScene(slug: string, entries: Entries): Promise<GalleryScene | null> {
  const about = ABOUT[slug];
  const document = (await loadScenario(slug)?.catch(() => null)) ?? null;
  if (about === undefined || document === null) return null;
  return describeScene(slug, document, { ...about, entries });
}

function describeScene(
  slug: string,
  document: SceneDocument,
  { line, concepts, entries }: { line: string; concepts: readonly Concept[]; entries: Entries },
): GalleryScene {
  const kinds = document.nodes.flatMap(({ kind }) => specOf(kind, entries) ?? []);
  const families = [...new Set(kinds.map((spec) => spec.family))];
  const words = [
    document.title,
    line,
    slug.replaceAll('-', ' '),
    ...concepts.map((concept) => CONCEPTS[concept]),
    ...families,
    ...kinds.map((spec) => spec.title),
    ...document.nodes.map((node) => node.name ?? ''),
  ];
  return { slug, document, line, concepts, families, words: words.join(' ').toLowerCase() };
}

/** Those about every word that was typed, of that family and concept. */
export function findScenes(scenes: readonly GalleryScene[], wanted: Wanted): GalleryScene[] {
  const typed = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  return scenes.filter(
    ({ words, families, concepts }) =>
      typed.every((word) => words.includes(word)) &&
      (wanted.family === null || families.includes(wanted.family)) &&
      (wanted.concept === null || concepts.includes(wanted.concept)),
  );
}
