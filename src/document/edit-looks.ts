/**
 * Edits of what has no time: where nodes stand, how large they are, what they are called. They
 * change the node where it lives: among the nodes of the start, or inside the command that brings
 * it.
 */
import { own } from '../lib/table.ts';
import { bringing, broughtBy, positioning, positionsIn, targetsOf } from './deeds.ts';
import { hasHappened, type SceneAt, sceneAt } from './scene.ts';
import type { Specs } from './spec.ts';
import type { DocumentNode, SceneDocument } from './types.ts';

type Position = [number, number];

/**
 * Changes a node wherever the document holds it; the document itself when it holds no such node.
 */
export function changeNode(
  document: SceneDocument,
  id: string,
  change: (node: DocumentNode) => DocumentNode,
): SceneDocument {
  const apply = (node: DocumentNode) => (node.id === id ? change(node) : node);
  const isHere = (nodes: readonly DocumentNode[]) => nodes.some((node) => node.id === id);
  if (isHere(document.nodes)) return { ...document, nodes: document.nodes.map(apply) };
  const index = document.commands.findIndex((command) => isHere(broughtBy(command).nodes));
  const command = document.commands[index];
  if (command === undefined) return document;
  const { nodes, edges } = broughtBy(command);
  const changed = bringing(command, { nodes: nodes.map(apply), edges }) ?? command;
  return { ...document, commands: document.commands.with(index, changed) };
}

/** Finds a node of the start or one that a command brings. */
export function findNode(document: SceneDocument, id: string): DocumentNode | undefined {
  const isIt = (node: DocumentNode) => node.id === id;
  const atStart = document.nodes.find(isIt);
  if (atStart !== undefined) return atStart;
  for (const command of document.commands) {
    const found = broughtBy(command).nodes.find(isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Moves nodes to where they are to be shown at `nowMs`, each relative to the frame it is in by
 * then.
 */
export function moveNodes(
  document: SceneDocument,
  positions: Readonly<Record<string, Position>>,
  nowMs: number,
  specs: Specs,
): SceneDocument {
  const scene = sceneAt(document, nowMs, specs);
  let moved = document;
  for (const [id, to] of Object.entries(positions)) {
    const shown = scene.nodes.find((node) => node.id === id) ?? findNode(document, id);
    if (shown !== undefined) moved = moveNode(moved, { shown, to, nowMs, scene });
  }
  return moved;
}

interface Move {
  shown: DocumentNode;
  to: Position;
  nowMs: number;
  scene: SceneAt;
}

/**
 * A position belongs to the frame that the node is in: the command that put it there has its own,
 * and from then on that one counts. Where a frame's removal or a position left out has made the
 * table compute one, what it was computed from moves by as much.
 */
function moveNode(document: SceneDocument, { shown, to, nowMs, scene }: Move): SceneDocument {
  const { id } = shown;
  const move = (from: Position): Position => {
    if (from[0] === shown.at[0] && from[1] === shown.at[1]) return to;
    return [from[0] + to[0] - shown.at[0], from[1] + to[1] - shown.at[1]];
  };
  const index = document.commands.findLastIndex(
    (command, i) =>
      hasHappened(command, nowMs) &&
      targetsOf(command).includes(id) &&
      own(positionsIn(command), id) !== undefined &&
      !scene.skipped.some((skip) => skip.command === i),
  );
  const command = document.commands[index];
  const from = command && own(positionsIn(command), id);
  if (command === undefined || from === undefined) {
    return changeNode(document, id, (node) => ({ ...node, at: move(node.at) }));
  }
  const moved = positioning(command, { ...positionsIn(command), [id]: move(from) });
  return { ...document, commands: document.commands.with(index, moved) };
}

/** With these frames folded; a view that says nothing is left out. */
export function withFolded(document: SceneDocument, folded: string[]): SceneDocument {
  const { view: { folded: _old, ...others } = {}, ...rest } = document;
  const view = { ...others, ...(folded.length > 0 && { folded }) };
  return { ...rest, ...(Object.keys(view).length > 0 && { view }) };
}
