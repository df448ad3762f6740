/**
 * Settings that name other parts: which parts those may be, what is said of one that may not, and
 * how the names follow where parts get other ids. A part that has left the table stays named, so
 * that whoever looks sees it, and its coming back mends it.
 */
import { indexById } from './connect.ts';
import type { Field, Fields } from './field.ts';
import type { Specs } from './spec.ts';
import type { ConfigJson, DocumentNode, Json, Scene } from './types.ts';
import { didYouMean, nameOf, show } from './words.ts';

/** The same settings, naming parts by what `rename` makes of their ids. */
export function withPartsRenamed(
  fields: Fields,
  config: ConfigJson,
  rename: (id: string) => string,
): ConfigJson {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field === undefined ? value : renamed(field, value, rename)];
    }),
  );
}

function renamed({ widget, columns }: Field, value: Json, rename: (id: string) => string): Json {
  if (widget === 'part' && typeof value === 'string') return value === '' ? '' : rename(value);
  if (columns === undefined || !Array.isArray(value)) return value;
  return value.map((row) => withPartsRenamed(columns, row as ConfigJson, rename));
}

/** The ids of the parts that some settings name. */
export function partsNamed(fields: Fields, config: ConfigJson | undefined): Set<string> {
  const ids = new Set<string>();
  withPartsRenamed(fields, config ?? {}, (id) => {
    ids.add(id);
    return id;
  });
  return ids;
}

/**
 * Why settings may not be changed so: they name a part that is nowhere in the document. What they
 * named before stays. Null when all is well.
 */
export function whyUnknownPart(
  fields: Fields,
  config: ConfigJson,
  before: ConfigJson | undefined,
  nodes: readonly DocumentNode[],
): string | null {
  const known = new Set([...nodes.map(({ id }) => id), ...partsNamed(fields, before)]);
  for (const id of partsNamed(fields, config)) {
    if (known.has(id)) continue;
    return `There is no part ${show(id)} in this diagram.${didYouMean(id, [...known])}`;
  }
  return null;
}

/** The parts that a setting of the node `owner` may name, each with why not or null. */
export function candidates(
  field: Field,
  owner: string,
  scene: Scene,
  specs: Specs,
): Map<string, string | null> {
  const byId = indexById(scene.nodes);
  const sentTo = new Set(scene.edges.filter(({ from }) => from === owner).map(({ to }) => to));
  const isTarget = (node: DocumentNode | undefined): boolean =>
    node !== undefined &&
    (sentTo.has(node.id) || isTarget(node.in === undefined ? undefined : byId.get(node.in)));
  const why = (node: DocumentNode): string | null => {
    const fits =
      node.id !== owner && field.fits?.({ kind: node.kind, isTarget: isTarget(node) }) !== false;
    return fits ? null : `${nameOf(node, specs)} does not fit: it must be ${field.mustBe ?? ''}.`;
  };
  return new Map(scene.nodes.map((node) => [node.id, why(node)]));
}
