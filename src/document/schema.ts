/**
 * Whether unknown data is a document that can be run: its form, the settings of its kinds, and
 * whether its parts fit together. The result is a fresh document with defaults left out and
 * commands in order of time, or an error that names place, value and cure.
 */
import * as z from 'zod/mini';
import { findSenseless } from './conditions.ts';
import { mergeConfig, withConfig } from './config.ts';
import { indexById, isInside, lineKey, whyNoEdge, whyNotInside, whyNotThrough } from './connect.ts';
import { bringing, broughtBy } from './deeds.ts';
import { fieldsOfEdge } from './edge.ts';
import { inOrder } from './edit-commands.ts';
import { type DocumentError, type DocumentErrorCode, failure } from './error.ts';
import { type Finding, findingOf } from './issue.ts';
import { LIMITS } from './limits.ts';
import { migrate, type PlainObject, placeIn, VERSION } from './migrate.ts';
import { tidyNote } from './notes.ts';
import { mayBeFrame, partsOf } from './parts.ts';
import { type Plain, parsePlain, plainCopy } from './plain.ts';
import { findBadPort } from './port-check.ts';
import { withProtocol } from './protocol.ts';
import { ranksOf } from './ranks.ts';
import { documentSchema, findBadCommand, findBadEdges, findBadNodes } from './shape.ts';
import type { Specs } from './spec.ts';
import type { DocumentCommand, DocumentEdge, DocumentNode, SceneDocument } from './types.ts';
import { show, specOf } from './words.ts';

export type { DocumentError };

export type Validated =
  | { readonly ok: true; readonly document: SceneDocument }
  | { readonly ok: false; readonly error: DocumentError };

/** Checks the text of a document file. */
export function parseDocument(text: string, specs: Specs): Validated {
  return check(parsePlain(text), specs);
}

/** Checks data from anywhere. Never throws; what was given is not kept. */
export function validate(data: unknown, specs: Specs): Validated {
  return check(plainCopy(data), specs);
}

function check(plain: Plain, specs: Specs): Validated {
  if (!plain.ok) return plain;
  const found = upToDate(plain.value);
  if (!found.ok) return found;
  const reject = (error: DocumentError): Validated => ({
    ok: false,
    error: asWritten(error, plain.value as PlainObject),
  });
  const misshapen = findMisshapen(found.data);
  if (misshapen !== null) return reject(misshapen);
  const document = withProtocols(asDocument(found.data), specs);
  const error = findError(document, specs);
  if (error !== null) return reject(error);
  return { ok: true, document: tidy(document, specs) };
}

/** The error at the place that the document has, which may be of an older version. */
function asWritten(error: DocumentError, { version }: PlainObject): DocumentError {
  const { path, message } = error;
  const place = placeIn(version, path);
  return { ...error, path: place, message: message.replace(path, place) };
}

function upToDate(
  value: unknown,
): { ok: true; data: PlainObject } | { ok: false; error: DocumentError } {
  const reject = (code: DocumentErrorCode, path: string, message: string) =>
    ({ ok: false, error: failure(code, path, message) }) as const;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return reject('invalid', '', `A document must be an object, and this is ${show(value)}.`);
  }
  // Where an editor finds the JSON Schema; it says nothing about the scene.
  const { $schema: _schema, ...data } = value as PlainObject;
  const { version } = data;
  if (typeof version === 'number' && version > VERSION) {
    return reject('newer-version', 'version', 'This document was made by a newer version.');
  }
  const migrated = migrate(data);
  if (migrated !== null) return { ok: true, data: migrated };
  return reject('invalid', 'version', `version is ${show(version)}: give ${VERSION}.`);
}

function findMisshapen(data: PlainObject): DocumentError | null {
  const crowded = findCrowd(data);
  if (crowded !== null) return crowded;
  const issue = z.safeParse(documentSchema, data).error?.issues[0];
  return issue === undefined ? null : invalid(findingOf(issue, data, ''));
}

/** Edges that say nothing else carry the first of what their ends have in common. */
function withProtocols(document: SceneDocument, specs: Specs): SceneDocument {
  const byId = indexById(partsOf(document).nodes);
  const named = (edge: DocumentEdge) => withProtocol(edge, byId, specs);
  return {
    ...document,
    edges: document.edges.map(named),
    commands: document.commands.map((command) => {
      const { nodes, edges } = broughtBy(command);
      return bringing(command, { nodes, edges: edges.map(named) }) ?? command;
    }),
  };
}

function findError(document: SceneDocument, specs: Specs): DocumentError | null {
  const bad = findBadNodes(document.nodes, specs) ?? findBadEdges(document.edges, specs);
  if (bad !== null) return invalid(bad);
  const { nodes } = partsOf(document);
  for (const [index, command] of document.commands.entries()) {
    const wrong = findBadCommand(command, specs, { base: `commands[${index}]`, nodes });
    if (wrong !== null) return invalid(wrong);
  }
  return (
    findDuplicate(document) ??
    findBadStart(document, specs) ??
    findStranger(document) ??
    findPortless(document, specs) ??
    findBadNotes(document, specs) ??
    findBadConditions(document, specs)
  );
}

