/**
 * Where marks stand on a line that is too short for all of them: those that would lie on each other
 * fan out to both sides of where they belong, and where even that needs too much room, they become
 * one numbered mark. All distances are CSS pixels.
 */

/** What a finger or a pointer needs. */
export const ROOM = 24;

export interface Spot {
  /** Middle of the mark. */
  readonly x: number;
  /** Indices of what it stands for, in order; more than one for a numbered mark. */
  readonly items: readonly number[];
}

interface Block {
  items: number[];
  /** Sum of where its items belong. */
  sum: number;
}

/**
 * @param places where each mark belongs, in any order
 * @param most so many marks fan out beside each other; more become one
 */
export function spread(places: readonly number[], width: number, most: number): Spot[] {
  const order = places.map((_, index) => index).sort((a, b) => at(places, a) - at(places, b));
  const blocks: Block[] = [];
  for (const index of order) {
    blocks.push({ items: [index], sum: at(places, index) });
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      const before = blocks.at(-2);
      if (before === undefined) break;
      const free = startOf(last, width, most) - endOf(before, width, most);
      if (free >= 0) break;
      blocks.splice(-2, 2, {
        items: [...before.items, ...last.items],
        sum: before.sum + last.sum,
      });
    }
  }
  return blocks.flatMap((block) => spotsOf(block, width, most));
}

function at(places: readonly number[], index: number): number {
  return places[index] ?? 0;
}

function lengthOf({ items }: Block, most: number): number {
  return items.length > most ? ROOM : items.length * ROOM;
}

/** A block stands in the middle of where its marks belong, as far as the ends of the line allow. */
function startOf(block: Block, width: number, most: number): number {
  const length = lengthOf(block, most);
  const ideal = block.sum / block.items.length - length / 2;
  return Math.max(-ROOM / 2, Math.min(width + ROOM / 2 - length, ideal));
}

function endOf(block: Block, width: number, most: number): number {
  return startOf(block, width, most) + lengthOf(block, most);
}

function spotsOf(block: Block, width: number, most: number): Spot[] {
  const start = startOf(block, width, most);
  if (block.items.length > most) return [{ x: start + ROOM / 2, items: block.items }];
  return block.items.map((item, place) => ({ x: start + (place + 0.5) * ROOM, items: [item] }));
}
