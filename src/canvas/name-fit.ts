/**
 * How a name and a state are written on a card. A name has room for two short lines: smaller where a long word asks for it, cut at its end if
 * need be. A state has one line.
 */
import { textWidth } from '../lib/text-width.ts';

/** Room for a name between icon and picture, in canvas units. */
const ROOM = 62;
/** Room for the words of a state below them. */
const LINE = 162;
const LINE_SIZE = 12;
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

/**
 * The words of a state that fit on their line. The first of several, "saturated · 12 waiting · slow ×4", is told by edge and bar as well, so
 * where there is no room for all, what follows it stays.
 */
export function fitState(says: string): string {
  let rest = says;
  while (textWidth(rest, LINE_SIZE, 400) > LINE && rest.includes(PART)) {
    rest = rest.slice(rest.indexOf(PART) + PART.length);
  }
  return rest;
}
