/**
 * From document nodes to the canvas library's nodes. One flow node per document node is kept for as long as nothing about it changes,
 * with its size known beforehand: otherwise every change would hide and measure it anew.
 */
import type { Node } from '@xyflow/react';
import type { DocumentNode } from '../document/types.ts';
import type { Box } from '../worker/protocol.ts';
import type { Point } from './layout.ts';

export type CardData = {
  node: DocumentNode;
  /** Milliseconds of simulated time when it joins; null for what is there. */
  joinsAt: number | null;
};
export type FlowNode = Node<CardData, 'card' | 'frame'>;

export interface FlowInput {
  nodes: readonly DocumentNode[];
  joinsAt: ReadonlyMap<string, number>;
  boxes: ReadonlyMap<string, Box>;
  drafts: ReadonlyMap<string, Point>;
  selected: ReadonlySet<string>;
  isFrame: (kind: string) => boolean;
}

/** Frames lie under the lines, cards over the dots; see the layers of canvas.module.css. */
export const LAYER = { frame: 0, lines: 1, dots: 2, card: 3, pictures: 4, pops: 5 } as const;

/** Frames come before their members, as the library wants it. Unchanged nodes of `before` are handed back as they are. */
export function flowNodes(input: FlowInput, before: readonly FlowNode[]): readonly FlowNode[] {
  const known = new Map(before.map((flow) => [flow.id, flow]));
  const ids = new Set(input.nodes.map((node) => node.id));
  const next = input.nodes.flatMap((node) => {
    const box = input.boxes.get(node.id);
    if (box === undefined) return [];
    const made = flowNode(node, box, input, ids);
    const old = known.get(node.id);
    return [old !== undefined && isSame(old, made) ? old : made];
  });
  const frames = new Map(input.nodes.map((node) => [node.id, node.in]));
  const depths = new Map(next.map((flow) => [flow.id, depthOf(flow.id, frames)]));
  const ordered = next.sort((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
  const unchanged =
    ordered.length === before.length && ordered.every((flow, i) => flow === before[i]);
  return unchanged ? before : ordered;
}

function flowNode(
  node: DocumentNode,
  box: Box,
  input: FlowInput,
  ids: ReadonlySet<string>,
): FlowNode {
  const [x, y] = input.drafts.get(node.id) ?? node.at;
  const joinsAt = input.joinsAt.get(node.id) ?? null;
  const isFrame = input.isFrame(node.kind);
  return {
    id: node.id,
    type: isFrame ? 'frame' : 'card',
    position: { x, y },
    width: box.width,
    height: box.height,
    measured: { width: box.width, height: box.height },
    ...(node.in !== undefined && ids.has(node.in) ? { parentId: node.in } : {}),
    selected: input.selected.has(node.id),
    draggable: joinsAt === null,
    zIndex: isFrame ? LAYER.frame : LAYER.card,
    data: { node, joinsAt },
  };
}

function isSame(a: FlowNode, b: FlowNode): boolean {
  return (
    a.data.node === b.data.node &&
    a.data.joinsAt === b.data.joinsAt &&
    a.type === b.type &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    a.parentId === b.parentId &&
    a.selected === b.selected
  );
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
