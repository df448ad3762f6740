/**
 * What the outline lists: every part in reading order, members under their frames, with its
 * connections both ways. Pure.
 */
import { readingOrder } from '../../canvas/reading-order.ts';
import type { DocumentEdge, DocumentNode } from '../../document/types.ts';
import type { Box } from '../../worker/protocol.ts';

export interface OutlineRow {
  readonly node: DocumentNode;
  /** Milliseconds of simulated time when it joins; null for what is there. */
  readonly joinsAt: number | null;
  readonly sendsTo: readonly DocumentEdge[];
  readonly hearsFrom: readonly DocumentEdge[];
  readonly members: readonly OutlineRow[];
}

interface OutlineInput {
  /** What stands there, and ghosts. */
  nodes: readonly DocumentNode[];
  edges: readonly DocumentEdge[];
  ghosts: readonly { readonly id: string; readonly joinsAt: number }[];
  /** On the table itself. */
  boxes: ReadonlyMap<string, Box>;
}

export function outlineTree({ nodes, edges, ghosts, boxes }: OutlineInput): OutlineRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const joinsAt = new Map(ghosts.map((ghost) => [ghost.id, ghost.joinsAt]));
  const from = grouped(edges, (edge) => edge.from);
  const to = grouped(edges, (edge) => edge.to);
  const inside = grouped(nodes, ({ in: frame }) =>
    frame !== undefined && byId.has(frame) ? frame : null,
  );
  const rowsIn = (frame: string | null, depth: number): OutlineRow[] => {
    const members = inside.get(frame) ?? [];
    const order = readingOrder(new Map(members.map((node) => entryOf(node, boxes))));
    return order.flatMap((id) => {
      const node = byId.get(id);
      if (node === undefined || depth > 32) return [];
      return {
        node,
        joinsAt: joinsAt.get(id) ?? null,
        sendsTo: from.get(id) ?? [],
        hearsFrom: to.get(id) ?? [],
        members: rowsIn(id, depth + 1),
      };
    });
  };
  return rowsIn(null, 0);
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** What a folded frame hides is in the order it has there. */
function entryOf({ id, at }: DocumentNode, boxes: ReadonlyMap<string, Box>): [string, Box] {
  const [x, y] = at;
  return [id, boxes.get(id) ?? { x, y, width: 0, height: 0 }];
}

/** Where an arrow key leads from a row; the row itself where it leads nowhere. */
export function nextRow(tree: readonly OutlineRow[], from: string, key: string): string {
  const rows = flat(tree, null);
  const index = rows.findIndex(({ row }) => row.node.id === from);
  const here = rows[index];
  if (here === undefined) return from;
  const next = {
    ArrowDown: rows[index + 1],
    ArrowUp: rows[index - 1],
    Home: rows[0],
    End: rows.at(-1),
  }[key];
  if (next !== undefined) return next.row.node.id;
  if (key === 'ArrowRight') return here.row.members[0]?.node.id ?? from;
  if (key === 'ArrowLeft') return here.frame ?? from;
  return from;
}

interface FlatRow {
  row: OutlineRow;
  frame: string | null;
}

function flat(tree: readonly OutlineRow[], frame: string | null): FlatRow[] {
  return tree.flatMap((row) => [{ row, frame }, ...flat(row.members, row.node.id)]);
}

export function isListed(tree: readonly OutlineRow[], id: string): boolean {
  return tree.some((row) => row.node.id === id || isListed(row.members, id));
}
