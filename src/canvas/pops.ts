/**
 * Reasons that pop beside the node that dropped something: what is new since the last observation,
 * merged while it repeats, gone two seconds after the last one.
 */
import { own } from '../lib/table.ts';
import { textWidth } from '../lib/text-width.ts';
import type { Box, CardReport } from '../worker/protocol.ts';
import { words } from './words.ts';

export interface Pop {
  node: string;
  reason: string;
  count: number;
  /** The viewer's clock, ms, when it last grew. */
  grewAt: number;
}

export const POP_MS = 2_000;

export type Dropped = ReadonlyMap<string, Readonly<Record<string, number>>>;

export function droppedOf(cards: readonly CardReport[]): Dropped {
  return new Map(cards.map(({ id, dropped, erred }) => [id, { ...dropped, ...erred }]));
}

/** The pops to show now. With no `before` (a jump in time, another document) nothing is new. */
export function popsAfter(
  pops: readonly Pop[],
  before: Dropped | null,
  now: Dropped,
  nowMs: number,
): readonly Pop[] {
  const next = new Map(
    pops
      .filter((pop) => nowMs - pop.grewAt < POP_MS)
      .map((pop) => [keyOf(pop.node, pop.reason), pop]),
  );
  if (before !== null) {
    for (const [node, reasons] of now) {
      for (const [reason, count] of Object.entries(reasons)) {
        const fresh = count - (own(before.get(node), reason) ?? 0);
        if (fresh <= 0) continue;
        const key = keyOf(node, reason);
        const shown = next.get(key)?.count ?? 0;
        next.set(key, { node, reason, count: shown + fresh, grewAt: nowMs });
      }
    }
  }
  const list = [...next.values()];
  return sameList(pops, list) ? pops : list;
}

function keyOf(node: string, reason: string): string {
  return `${node} ${reason}`;
}

function sameList(a: readonly Pop[], b: readonly Pop[]): boolean {
  return a.length === b.length && a.every((pop, index) => pop === b[index]);
}

/** "queue full ×12", "answered 500". */
export function popWords(pop: Pick<Pop, 'reason' | 'count'>): string {
  const status = /^status-(\d+)$/.exec(pop.reason)?.[1];
  const reason = status === undefined ? pop.reason.replaceAll('-', ' ') : words.answered(status);
  return pop.count === 1 ? reason : `${reason} ×${pop.count}`;
}

/**
 * A pop's outline over its node, in canvas units: how wide its words are is known without a
 * browser.
 */
const TEXT = { size: 12, padding: 9, height: 22, step: 24, above: 10 } as const;

/**
 * How many steps above its node each pop stands, so that no two cover each other: those of one node
 * one above the other, and those of neighbours clear of each other.
 * @param scale how much larger than life they are drawn
 */
export function pileUp(
  pops: readonly Pop[],
  boxes: ReadonlyMap<string, Box>,
  scale: number,
): readonly number[] {
  const placed: Box[] = [];
  return pops.map((pop) => {
    const box = boxes.get(pop.node);
    if (box === undefined) return 0;
    const width = (textWidth(popWords(pop), TEXT.size, 600) + 2 * TEXT.padding) * scale;
    const height = TEXT.height * scale;
    const x = box.x + (box.width - width) / 2;
    for (let row = 0; ; row++) {
      const y = box.y - TEXT.above - TEXT.step * scale * row - height;
      const isFree = placed.every(
        (other) =>
          x >= other.x + other.width ||
          x + width <= other.x ||
          y >= other.y + other.height ||
          y + height <= other.y,
      );
      if (!isFree) continue;
      placed.push({ x, y, width, height });
      return row;
    }
  });
}
