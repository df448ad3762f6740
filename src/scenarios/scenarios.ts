/** Documents worth opening, in the order they are shown. Each is a JSON file beside this one, named by its slug. */
import type { SceneDocument } from '../document/types.ts';

export interface Scenario {
  /** File name without its ending: `#x=<slug>` in a link, and what `npm run sim` takes. */
  readonly slug: string;
  readonly document: SceneDocument;
}

const files = import.meta.glob<SceneDocument>('./*.json', { eager: true, import: 'default' });

/** The first one is what a first visit opens. */
const ORDER = [
  'first-minute',
  'one-server-overloaded',
  'round-robin',
  'one-two-four-servers',
  'weighted-servers',
  'least-request-slow-server',
  'layer-4-beside-layer-7',
  'read-replicas',
  'crash-and-recovery',
] as const;

export const scenarios: readonly Scenario[] = ORDER.map((slug) => {
  const document = files[`./${slug}.json`];
  if (document === undefined) throw new Error(`src/scenarios/${slug}.json is missing.`);
  return { slug, document };
});

/** How many JSON files there are: a test holds it against the list. */
export const fileCount = Object.keys(files).length;
