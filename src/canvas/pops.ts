/**
 * Reasons that pop beside the node that dropped something: what is new since the last observation, merged while it repeats, gone
 * two seconds after the last one.
 */
import type { CardReport } from '../worker/protocol.ts';

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
  return new Map(cards.map((card) => [card.id, card.dropped]));
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
        const fresh = count - (before.get(node)?.[reason] ?? 0);
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

/** "queue full ×12". */
export function popWords(pop: Pick<Pop, 'reason' | 'count'>): string {
  const reason = pop.reason.replaceAll('-', ' ');
  return pop.count === 1 ? reason : `${reason} ×${pop.count}`;
}
