/**
 * Copying and pasting parts of a diagram. What is copied is a document of its own, as text, so that
 * a text editor, a file or another tab can take it; what is pasted gets ids and names that are
 * still free.
 */
import { indexById, placeOnTable } from './connect.ts';
import { written } from './derived.ts';
import { firstFree, usedIds } from './fresh-id.ts';
import { LIMITS } from './limits.ts';
import { decodeLink, kindsOfRows, readLink } from './link.ts';
import { VERSION } from './migrate.ts';
import { detached } from './notes.ts';
import { kindsIn } from './outline.ts';
import { withPartsRenamed } from './part-fields.ts';
import { partsOf } from './parts.ts';
import { parsePlain } from './plain.ts';
import { parseDocument } from './schema.ts';
import type { Specs } from './spec.ts';
import type { DocumentEdge, DocumentNode, DocumentNote, Scene, SceneDocument } from './types.ts';
import { specOf } from './words.ts';

/** What stands on the table, to be copied from. */
export interface ClipSource extends Scene {
  readonly title: string;
  readonly notes: readonly DocumentNote[];
}

/** Parts that belong together: every frame, end and node they name is among them. */
export interface Parts {
  nodes: DocumentNode[];
  edges: DocumentEdge[];
  notes: DocumentNote[];
}

export type Clip =
  | ({ readonly ok: true } & Parts)
  /** A sentence for the person. */
  | { readonly ok: false; readonly sentence: string };

/**
 * The chosen parts as the text of a document: nodes with all that is inside them, every edge among
 * those, notes chosen or attached to them. Who leaves a frame or a node behind stands where it
 * stood on the table.
 */
