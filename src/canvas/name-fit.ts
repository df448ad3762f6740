/**
 * How a name and a state are written on a card. A name has room for two short lines: smaller where
 * a long word asks for it, cut at its end if need be. A state has one line.
 */
import { textWidth, type Weight } from '../lib/text-width.ts';

/** Room for a name between icon and picture, in canvas units. */
const ROOM = 62;
/** Room for the words of a state below them. */
const LINE = 164;
const LINE_SIZES = [12, 11] as const;
const SIZES = [13, 12, 11] as const;
/** Between the parts of a state in words. */
export const PART = ' · ';

export interface NameFit {
  /** The size of the letters, in canvas units. */
  readonly size: number;
  /**
   * Two lines broken between words; one cut at its end where a single word is wider than the room.
   */
  readonly lines: 1 | 2;
}

export function fitName(name: string): NameFit {
  const size = SIZES.find((one) => linesOf(name, one) <= 2);
  if (size !== undefined) return { size, lines: 2 };
  return { size: 11, lines: linesOf(name, 11) === Number.POSITIVE_INFINITY ? 1 : 2 };
}

/**
 * How many lines a name takes, broken between words and after hyphens, as browsers do; infinite
 * when a word is too wide for any.
 */
function linesOf(name: string, size: number): number {
  let lines = 1;
  let filled = 0;
  for (const [word] of name.matchAll(/\s*[^\s-]*-?/g)) {
    const bare = textWidth(word.trimStart(), size, 600);
    if (bare > ROOM) return Number.POSITIVE_INFINITY;
    const after = filled + textWidth(word, size, 600);
    const isNext = filled > 0 && after > ROOM;
    if (isNext) lines++;
    filled = isNext || filled === 0 ? bare : after;
  }
  return lines;
}

/**
 * The words of a state as they fit on their line: somewhat smaller, and without the last of several
 * parts, where there is no room for all.
 */
export function fitState(
  says: string,
  weight: Weight = 400,
  room = LINE,
): { text: string; size: number } {
  const parts = says.split(PART);
  for (let count = parts.length; count > 1; count--) {
    const text = parts.slice(0, count).join(PART);
    const size = LINE_SIZES.find((one) => textWidth(text, one, weight) <= room);
    if (size !== undefined) return { text, size };
  }
  return { text: parts[0] ?? '', size: LINE_SIZES[0] };
}

/** Of a frame's title, in canvas units: borders, tile and fold button; between name and state. */
const TITLE_TAKEN = 77;
const TITLE_GAP = 12;
/** A name takes at most this share of the line, as the stylesheet says, too. */
const NAME_SHARE = 0.6;

/** What the name leaves to the state in the title of a frame that wide. */
export function roomBeside(name: string, frameWidth: number): number {
  const line = frameWidth - TITLE_TAKEN;
  return line - TITLE_GAP - Math.min(textWidth(name, 13, 600), NAME_SHARE * line);
}

/** The last number of a state in words: "14" of "busy · 14 waiting"; of "L7" none. */
export function numberIn(words: string): string {
  return [...words.matchAll(/(?<![\w.,])\d[\d.,]*[kM%]?(?!\w)/g)].at(-1)?.[0] ?? '';
}

/** Letters that a small card has room for. */
const SMALL = 10;

/** A name on a small card: of a long one its number stays, which tells it apart. */
export function smallName(name: string): string {
  if (name.length <= SMALL) return name;
  const number = / \d+$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, Math.max(1, SMALL - 1 - number.length)).trimEnd()}…${number}`;
}
