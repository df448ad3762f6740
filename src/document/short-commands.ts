/**
 * Commands as rows of a link: [at, do, …], then what the deed takes, in the order it declares. What
 * is left out is 0, and zeros at the end of what may be left out are not written.
 */
import { expandConfig, shortenConfig } from './short-config.ts';
import { rowsOf, type Trail } from './short-trail.ts';
import type { SpelledArg } from './spelling.ts';
import type { ConfigJson, DocumentCommand, DocumentEdge, DocumentNode, Json } from './types.ts';

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

function argsOf(name: Json, trail: Trail): readonly SpelledArg[] {
  return typeof name === 'string' ? trail.spelling.argsOf(name) : [];
}

export function shortCommand(command: DocumentCommand, trail: Trail, rows: ShortRows): Json {
  const args = argsOf(command.do, trail);
  const values = args.map((arg): Json => {
    const value = command[arg.name];
    return value === undefined || value === null
      ? 0
      : shortValue(arg, value, { command, trail, rows });
  });
  const isOpen = ({ is, isOptional }: SpelledArg, at: number) =>
    values[at] === 0 && (isOptional || is === 'frame');
  let length = args.length;
  while (length > 0 && isOpen(args[length - 1] as SpelledArg, length - 1)) length--;
  return [command.at, command.do, ...values.slice(0, length)];
}

function shortValue(
  arg: SpelledArg,
  value: unknown,
  on: { readonly command: DocumentCommand; readonly trail: Trail; readonly rows: ShortRows },
): Json {
  const { command, trail, rows } = on;
  switch (arg.is) {
    case 'settings':
      return shortenConfig(trail.fieldsOfNode(command.node as string), value as ConfigJson);
    case 'edge-settings':
      return shortenConfig(trail.fieldsOfEdgeOf(command.edge), { ...(value as ConfigJson) });
    case 'new-nodes':
      return (value as DocumentNode[]).map((node) => rows.node(node, trail));
    case 'new-edges':
      return (value as DocumentEdge[]).map((edge) => rows.edge(edge, trail));
    default:
      // All that a command holds is JSON.
      return value as Json;
  }
}

/** The rows of nodes that a command row brings. */
export function addedNodes(row: readonly Json[], trail: Trail): (readonly Json[])[] {
  return argsOf(row[1] ?? null, trail).flatMap(({ is }, at) =>
    is === 'new-nodes' ? rowsOf(row[at + 2]) : [],
  );
}

export function fullCommand(row: readonly Json[], trail: Trail, rows: FullRows): Json {
  const [at = null, name = null, ...given] = row;
  const command: { [key: string]: Json } = { at, do: name };
  for (const [index, arg] of argsOf(name, trail).entries()) {
    const short = given[index] ?? 0;
    const full = fullValue(arg, short, { command, trail, rows });
    if (full !== undefined) command[arg.name] = full;
  }
  return command;
}

/** Undefined where it is left out. */
function fullValue(
  arg: SpelledArg,
  short: Json,
  on: {
    readonly command: { readonly [arg: string]: Json };
    readonly trail: Trail;
    readonly rows: FullRows;
  },
): Json | undefined {
  const { command, trail, rows } = on;
  switch (arg.is) {
    case 'settings':
      return expandConfig(trail.fieldsOfNode(command.node), short);
    case 'edge-settings':
      return expandConfig(trail.fieldsOfEdgeOf(command.edge), short);
    case 'frame':
      return short === 0 ? null : short;
    case 'new-nodes':
      return short === 0 ? undefined : rowsOf(short).map((each) => rows.node(each, trail));
    case 'new-edges':
      return short === 0 ? undefined : rowsOf(short).map((each) => rows.edge(each, trail));
    case 'value':
      return short === 0 && arg.isOptional ? undefined : short;
    default:
      return short === 0 ? undefined : short;
  }
}