export function toClip(source: ClipSource, ids: readonly string[]): string {
  const { nodes: spelled, edges } = written(source);
  const byId = indexById(source.nodes);
  // Whoever copies a replica copies what it is one of.
  const named = ids.map((id) => byId.get(id)?.of ?? id);
  const chosen = withMembers(spelled, named);
  const nodes = spelled
    .filter((node) => chosen.has(node.id))
    .map((node) => {
      if (node.in === undefined || chosen.has(node.in)) return node;
      const { in: _frame, ...rest } = node;
      return { ...rest, at: placeOnTable(node, byId) };
    });
  const notes = source.notes
    .filter((note) => ids.includes(note.id) || (note.on !== undefined && chosen.has(note.on)))
    .map((note) =>
      note.on === undefined || chosen.has(note.on) ? note : detached(note, source.nodes),
    );
  const document: SceneDocument = {
    version: VERSION,
    title: source.title,
    seed: 1,
    nodes,
    edges: edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to)),
    commands: [],
    ...(notes.length > 0 && { notes }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function withMembers(nodes: readonly DocumentNode[], ids: readonly string[]): ReadonlySet<string> {
  const chosen = new Set(nodes.filter((node) => ids.includes(node.id)).map((node) => node.id));
  let before = -1;
  while (chosen.size > before) {
    before = chosen.size;
    for (const node of nodes) if (node.in !== undefined && chosen.has(node.in)) chosen.add(node.id);
  }
  return chosen;
}

/**
 * The parts of a diagram in a text from anywhere: what was copied here, a document's file, or its
 * link. From a whole document it takes what stands there at the start.
 */
export function fromClip(text: string, specs: Specs): Clip {
  const reject = (sentence: string): Clip => ({ ok: false, sentence });
  if (text.length > LIMITS.bytes) {
    return reject(
      `The clipboard holds ${sizeOf(text)}, too much for a diagram: at most ${sizeOf(LIMITS.bytes)}.`,
    );
  }
  const trimmed = text.trim();
  const fragment = fragmentIn(trimmed);
  if (fragment !== null) {
    const link = decodeLink(fragment, specs);
    if (!link.ok) return reject(`${link.error.message} ${link.error.next}`);
    return link.kind === 'document' ? partsToPaste(link.document) : reject(FOREIGN);
  }
  if (!trimmed.startsWith('{') || !trimmed.includes('"nodes"')) return reject(FOREIGN);
  const parsed = parseDocument(trimmed, specs);
  if (!parsed.ok) {
    return reject(`The clipboard holds a damaged diagram. ${parsed.error.message}`);
  }
  return partsToPaste(parsed.document);
}

/** The kinds it names, which must be known before `fromClip`; none where it is no clip. */
export function kindsOfClip(text: string): string[] {
  if (text.length > LIMITS.bytes) return [];
  const fragment = fragmentIn(text.trim());
  if (fragment !== null) {
    const link = readLink(fragment);
    return link.ok && link.kind === 'rows' ? kindsOfRows(link.rows) : [];
  }
  const plain = parsePlain(text);
  return plain.ok ? kindsIn(plain.value) : [];
}

/** Where the text is an address with a fragment. */
function fragmentIn(trimmed: string): string | null {
  const hash = trimmed.indexOf('#');
  return hash === -1 || trimmed.startsWith('{') || /\s/.test(trimmed) ? null : trimmed.slice(hash);
}

const FOREIGN =
  'The clipboard holds no diagram. Copy parts of a diagram, the text of its file, or its link.';

function partsToPaste({ nodes, edges, notes = [] }: SceneDocument): Clip {
  if (nodes.length + notes.length > 0) return { ok: true, nodes, edges, notes };
  return { ok: false, sentence: 'The clipboard holds an empty diagram.' };
}

function sizeOf(text: string | number): string {
  const length = typeof text === 'number' ? text : text.length;
  return `${Math.max(1, Math.round(length / 1024 / 1024))} MB`;
}

/**
 * The same parts for a document that may hold them already: ids that nothing in it has ever used,
 * names that nothing in it has. Ids and names that are free stay as they are. Settings that name a
 * part among these name its copy.
 * @param offset how far what lies in no frame among the parts moves, in canvas units
 */
export function freshParts(
  parts: Parts,
  document: SceneDocument,
  offset: readonly [number, number],
  specs: Specs,
): Parts {
  const used = usedIds(document);
  const renamed = new Map<string, string>();
  for (const { id } of [...parts.nodes, ...parts.edges, ...parts.notes]) {
    const fresh = used.has(id) ? firstFree(used, stemOf(id)) : id;
    used.add(fresh);
    renamed.set(id, fresh);
  }
  const idOf = (id: string): string => renamed.get(id) ?? id;
  const named = new Set(partsOf(document).nodes.flatMap(({ name }) => name ?? []));
  const moved = ([x, y]: readonly [number, number]): [number, number] => [
    x + offset[0],
    y + offset[1],
  ];
  return {
    nodes: parts.nodes.map((node) => {
      const id = idOf(node.id);
      const name = node.name === undefined ? undefined : freshName(node.name, node.id, id, named);
      return {
        ...node,
        id,
        ...(name !== undefined && { name }),
        ...(node.in === undefined ? { at: moved(node.at) } : { in: idOf(node.in) }),
        ...withRenamed(node, idOf, specs),
      };
    }),
    edges: parts.edges.map((edge) => ({
      ...edge,
      id: idOf(edge.id),
      from: idOf(edge.from),
      to: idOf(edge.to),
    })),
    notes: parts.notes.map((note) => ({
      ...note,
      id: idOf(note.id),
      ...(note.on === undefined ? { at: moved(note.at) } : { on: idOf(note.on) }),
    })),
  };
}

/** The settings of a node that name parts pasted with it name their copies. */
function withRenamed(
  { kind, config }: DocumentNode,
  idOf: (id: string) => string,
  specs: Specs,
): Pick<DocumentNode, 'config'> {
  const spec = specOf(kind, specs);
  return config === undefined || spec === undefined
    ? {}
    : { config: withPartsRenamed(spec.fields, config, idOf) };
}

/** `s` of `s12`, short enough for a number to follow. */
function stemOf(id: string): string {
  return (id.replace(/\d+$/, '') || 'n').slice(0, 32);
}

/**
 * "Server 4" when there is a "Server 3" already; who is called by its id is called by the new one.
 */
function freshName(name: string, oldId: string, id: string, named: Set<string>): string {
  let fresh = name === oldId && !named.has(id) ? id : name;
  const number = /\d{1,9}$/.exec(name)?.[0] ?? '';
  const before = name.slice(0, name.length - number.length).slice(0, LIMITS.text - 12);
  const stem = number === '' && before !== '' ? `${before} ` : before;
  for (let n = Number(number || 1) + 1; named.has(fresh); n++) {
    fresh = `${stem}${n}`;
  }
  named.add(fresh);
  return fresh;
}
