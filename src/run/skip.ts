/**
 * Skipping quiet time: running on until something happens that a person would want to see. That is
 * a message that is sent, gets somewhere or ends, a machine that enters another state, a command
 * that is carried out, a condition that makes the run pause – but no timer that only starts itself
 * anew, and no state that comes and goes with every request. When nothing of that comes within a
 * year, the run goes back to where it stood.
 */
import { LIMITS } from '../document/limits.ts';
import { DAY_MICROS } from '../lib/calendar.ts';
import { hasTag } from '../lib/tone.ts';
import type { Micros } from '../sim/types.ts';
import { CHANGE } from '../sim/watch.ts';
import { journalsOf } from './journal.ts';
import type { Run } from './run.ts';
import { stateAt } from './states.ts';

/** So far ahead it looks. */
const AHEAD: Micros = 366 * DAY_MICROS;

/**
 * What came of it so far: `never` when nothing is going to happen at all, `not-soon` when nothing
 * that matters does within a year.
 */
export type SkipState = 'looking' | 'found' | 'not-soon' | 'never';

export class Skip {
  /** Where it began. */
  readonly from: Micros;
  /** The furthest moment that had been reached by then. */
  readonly horizon: Micros;
  private readonly run: Run;
  private readonly until: Micros;
  /** Null until something was executed. */
  private goBack: (() => void) | null = null;
  private changes: number;

  constructor(run: Run) {
    this.run = run;
    this.from = run.now;
    this.horizon = run.horizon;
    this.until = Math.min(LIMITS.moment * 1000, run.now + AHEAD);
    this.changes = run.kernel.watch?.changes.length ?? 0;
  }

  /** Executes at most so many events. */
  go(maxEvents: number): SkipState {
    const { run } = this;
    for (let left = maxEvents; left > 0; left--) {
      const next = run.nextAt;
      if (next > this.until) return next === Number.POSITIVE_INFINITY ? 'never' : 'not-soon';
      this.goBack ??= run.hold();
      const before = happenings(run);
      run.step();
      if (happenings(run) !== before || run.stopped !== null || this.hasChanged()) return 'found';
    }
    return 'looking';
  }

  /** Brings the run back to where it stood. */
  back(): void {
    this.goBack?.();
  }

  /** Whether a machine has entered a state that is not routine. */
  private hasChanged(): boolean {
    const { kernel } = this.run;
    const changes = kernel.watch?.changes;
    if (changes === undefined) return false;
    for (; this.changes < changes.length; this.changes++) {
      const from = changes.get(this.changes, CHANGE.from);
      const to = changes.get(this.changes, CHANGE.to);
      const code = changes.get(this.changes, CHANGE.code);
      const isPlain = [from, to].every((leaf) =>
        hasTag(stateAt(kernel, code, leaf).tags, 'routine'),
      );
      if (from >= 0 && to >= 0 && !isPlain) return true;
    }
    return false;
  }
}

/** Grows with everything that happens to a message, and with every command. */
function happenings(run: Run): number {
  const { watch, world } = run.kernel;
  const rows = journalsOf(watch).reduce((sum, { length }) => sum + length, 0);
  return world.counts.sent + rows + run.skipped.length;
}