function invalid({ path, sentence }: Finding): DocumentError {
  return failure('invalid', path, sentence);
}

/** Counted before anything else looks at them, those that commands bring included. */
function findCrowd(data: PlainObject): DocumentError | null {
  const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);
  let nodes = lengthOf(data.nodes) + replicasIn(data.nodes);
  let edges = lengthOf(data.edges);
  const { commands } = data;
  for (const command of Array.isArray(commands) ? commands : []) {
    if (typeof command !== 'object' || command === null || Array.isArray(command)) continue;
    const brought = broughtBy(asCommand(command));
    nodes += brought.nodes.length + replicasIn(brought.nodes);
    edges += brought.edges.length;
  }
  const many = (code: DocumentErrorCode, count: number, limit: number, what: string) =>
    count <= limit
      ? null
      : failure(code, what, `The document has ${count} ${what}, more than ${limit}.`);
  return (
    many('too-many-nodes', nodes, LIMITS.nodes, 'nodes') ??
    many('too-many-edges', edges, LIMITS.edges, 'edges') ??
    many('too-many-commands', lengthOf(commands), LIMITS.commands, 'commands') ??
    many('too-many-notes', lengthOf(data.notes), LIMITS.notes, 'notes') ??
    many('too-many-steps', lengthOf(data.steps), LIMITS.steps, 'steps') ??
    many('too-many-conditions', lengthOf(data.conditions), LIMITS.conditions, 'conditions') ??
    findManyRanks(data)
  );
}

/** How many more nodes a list stands for than it has: a template counts as often as it may be. */
function replicasIn(nodes: unknown): number {
  if (!Array.isArray(nodes)) return 0;
  return nodes.reduce<number>((sum, node) => sum + Math.max(0, mostOf(node) - 1), 0);
}

function mostOf(node: unknown): number {
  const max = (node as Partial<DocumentNode> | null)?.replicas?.max;
  return typeof max === 'number' && Number.isFinite(max) ? max : 1;
}

function findManyRanks({ nodes, edges, commands }: PlainObject): DocumentError | null {
  const ranks = ranksOf([nodes, edges, commands]);
  if (!(ranks > LIMITS.ranks)) return null;
  const message = `The Zipf distributions of the document have ${ranks} integers together, more than ${LIMITS.ranks}.`;
  return failure('too-many-ranks', '', message);
}

function findDuplicate(document: SceneDocument): DocumentError | null {
  const twice = (
    nodes: readonly DocumentNode[],
    edges: readonly DocumentEdge[],
    base: string,
  ): DocumentError | null => {
    const seen = new Map<string, string>();
    for (const [list, parts] of [['nodes', nodes] as const, ['edges', edges] as const]) {
      for (const [index, part] of parts.entries()) {
        const path = `${base}${list}[${index}].id`;
        const first = seen.get(part.id);
        if (first !== undefined) {
          return failure('duplicate-id', path, `${path} is ${show(part.id)}, and so is ${first}.`);
        }
        seen.set(part.id, path);
      }
    }
    return null;
  };
  const atStart = twice(document.nodes, document.edges, '');
  if (atStart !== null) return atStart;
  for (const [index, command] of document.commands.entries()) {
    const { nodes, edges } = broughtBy(command);
    const found = twice(nodes, edges, `commands[${index}].`);
    if (found !== null) return found;
  }
  return null;
}

/** Whether what stands there at the start fits together. */
function findBadStart({ nodes, edges }: SceneDocument, specs: Specs): DocumentError | null {
  const byId = indexById(nodes);
  for (const [index, node] of nodes.entries()) {
    if (node.in === undefined) continue;
    const path = `nodes[${index}].in`;
    const frame = byId.get(node.in);
    if (frame === undefined) {
      return failure('unknown-node', path, `${path} is ${show(node.in)}: there is no such node.`);
    }
    const why = isInside(frame, node.id, byId)
      ? `${show(node.id)} would be inside itself.`
      : (whyNotInside(node, frame, specs) ?? whyNotThrough(node, byId, specs));
    if (why !== null) return failure('bad-frame', path, `${path} is ${show(node.in)}: ${why}`);
  }
  const taken = new Set<string>();
  for (const [index, edge] of edges.entries()) {
    const path = `edges[${index}]`;
    for (const end of ['from', 'to'] as const) {
      if (byId.has(edge[end])) continue;
      const message = `${path}.${end} is ${show(edge[end])}: there is no such node at the start.`;
      return failure('unknown-node', `${path}.${end}`, message);
    }
    const why = whyNoEdge(edge, { byId, specs, taken });
    if (why !== null) {
      const ends = `from ${show(edge.from)} to ${show(edge.to)}`;
      return failure('bad-edge', path, `${path} runs ${ends}: ${why}`);
    }
    taken.add(lineKey(edge));
  }
  return null;
}

