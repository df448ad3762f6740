/** Who is in which frame, and what stands for whom while frames are folded. */
import type { DocumentEdge, DocumentNode } from './types.ts';

/** Frames within frames go no deeper, whatever a document claims. */
const DEPTH = 32;

/** By the id of each frame, what is in it. */
export type Members = ReadonlyMap<string, readonly DocumentNode[]>;

/** Frames that hold nothing are not in it. */
export function membersOf(nodes: readonly DocumentNode[]): Members {
  const members = new Map<string, DocumentNode[]>();
  for (const node of nodes) {
    if (node.in === undefined) continue;
    const known = members.get(node.in);
    if (known === undefined) members.set(node.in, [node]);
    else known.push(node);
  }
  return members;
}

/** The nodes in a frame and in frames within it, but for those frames; none of an empty one. */
export function leavesOf(id: string, members: Members, depth = 0): readonly string[] {
  const inside = depth > DEPTH ? [] : (members.get(id) ?? []);
  return inside.flatMap((member) => {
    const within = leavesOf(member.id, members, depth + 1);
    return within.length === 0 ? [member.id] : within;
  });
}

/** How many lanes an edge has: one for each pair of members, where an end of it is a frame. */
export function laneCount({ from, to }: DocumentEdge, members: Members): number {
  const ends = (id: string) => Math.max(1, leavesOf(id, members).length);
  return ends(from) * ends(to);
}

/** By the id of each node that is not shown, the outermost folded frame that it is in. */
export function hiddenIn(
  nodes: readonly DocumentNode[],
  folded: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  if (folded.size === 0) return new Map();
  const frames = new Map(nodes.map((node) => [node.id, node.in]));
  const hidden = new Map<string, string>();
  for (const { id } of nodes) {
    let frame = frames.get(id);
    for (let depth = 0; frame !== undefined && depth <= DEPTH; depth++) {
      if (folded.has(frame) && frames.has(frame)) hidden.set(id, frame);
      frame = frames.get(frame);
    }
  }
  return hidden;
}
