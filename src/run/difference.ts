/** From which moment on two documents may run differently. */
import { broughtBy, idsOf, positionsIn, targetsOf } from '../document/deeds.ts';
import type {
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  SceneDocument,
} from '../document/types.ts';
import type { Micros } from '../sim/types.ts';
import { commandMicros } from './command-moment.ts';

/**
 * The moment of the first difference in behaviour: -1 when they start differently, Infinity when
 * only looks differ (names, positions, sizes, title, speed).
 */
export function firstDifference(a: SceneDocument, b: SceneDocument): Micros {
  if (a.seed !== b.seed) return -1;
  // Whether a condition was true before is part of every moment.
  if (!sameBehaviour(a.conditions ?? [], b.conditions ?? [], JSON.stringify)) return -1;
  if (!sameBehaviour(a.nodes, b.nodes, nodeBehaviour)) return -1;
  if (!sameBehaviour(a.edges, b.edges, edgeBehaviour)) return -1;
  const shared = Math.min(a.commands.length, b.commands.length);
  for (let i = 0; i < shared; i++) {
    const one = a.commands[i] as DocumentCommand;
    const other = b.commands[i] as DocumentCommand;
    if (one !== other && commandBehaviour(one) !== commandBehaviour(other)) {
      return Math.min(commandMicros(one), commandMicros(other));
    }
  }
  const rest = a.commands[shared] ?? b.commands[shared];
  return rest === undefined ? Number.POSITIVE_INFINITY : commandMicros(rest);
}

function sameBehaviour<T>(
  a: readonly T[],
  b: readonly T[],
  behaviour: (item: T) => string,
): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((item, i) => {
    const other = b[i] as T;
    return item === other || behaviour(item) === behaviour(other);
  });
}

/** A node's name is a name, but others show it in their observation: it counts as a look. */
function nodeBehaviour(node: DocumentNode): string {
  const { id, kind, in: frame = null, replicas = null, config = {} } = node;
  return JSON.stringify([id, kind, frame, replicas, config]);
}

function edgeBehaviour(edge: DocumentEdge): string {
  return JSON.stringify([edge.id, edge.from, edge.to, edge.config ?? {}]);
}

/** What of a command matters to a run: where a node stands is a look. */
function commandBehaviour(command: DocumentCommand): string {
  const { nodes, edges } = broughtBy(command);
  if (nodes.length + edges.length === 0 && positionsIn(command) === undefined) {
    return JSON.stringify(command);
  }
  const parts = [nodes.map(nodeBehaviour), edges.map(edgeBehaviour)];
  return JSON.stringify([command.at, command.do, targetsOf(command), idsOf(command), parts]);
}
