/**
 * Changed conditions are judged from the start of the run, in what time is left beside playing.
 * What plays goes on meanwhile, but not for ever: a run that takes all the time there is would
 * never be caught up with.
 */
import type { Running } from './running.ts';

/** After so long what plays waits until the conditions have been judged up to it. */
const PATIENCE_MS = 1_000;

export class CatchUp {
  private readonly clock: () => number;
  private beganAt = 0;

  /** @param clock the viewer's time in milliseconds */
  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** Conditions may have been changed. */
  begin(): void {
    this.beganAt = this.clock();
  }

  /** Whether it has taken so long that what plays waits. */
  isLong(run: Running): boolean {
    return run.isBehind && this.clock() - this.beganAt > PATIENCE_MS;
  }
}
