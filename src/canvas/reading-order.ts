/**
 * How the arrow keys walk: the nearest node in the direction pressed, and along edges with Alt.
 * Reading order is top to bottom in rows, left to right within a row.
 */
import type { DocumentEdge } from '../document/types.ts';
import type { Box } from '../worker/protocol.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Boxes whose middles are this near in height are one row. */
const ROW = 48;

export function readingOrder(boxes: ReadonlyMap<string, Box>): string[] {
  const entries = [...boxes].sort(
    ([, a], [, b]) => a.y + a.height / 2 - (b.y + b.height / 2) || a.x - b.x,
  );
  const rows: { top: number; members: [string, Box][] }[] = [];
  for (const entry of entries) {
    const y = entry[1].y + entry[1].height / 2;
    const row = rows.at(-1);
    if (row !== undefined && y - row.top <= ROW) row.members.push(entry);
    else rows.push({ top: y, members: [entry] });
  }
  return rows.flatMap((row) => row.members.sort(([, a], [, b]) => a.x - b.x).map(([id]) => id));
}

/**
 * The node to step to. Straight ahead counts more than aside; where nothing lies ahead, left and
 * right go on in reading order, so that two keys reach everything. From nowhere it is the first
 * node.
 */
export function nextNode(
  boxes: ReadonlyMap<string, Box>,
  from: string | null,
  direction: Direction,
): string | null {
  const order = readingOrder(boxes);
  const here = from === null ? undefined : boxes.get(from);
  if (from === null || here === undefined) return order[0] ?? null;
  const ahead = nearest(boxes, from, here, direction);
  if (ahead !== null) return ahead;
  const index = order.indexOf(from);
  if (direction === 'right') return order[index + 1] ?? from;
  if (direction === 'left') return order[index - 1] ?? from;
  return from;
}

function nearest(
  boxes: ReadonlyMap<string, Box>,
  from: string,
  here: Box,
  direction: Direction,
): string | null {
  let best: { id: string; cost: number } | null = null;
  for (const [id, box] of boxes) {
    if (id === from) continue;
    const dx = box.x + box.width / 2 - (here.x + here.width / 2);
    const dy = box.y + box.height / 2 - (here.y + here.height / 2);
    const sideways = direction === 'left' || direction === 'right';
    const ahead = sideways ? dx : dy;
    const aside = Math.abs(sideways ? dy : dx);
    const along = direction === 'left' || direction === 'up' ? -ahead : ahead;
    // Within a right angle of straight ahead, and not merely a pixel off in the same row.
    if (along < 8 || aside > along * 2) continue;
    const cost = along + aside * 2;
    if (best === null || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}

/**
 * Alt and an arrow: right and left follow an edge to its target and back to its source; down and up
 * go through the other ends of the edge one came by.
 */
export function alongEdge(
  edges: readonly DocumentEdge[],
  from: string,
  direction: Direction,
  cameFrom: string | null,
): string | null {
  const targets = edges.filter((edge) => edge.from === from).map((edge) => edge.to);
  const sources = edges.filter((edge) => edge.to === from).map((edge) => edge.from);
  if (direction === 'right') return targets[0] ?? null;
  if (direction === 'left') return sources.find((id) => id === cameFrom) ?? sources[0] ?? null;
  const source = sources.find((id) => id === cameFrom) ?? sources[0];
  if (source === undefined) return null;
  const siblings = edges.filter((edge) => edge.from === source).map((edge) => edge.to);
  const index = siblings.indexOf(from);
  return siblings[index + (direction === 'down' ? 1 : -1)] ?? null;
}