/**
 * What a command brings may fit nowhere by then, but it must name nodes that the document has at
 * all.
 */
function findStranger(document: SceneDocument): DocumentError | null {
  const known = new Set(partsOf(document).nodes.map((node) => node.id));
  const stranger = (path: string, id: string | undefined): DocumentError | null =>
    id === undefined || known.has(id)
      ? null
      : failure('unknown-node', path, `${path} is ${show(id)}: there is no such node.`);
  for (const [index, command] of document.commands.entries()) {
    const { nodes, edges } = broughtBy(command);
    const base = `commands[${index}]`;
    for (const [i, node] of nodes.entries()) {
      const found = stranger(`${base}.nodes[${i}].in`, node.in);
      if (found !== null) return found;
    }
    for (const [i, edge] of edges.entries()) {
      const path = `${base}.edges[${i}]`;
      const found = stranger(`${path}.from`, edge.from) ?? stranger(`${path}.to`, edge.to);
      if (found !== null) return found;
    }
  }
  return null;
}

function findPortless(document: SceneDocument, specs: Specs): DocumentError | null {
  const bad = findBadPort(document, specs);
  return bad === null ? null : failure('bad-edge', bad.path, bad.sentence);
}

/**
 * Notes share their ids with nothing, and name nodes that the document has at some time.
 */
function findBadNotes(document: SceneDocument, specs: Specs): DocumentError | null {
  const { nodes, edges } = partsOf(document);
  const seen = new Map([...nodes, ...edges].map((part) => [part.id, 'a node or edge']));
  const known = new Set(nodes.map((node) => node.id));
  const stranger = (path: string, id: string | undefined): DocumentError | null =>
    id === undefined || known.has(id)
      ? null
      : failure('unknown-node', path, `${path} is ${show(id)}: there is no such node.`);
  for (const [index, note] of (document.notes ?? []).entries()) {
    const path = `notes[${index}].id`;
    const first = seen.get(note.id);
    if (first !== undefined) {
      return failure('duplicate-id', path, `${path} is ${show(note.id)}, and so is ${first}.`);
    }
    seen.set(note.id, path);
    const lost = stranger(`notes[${index}].on`, note.on);
    if (lost !== null) return lost;
  }
  const anywhere = new Set([...known, ...edges.map(({ id }) => id)]);
  for (const [index, { focus }] of (document.steps ?? []).entries()) {
    if (focus === undefined || anywhere.has(focus)) continue;
    const path = `steps[${index}].focus`;
    return failure('unknown-node', path, `${path} is ${show(focus)}: there is no such part.`);
  }
  for (const [index, id] of (document.view?.folded ?? []).entries()) {
    const path = `view.folded[${index}]`;
    const lost = stranger(path, id);
    if (lost !== null) return lost;
    if (mayBeFrame(id, nodes, specs)) continue;
    return failure(
      'invalid',
      path,
      `${path} is ${show(id)}: that is not a frame, so leave it out.`,
    );
  }
  return null;
}

/** Conditions name what the document has at some time. */
function findBadConditions(document: SceneDocument, specs: Specs): DocumentError | null {
  const bad = findSenseless(document.conditions ?? [], document, specs);
  if (bad === null) return null;
  const { missing, path, sentence } = bad;
  return failure(missing === undefined ? 'invalid' : `unknown-${missing}`, path, sentence);
}

/**
 * The one way to write a document: settings and sizes without defaults, commands and steps in
 * order, nothing that is empty. Settings of unknown kinds stay untouched.
 */
export function tidy(document: SceneDocument, specs: Specs): SceneDocument {
  const node = (part: DocumentNode) =>
    withConfig(part, mergeConfig(specOf(part.kind, specs), part.config, {}));
  const edge = (part: DocumentEdge) => {
    const fields = fieldsOfEdge(part.protocol, specs);
    return withConfig(part, mergeConfig(fields && { fields }, part.config, {}));
  };
  const { notes = [], conditions = [], steps = [], view = {}, ...scene } = document;
  return {
    ...scene,
    ...(notes.length > 0 && { notes: notes.map(tidyNote) }),
    ...(Object.keys(view).length > 0 && { view }),
    ...(steps.length > 0 && { steps: steps.toSorted((a, b) => a.at - b.at) }),
    ...(conditions.length > 0 && { conditions }),
    nodes: document.nodes.map(node),
    edges: document.edges.map(edge),
    commands: inOrder(document.commands).map((command) => {
      const { nodes, edges } = broughtBy(command);
      const parts = { nodes: nodes.map(node), edges: edges.map(edge) };
      return bringing(command, parts) ?? command;
    }),
  };
}

/** A command as it may be, before anything of it is checked. */
function asCommand(data: unknown): DocumentCommand {
  return data as DocumentCommand;
}

/** Data whose form the schema has found right. */
function asDocument(data: unknown): SceneDocument {
  return data as SceneDocument;
}
