/**
 * The document as links carry it: JSON of rows instead of objects, with each field's short key for
 * its name. Whatever usually goes on as before is said by what it differs in, so that deflate finds
 * the same row again: an id that counts on is `s~` (s4 after s3), a position is the way from the
 * node before in steps of 8, an edge's ends are how many nodes on from those of the edge before.
 *
 * Scene    {"t":title,"s":seed,"p":speed,"n":[node…],"e":[edge…],"c":[command…],"m":[note…],
 *           "w":[condition…],"d":start,"v":[colourBy,folded,playFrom],"g":[step…]}
 * Node     [id, kind, right, down, name, config, frame, size, min, max]   zeros at the end are left
 *          out; at least and at most so many replicas
 * Step     [moment, text, node or edge]
 * Edge     [id, source, target, config, protocol, port]   the protocol as that of the edge before
 * Command [at, do, …] as in short-commands.ts
 * Note     [id, text, right, down, node, size]   as in short-notes.ts
 * Condition [sort, …] as in short-conditions.ts; in links of version 1 as in stops-1.ts
 */
import { partsOf } from './parts.ts';
import { addedNodes, fullCommand, shortCommand } from './short-commands.ts';
import { shortCondition } from './short-conditions.ts';
import { expandConfig, isObject, shortenConfig } from './short-config.ts';
import { fullNote, fullStep, fullView, shortNote, shortStep, shortView } from './short-notes.ts';
import { fullName, rowsOf, shortName, Trail, trimmed } from './short-trail.ts';
import type { Spelling } from './spelling.ts';
import type { DocumentEdge, DocumentNode, Json, SceneDocument } from './types.ts';

/** @param document a tidy document (see `tidy`) */
export function shorten(document: SceneDocument, spelling: Spelling): Json {
  const all = partsOf(document).nodes;
  const trail = new Trail(spelling, all);
  const nodes = document.nodes.map((node) => shortNode(node, trail));
  const edges = document.edges.map((edge) => shortEdge(edge, trail));
  const rows = { node: shortNode, edge: shortEdge };
  const commands = document.commands.map((command) => shortCommand(command, trail, rows));
  return {
    ...(document.title !== '' && { t: document.title }),
    ...(document.seed !== 1 && { s: document.seed }),
    ...(document.speed !== undefined && { p: document.speed }),
    ...(nodes.length > 0 && { n: nodes }),
    ...(edges.length > 0 && { e: edges }),
    ...(commands.length > 0 && { c: commands }),
    ...(document.notes !== undefined && {
      m: document.notes.map((note) => shortNote(note, trail)),
    }),
    ...(document.conditions !== undefined && { w: document.conditions.map(shortCondition) }),
    ...(document.start !== undefined && { d: document.start }),
    ...(document.view !== undefined && { v: shortView(document.view) }),
    ...(document.steps !== undefined && { g: document.steps.map(shortStep) }),
  };
}

/**
 * The document again, unchecked: data that was never shortened gives something that `validate`
 * rejects.
 * @param version of the document that was shortened, spelled like that
 */
export function expand(short: Json, version: number, spelling: Spelling): Json {
  if (!isObject(short)) return short;
  const { t = '', s = 1, p, n = [], e = [], c = [], m, w, d, v, g, ...unknown } = short;
  const nodeRows = rowsOf(n);
  const commandRows = rowsOf(c);
  // An edge may lead to a node that a later command brings, so that ids are read first.
  const ahead = new Trail(spelling, []);
  const added = commandRows.flatMap((row) => addedNodes(row, ahead));
  const all = [...nodeRows, ...added].map((row) => ({
    id: ahead.nodeIds.full(row[0]),
    kind: String(row[1]),
  }));
  const trail = new Trail(spelling, all);
  const rows = { node: fullNode, edge: fullEdge };
  return {
    version,
    title: t,
    seed: s,
    ...(p !== undefined && { speed: p }),
    nodes: nodeRows.map((row) => fullNode(row, trail)),
    edges: rowsOf(e).map((row) => fullEdge(row, trail)),
    commands: commandRows.map((row) => fullCommand(row, trail, rows)),
    ...(m !== undefined && { notes: rowsOf(m).map((row) => fullNote(row, trail)) }),
    ...(w !== undefined && spelling.pausesOf(rowsOf(w))),
    ...(d !== undefined && { start: d }),
    ...(v !== undefined && { view: fullView(v) }),
    ...(g !== undefined && { steps: rowsOf(g).map(fullStep) }),
    ...unknown,
  };
}

function shortNode(node: DocumentNode, trail: Trail): Json {
  const { config } = node;
  return trimmed([
    trail.nodeIds.short(node.id),
    node.kind,
    ...trail.shortPosition(node.at),
    node.name === undefined ? 0 : shortName(node.name, node.id),
    config === undefined ? 0 : shortenConfig(trail.fieldsOf(node.kind), config),
    node.in ?? 0,
    node.size ?? 0,
    ...(node.replicas === undefined ? [] : [node.replicas.min, node.replicas.max]),
  ]);
}

function fullNode(row: readonly Json[], trail: Trail): Json {
  const [short, kind = null, right = 0, down = 0, name = 0, config = 0, ...more] = row;
  const [frame = 0, size = 0, min = 0, max = 0] = more;
  const id = trail.nodeIds.full(short);
  return {
    id,
    kind,
    at: trail.fullPosition(right, down),
    ...(name !== 0 && { name: typeof name === 'string' ? fullName(name, id) : name }),
    ...(config !== 0 && { config: expandConfig(trail.fieldsOf(kind), config) }),
    ...(frame !== 0 && { in: frame }),
    ...(size !== 0 && { size }),
    ...(max !== 0 && { replicas: { min, max } }),
  };
}

function shortEdge(edge: DocumentEdge, trail: Trail): Json {
  const { id, from, to, protocol, port, config } = edge;
  const fields = trail.fieldsOfEdge(protocol ?? null);
  return trimmed([
    trail.edgeIds.short(id),
    ...trail.shortEnds(from, to),
    config === undefined ? 0 : shortenConfig(fields, config),
    trail.shortProtocol(id, protocol),
    port ?? 0,
  ]);
}

function fullEdge(row: readonly Json[], trail: Trail): Json {
  const [short, source = 0, target = 0, config = 0, carries = 0, port = 0] = row;
  const id = trail.edgeIds.full(short);
  const [from, to] = trail.fullEnds(source, target);
  const protocol = trail.fullProtocol(id, carries);
  return {
    id,
    from,
    to,
    ...(protocol !== null && { protocol }),
    ...(port !== 0 && { port }),
    ...(config !== 0 && { config: expandConfig(trail.fieldsOfEdge(protocol), config) }),
  };
}
