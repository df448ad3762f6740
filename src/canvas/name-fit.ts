/**
 * How a name and a state are written on a card. A name has room for two short lines: smaller where a long word asks for it, cut at its end if
 * need be. A state has one line.
 */
import { textWidth } from '../lib/text-width.ts';

/** Room for a name between icon and picture, in canvas units. */
const ROOM = 62;
/** Room for the words of a state below them. */
const LINE = 164;
const LINE_SIZES = [12, 11] as const;
const SIZES = [13, 12, 11] as const;
/** Between the parts of a state in words. */
const PART = ' · ';

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

/** The words of a state as they fit on their line: somewhat smaller, and without the last of several parts, where there is no room for all. */
export function fitState(says: string): { text: string; size: number } {
  const parts = says.split(PART);
  for (let count = parts.length; count > 1; count--) {
    const text = parts.slice(0, count).join(PART);
    const size = LINE_SIZES.find((one) => textWidth(text, one, 400) <= LINE);
    if (size !== undefined) return { text, size };
  }
  return { text: parts[0] ?? '', size: LINE_SIZES[0] };
}
