/**
 * What a check of the soak is: a name, what it holds to be true of every run, and how it finds the
 * contrary.
 */
import type { SceneDocument } from '../../document/types.ts';
import type { Kinds } from '../../run/kinds.ts';
import { Run, type RunOptions } from '../../run/run.ts';
import type { Micros } from '../../sim/types.ts';
import type { Chance } from './chance.ts';

/** What is checked: a valid document, run to a moment. */
export interface Trial {
  readonly document: SceneDocument;
  readonly until: Micros;
  readonly kinds: Kinds;
}

/** That something is wrong, and with what document it is seen. */
export interface Finding {
  readonly sentence: string;
  readonly document: SceneDocument;
}

export interface Check {
  readonly name: string;
  /** What is true of every run, in a sentence. */
  readonly about: string;
  /**
   * @param chance for moments and edits; a trial and its check always get the same draws
   * @returns null when nothing is wrong, else what
   */
  find(trial: Trial, chance: Chance): Finding | null;
}

/** Events that a run of a check may take; a diagram that is busier is run for a shorter time. */
export const EVENTS = 6_000;

/** A fresh run of the trial's document; no checkpoints unless asked for. */
export function freshRun({ document, kinds }: Trial, options: RunOptions = {}): Run {
  return new Run(document, kinds, { checkpointBytes: 0, ...options });
}

/** A fresh run that went straight to that moment, past every stop. */
export function straightTo(trial: Trial, at: Micros): Run {
  const run = freshRun(trial);
  run.seek(at);
  return run;
}

/** A moment of the trial. */
export function momentIn({ until }: Trial, chance: Chance): Micros {
  return Math.floor(chance.real(0, until + 1));
}

export function found(trial: Trial, sentence: string): Finding {
  return { sentence, document: trial.document };
}

/** A finding where there is a difference; null where there is none. */
export function foundDifference(
  trial: Trial,
  where: string,
  difference: string | null,
): Finding | null {
  return difference === null ? null : found(trial, `${where}, ${difference}.`);
}

/** "1234.5 ms" */
export function inMs(at: Micros): string {
  return `${at / 1000} ms`;
}
