/**
 * A second run of a document whose conditions were changed. Whether a condition was true before is
 * part of every moment, so changed ones are judged from the start; but nothing that happens depends
 * on them. So the first run stays to be looked at and goes on, past every stop, until the second
 * has come as far and takes its place. Example: at 10 min somebody adds "stop when more than 20
 * wait". The second run marks where that came true before 10 min, and pauses where it does after.
 */
import type { SceneDocument } from '../document/types.ts';
import type { Micros } from '../sim/types.ts';
import { firstDifference } from './difference.ts';
import { Run } from './run.ts';

export class Successor {
  readonly run: Run;
  private readonly first: Run;
  /** Up to here no condition pauses it: that is past, or was jumped over. */
  private since: Micros;
  /** It has got there. */
  private isThere = false;

  constructor(first: Run, document: SceneDocument) {
    this.first = first;
    this.run = new Run(document, first.kinds);
    this.since = first.now;
  }

  /** The first run jumps to this moment. */
  jump(to: Micros): void {
    this.since = to;
    this.isThere = false;
  }

  /**
   * Goes on for about so many events.
   * @returns true when it stands where the first run does, or where a condition paused it
   */
  catchUp(maxEvents: number): boolean {
    const { run, first } = this;
    this.isThere ||= run.seek(this.since, maxEvents);
    if (!this.isThere) return false;
    return run.now >= first.now || run.runUntil(first.now, maxEvents);
  }
}

/**
 * Runs another document from the same moment on, as `Run.update` does; where only the conditions
 * differ in what is past, the run keeps its own.
 * @param before what was to take its place so far
 * @returns what is to take its place; null when it is as good as any
 */
export function succeed(
  run: Run,
  before: Successor | null,
  document: SceneDocument,
): Successor | null {
  const { conditions = [] } = run.document;
  const kept: SceneDocument = { ...document, conditions };
  const isJudged = firstDifference(kept, document) === Number.POSITIVE_INFINITY;
  if (isJudged || firstDifference(run.document, kept) < run.now) {
    run.update(document);
    return null;
  }
  run.update(kept);
  const asked = before?.run.document.conditions ?? [];
  const isSame = firstDifference({ ...document, conditions: asked }, document) !== -1;
  if (before === null || !isSame) return new Successor(run, document);
  before.run.update(document);
  return before;
}

export type Succeed = typeof succeed;
