/** How a name is written on a card, which has room for two short lines: smaller where a long word asks for it, cut at its end if need be. */
import { textWidth } from '../lib/text-width.ts';

/** Room for a name between icon and picture, in canvas units. */
const ROOM = 62;
const SIZES = [13, 12, 11] as const;

export interface NameFit {
  /** Of the letters, in canvas units. */
  readonly size: number;
  /** Two lines broken between words; one cut at its end where a single word is wider than the room. */
  readonly lines: 1 | 2;
}

export function fitName(name: string): NameFit {
  // Browsers break a line after a hyphen too.
  const words = name.split(/\s+|(?<=-)/);
  const widest = (size: number) => Math.max(...words.map((word) => textWidth(word, size, 600)));
  const size = SIZES.find((one) => widest(one) <= ROOM);
  return size === undefined ? { size: 11, lines: 1 } : { size, lines: 2 };
}
