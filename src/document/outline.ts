/**
 * A document before the kinds it names are known: what can be said of it is which kinds those are,
 * and where its parts stand.
 */
import type { SceneDocument } from './types.ts';

/**
 * The kinds named by what may or may not be a document: those at the start, and those that commands
 * bring.
 */
export function kindsIn(data: unknown): string[] {
  const { commands } = asObject(data);
  const places = [data, ...asList(commands)];
  const nodes = places.flatMap((place) => asList(asObject(place).nodes));
  const kinds = nodes.map((node) => asObject(node).kind);
  return [...new Set(kinds.filter((kind) => typeof kind === 'string'))];
}

/** What stands there at the start, without settings: those mean nothing yet. */
export function outlineOf(document: SceneDocument): SceneDocument {
  const { conditions: _conditions, ...rest } = document;
  return {
    ...rest,
    nodes: document.nodes.map(({ config: _config, ...node }) => node),
    edges: document.edges.map(({ config: _config, ...edge }) => edge),
    notes: (document.notes ?? []).filter(
      ({ on }) => on === undefined || document.nodes.some(({ id }) => id === on),
    ),
    commands: [],
  };
}

function asObject(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
