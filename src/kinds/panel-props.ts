/**
 * What a kind's own panel in the inspector is given: what is known of its node, and what it may ask
 * and do. It reaches nothing else.
 */
import type { Json, Question } from '../document/types.ts';
import type { NodeFigures, Transition } from '../run/report-types.ts';

/** @typeParam Answers what each question a kind knows is answered with */
export interface PanelProps<Config, Observation, Answers extends object = Record<never, never>> {
  /** Complete, as the settings are at the moment shown. */
  readonly config: Config;
  /** What the node's picture is drawn from. */
  readonly observation: Observation;
  /**
   * A hook, to be called at the top of a component: the newest answer, asked again as the run moves
   * on; null before the first, and when the kind does not know the question. One call asks about
   * one thing: only what else it says may change.
   */
  readonly ask: <About extends keyof Answers & string>(
    question: Question<About>,
  ) => Answers[About] | null;
  /** Changes settings at the moment shown, one step of undo; why not in words, null when done. */
  readonly set: (config: Partial<Config>) => string | null;
  /** Does a deed to the node, its kind's own or a general one; why not in words, null when done. */
  readonly act: (name: string, args?: Readonly<Record<string, Json>>) => string | null;
  /** A hook like `ask`: what the node has gone through of late; null before it is known. */
  readonly history: () => PanelHistory | null;
}

export interface PanelHistory {
  /** The last of each machine. */
  readonly transitions: readonly Transition[];
  /** One point per bucket, oldest first. */
  readonly series: NodeFigures['series'];
}
