/**
 * From document nodes and notes to the canvas library's nodes. One flow node per document node is
 * kept for as long as nothing about it changes, with its size known beforehand: otherwise every
 * change would hide and measure it anew. All stand on the table itself, frames' members too: a
 * frame that moves takes them along here, not in the library.
 */
import type { Node } from '@xyflow/react';
import { leavesOf, type Members, membersOf } from '../document/members.ts';
import type { DocumentNode, DocumentNote } from '../document/types.ts';
import type { Box } from '../worker/protocol.ts';

export type CardData = {
  node: DocumentNode;
  /** Milliseconds of simulated time when it joins; null for what is there. */
  joinsAt: number | null;
  /** All that is in a folded frame; null where that is shown, or there is no frame. */
  hides: readonly string[] | null;
};
export type NoteData = { note: DocumentNote };
export type CardNode = Node<CardData, 'card' | 'frame'>;
export type NoteNode = Node<NoteData, 'note'>;
export type FlowNode = CardNode | NoteNode;

export interface FlowInput {
  nodes: readonly DocumentNode[];
  notes: readonly DocumentNote[];
  joinsAt: ReadonlyMap<string, number>;
  /** The boxes of nodes and notes. */
  boxes: ReadonlyMap<string, Box>;
  selected: ReadonlySet<string>;
  isFrame: (node: DocumentNode) => boolean;
  folded: ReadonlySet<string>;
}

/** Frames lie under the lines, cards over the dots; see the layers of canvas.module.css. */
export const LAYER = {
  frame: 0,
  lines: 1,
  dots: 2,
  card: 3,
  pictures: 4,
  note: 5,
  ends: 6,
  pops: 7,
} as const;

/**
 * A frame comes before the frames and cards within it. Unchanged nodes of `before` are handed back
 * as they are.
 */
export function flowNodes(input: FlowInput, before: readonly FlowNode[]): readonly FlowNode[] {
  const known = new Map(before.map((flow) => [flow.id, flow]));
  const frames = new Map(input.nodes.map((node) => [node.id, node.in]));
  const depths = new Map(input.nodes.map(({ id }) => [id, depthOf(id, frames)]));
  const inOrder = [...input.nodes].sort(
    (a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0),
  );
  const members = membersOf(input.nodes);
  const made = [
    ...inOrder.flatMap((node) => cardNode(node, input, members)),
    ...input.notes.flatMap((note) => noteNode(note, input)),
  ];
  const next = made.map((flow) => {
    const old = known.get(flow.id);
    return old !== undefined && isSame(old, flow) ? old : flow;
  });
  const unchanged = next.length === before.length && next.every((flow, i) => flow === before[i]);
  return unchanged ? before : next;
}

function cardNode(node: DocumentNode, input: FlowInput, members: Members): CardNode[] {
  const box = input.boxes.get(node.id);
  if (box === undefined) return [];
  const isFrame = input.isFrame(node);
  const hides = isFrame && input.folded.has(node.id) ? leavesOf(node.id, members) : null;
  return [
    {
      ...placed(node.id, box, input),
      type: isFrame ? 'frame' : 'card',
      // Folded, it is a card: lines end at it, and do not lie over it.
      zIndex: isFrame && hides === null ? LAYER.frame : LAYER.card,
      data: { node, joinsAt: input.joinsAt.get(node.id) ?? null, hides },
    },
  ];
}

function noteNode(note: DocumentNote, input: FlowInput): NoteNode[] {
  const box = input.boxes.get(note.id);
  if (box === undefined) return [];
  return [{ ...placed(note.id, box, input), type: 'note', zIndex: LAYER.note, data: { note } }];
}

function placed(id: string, { x, y, width, height }: Box, { selected }: FlowInput) {
  return {
    id,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    selected: selected.has(id),
    // A finger on it drags it, and not the camera.
    className: 'nopan',
  };
}

function isSame(a: FlowNode, b: FlowNode): boolean {
  return (
    a.type === b.type &&
    isSameData(a.data, b.data) &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    a.selected === b.selected
  );
}

function isSameData(a: CardData | NoteData, b: CardData | NoteData): boolean {
  if ('note' in a || 'note' in b) return 'note' in a && 'note' in b && a.note === b.note;
  return a.node === b.node && a.joinsAt === b.joinsAt && a.hides?.join() === b.hides?.join();
}

function depthOf(id: string, frames: ReadonlyMap<string, string | undefined>): number {
  let depth = 0;
  let frame = frames.get(id);
  while (frame !== undefined && depth < 32) {
    depth += 1;
    frame = frames.get(frame);
  }
  return depth;
}
