/** What a run hears of the conditions of its document, by whatever judges them. */
import type { Finding } from './judge.ts';
import type { Observer } from './observers.ts';
import type { Micros } from './types.ts';

export interface Firing extends Finding {
  /** Index into the document's conditions. */
  readonly condition: number;
  readonly at: Micros;
}

export interface ConditionWatch {
  /** Who looks on for it. */
  readonly observers: readonly Observer[];
  /** Something it depends on was touched since it judged last. */
  readonly isDirty: boolean;
  /** When it has to judge next though nothing happens; Infinity where it does not. */
  readonly due: Micros;
  /** Whether a run is to pause where a condition becomes true. */
  halts: boolean;
  /** What fired last since this was last set to null. */
  fired: Firing | null;
  /** After an event, a command, or as `due` has come; true when the run is to pause here. */
  judge(): boolean;
  /** What is true now, as the run begins, is no news. */
  begin(): void;
  /** A deed was carried out on these parts. */
  acted(verb: string, targets: readonly string[]): void;
  /** The latest of each condition, oldest first. */
  firings(): Firing[];
}
