/**
 * The document as links carry it: JSON of rows instead of objects, with each field's short key for
 * its name. Whatever usually goes on as before is said by what it differs in, so that deflate finds
 * the same row again: an id that counts on is `s~` (s4 after s3), a position is the way from the
 * node before in steps of 8, an edge's ends are how many nodes on from those of the edge before.
 *
 * Scene    {"t":title,"s":seed,"p":speed,"n":[node…],"e":[edge…],"c":[command…],"m":[note…],
 *           "w":[stop…]}
 * Node     [id, kind, right, down, name, config, frame, size]   zeros at the end are left out
 * Edge     [id, source, target, config]
 * Command [at, do, …] as in short-commands.ts
 * Note     [id, text, right, down, node, size]   as in short-notes.ts, like stops
 * Stop     ["slow", percentile, above, within, node]  ["error", node]
 *          ["queue", node, above]  ["state", node, state]
 */
import { edgeFields } from './edge.ts';
import { VERSION } from './migrate.ts';
import { partsOf } from './parts.ts';
import { addedNodes, fullCommand, shortCommand } from './short-commands.ts';
import { expandConfig, isObject, shortenConfig } from './short-config.ts';
import { fullNote, fullStop, shortNote, shortStop } from './short-notes.ts';
import { fullName, rowsOf, shortName, Trail, trimmed } from './short-trail.ts';
import type { Specs } from './spec.ts';
import type { DocumentEdge, DocumentNode, EdgeConfig, Json, SceneDocument } from './types.ts';

/** @param document a tidy document (see `tidy`) */
export function shorten(document: SceneDocument, specs: Specs): Json {
  const all = partsOf(document).nodes;
  const trail = new Trail(specs, all);
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
    ...(document.stops !== undefined && { w: document.stops.map(shortStop) }),
  };
}

/**
 * The document again, unchecked: data that was never shortened gives something that `validate`
 * refuses.
 */
export function expand(short: Json, specs: Specs): Json {
  if (!isObject(short)) return short;
  const { t = '', s = 1, p, n = [], e = [], c = [], m, w, ...unknown } = short;
  const nodeRows = rowsOf(n);
  const commandRows = rowsOf(c);
  // An edge may lead to a node that a later command brings, so that ids are read first.
  const ahead = new Trail(specs, []);
  const all = [...nodeRows, ...commandRows.flatMap(addedNodes)].map((row) => ({
    id: ahead.nodeIds.full(row[0]),
    kind: String(row[1]),
  }));
  const trail = new Trail(specs, all);
  const rows = { node: fullNode, edge: fullEdge };
  return {
    version: VERSION,
    title: t,
    seed: s,
    ...(p !== undefined && { speed: p }),
    nodes: nodeRows.map((row) => fullNode(row, trail)),
    edges: rowsOf(e).map((row) => fullEdge(row, trail)),
    commands: commandRows.map((row) => fullCommand(row, trail, rows)),
    ...(m !== undefined && { notes: rowsOf(m).map((row) => fullNote(row, trail)) }),
    ...(w !== undefined && { stops: rowsOf(w).map(fullStop) }),
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
  ]);
}

function fullNode(row: readonly Json[], trail: Trail): Json {
  const [short, kind = null, right = 0, down = 0, name = 0, config = 0, frame = 0, size = 0] = row;
  const id = trail.nodeIds.full(short);
  return {
    id,
    kind,
    at: trail.fullPosition(right, down),
    ...(name !== 0 && { name: typeof name === 'string' ? fullName(name, id) : name }),
    ...(config !== 0 && { config: expandConfig(trail.fieldsOf(kind), config) }),
    ...(frame !== 0 && { in: frame }),
    ...(size !== 0 && { size }),
  };
}

function shortEdge(edge: DocumentEdge, trail: Trail): Json {
  return trimmed([
    trail.edgeIds.short(edge.id),
    ...trail.shortEnds(edge.from, edge.to),
    edge.config === undefined ? 0 : shortenConfig(edgeFields, { ...(edge.config as EdgeConfig) }),
  ]);
}

function fullEdge(row: readonly Json[], trail: Trail): Json {
  const [short, source = 0, target = 0, config = 0] = row;
  const id = trail.edgeIds.full(short);
  const [from, to] = trail.fullEnds(source, target);
  return { id, from, to, ...(config !== 0 && { config: expandConfig(edgeFields, config) }) };
}
