/** Breaks text of several weights and inks into lines of a given width. */
import type { InkName } from '../../lib/ink.ts';
import { textWidth, type Weight } from '../../lib/text-width.ts';

/** A piece of a line in one weight and ink. */
export interface Run {
  readonly text: string;
  readonly weight: Weight;
  readonly ink: InkName;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

/**
 * Widths are Inter's; where another font has to stand in, this keeps most of them within their
 * line.
 */
const SLACK = 1.02;

/** Between a line and the label at its end. */
const BEFORE_LABEL = 8;

/** Whether a label fits behind a line of that width. */
export function fits(line: number, label: Run, size: number, width: number): boolean {
  return line + BEFORE_LABEL + widthOf(label, size) <= width;
}

function widthOf(run: Run, size: number): number {
  return textWidth(run.text, size, run.weight) * SLACK;
}

/** Lines break at spaces; a word that is wider than a line is broken between letters. */
export function wrapRuns(runs: readonly Run[], size: number, width: number): Line[] {
  const lines: Line[] = [];
  let current: Run[] = [];
  let used = 0;
  const flush = () => {
    lines.push({ runs: joined(current), width: used });
    current = [];
    used = 0;
  };
  for (const piece of runs.flatMap((run) => pieces(run, size, width))) {
    const space = current.length > 0 ? piece : { ...piece, text: piece.text.trimStart() };
    if (
      used + widthOf({ ...piece, text: piece.text.trimEnd() }, size) > width &&
      current.length > 0
    ) {
      flush();
      const first = { ...piece, text: piece.text.trimStart() };
      current.push(first);
      used = widthOf(first, size);
    } else {
      current.push(space);
      used += widthOf(space, size);
    }
  }
  if (current.length > 0) flush();
  return lines;
}

/** Words with the spaces before them. */
function pieces(run: Run, size: number, width: number): Run[] {
  const words = run.text.match(/\s*\S+/g) ?? [];
  return words.flatMap((text) => {
    if (widthOf({ ...run, text: text.trimStart() }, size) <= width) return [{ ...run, text }];
    return broken({ ...run, text: text.trimStart() }, size, width);
  });
}

/** A word in parts that each fit a line. */
function broken(run: Run, size: number, width: number): Run[] {
  const parts: Run[] = [];
  let text = '';
  for (const letter of run.text) {
    if (text !== '' && widthOf({ ...run, text: text + letter }, size) > width) {
      parts.push({ ...run, text });
      text = '';
    }
    text += letter;
  }
  parts.push({ ...run, text });
  return parts;
}

/** Neighbours of the same weight and ink as one. */
function joined(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last !== undefined && last.weight === run.weight && last.ink === run.ink) {
      all[all.length - 1] = { ...last, text: last.text + run.text };
    } else all.push(run);
  }
  return all;
}
