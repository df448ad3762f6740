/**
 * Commands as rows of a link.
 *
 * [at, "crash", node]  [at, "slow", node, factor]  [at, "errors", node, rate]  [at, "burst", node, factor, for]
 * [at, "cut", edge, way]  [at, "lose", edge, rate]  [at, "delay", edge, by]  [at, "reconnect", edge, from, to]
 * [at, "set", node, config]  [at, "set-edge", edge, config]
 * [at, "place", nodes, frame, positions]  [at, "add", nodes, edges]  [at, "remove", nodes, edges]
 */
import { edgeFields } from './edge.ts';
import { expandConfig, shortenConfig } from './short-config.ts';
import { rowsOf, type Trail, trimmed } from './short-trail.ts';
import type { DocumentCommand, DocumentEdge, DocumentNode, Json } from './types.ts';

/** How nodes and edges become rows. */
interface ShortRows {
  node: (node: DocumentNode, trail: Trail) => Json;
  edge: (edge: DocumentEdge, trail: Trail) => Json;
}

/** How rows become nodes and edges. */
interface FullRows {
  node: (row: readonly Json[], trail: Trail) => Json;
  edge: (row: readonly Json[], trail: Trail) => Json;
}

export function shortCommand(command: DocumentCommand, trail: Trail, rows: ShortRows): Json {
  const { at } = command;
  switch (command.do) {
    case 'slow':
      return [at, command.do, command.node, command.factor];
    case 'errors':
      return [at, command.do, command.node, command.rate];
    case 'burst':
      return [at, command.do, command.node, command.factor, command.for];
    case 'cut':
      return trimmed([at, command.do, command.edge, command.way ?? 0]);
    case 'lose':
      return [at, command.do, command.edge, command.rate];
    case 'delay':
      return [at, command.do, command.edge, command.by];
    case 'reconnect':
      return [at, command.do, command.edge, command.from, command.to];
    case 'heal':
      return [at, command.do, command.edge];
    case 'set': {
      const fields = trail.fieldsOfNode(command.node);
      return [at, command.do, command.node, shortenConfig(fields, command.config)];
    }
    case 'set-edge':
      return [at, command.do, command.edge, shortenConfig(edgeFields, { ...command.config })];
    case 'place': {
      const { nodes, positions } = command;
      return trimmed([at, command.do, nodes, command.in ?? 0, positions ?? 0]);
    }
    case 'add': {
      // Nodes before edges, as they are read.
      const nodes = command.nodes?.map((node) => rows.node(node, trail)) ?? 0;
      const edges = command.edges?.map((edge) => rows.edge(edge, trail)) ?? 0;
      return trimmed([at, command.do, nodes, edges]);
    }
    case 'remove':
      return trimmed([at, command.do, command.nodes ?? 0, command.edges ?? 0]);
    default:
      return [at, command.do, command.node];
  }
}

/** The rows of nodes that a command row brings. */
export function addedNodes(row: readonly Json[]): (readonly Json[])[] {
  return row[1] === 'add' ? rowsOf(row[2]) : [];
}

export function fullCommand(row: readonly Json[], trail: Trail, rows: FullRows): Json {
  const [at = null, act = null, first = 0, second = 0, third = 0] = row;
  const command: { [key: string]: Json } = { at, do: act };
  const put = (name: string, value: Json): void => {
    if (value !== 0) command[name] = value;
  };
  switch (act) {
    case 'cut':
    case 'heal':
      put('edge', first);
      put('way', second);
      return command;
    case 'set':
      put('node', first);
      return { ...command, config: expandConfig(trail.fieldsOfNode(first), second) };
    case 'set-edge':
      put('edge', first);
      return { ...command, config: expandConfig(edgeFields, second) };
    case 'place':
      put('nodes', first);
      put('positions', third);
      return { ...command, in: second === 0 ? null : second };
    case 'add':
      if (first !== 0) command.nodes = rowsOf(first).map((node) => rows.node(node, trail));
      if (second !== 0) command.edges = rowsOf(second).map((edge) => rows.edge(edge, trail));
      return command;
    case 'remove':
      put('nodes', first);
      put('edges', second);
      return command;
    case 'slow':
      return { ...command, node: first, factor: second };
    case 'errors':
      return { ...command, node: first, rate: second };
    case 'lose':
      return { ...command, edge: first, rate: second };
    case 'delay':
      return { ...command, edge: first, by: second };
    case 'reconnect':
      return { ...command, edge: first, from: second, to: third };
    case 'burst':
      return { ...command, node: first, factor: second, for: third };
    default:
      put('node', first);
      return command;
  }
}
