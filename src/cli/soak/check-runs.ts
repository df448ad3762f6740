/**
 * Checks of the run itself: it goes through, loses no message, and is the same however a moment is
 * reached.
 */
import { applyEdit } from '../../document/edit.ts';
import { validate } from '../../document/schema.ts';
import type { SceneDocument } from '../../document/types.ts';
import { summarize } from '../../run/summary.ts';
import type { Chance } from './chance.ts';
import {
  type Check,
  EVENTS,
  found,
  foundDifference,
  freshRun,
  inMs,
  momentIn,
  straightTo,
  type Trial,
} from './check.ts';
import { editFor } from './edits.ts';
import { everythingOf, takeCensus } from './kernel-audit.ts';
import { firstUnequal } from './unequal.ts';

/** Moments at which the books are looked into, and that are jumped to. */
const LOOKS = 6;

export const runs: Check = {
  name: 'runs',
  about: 'A valid document runs without a throw, and its clock goes forward alone.',
  find(trial) {
    const run = freshRun(trial);
    let before = 0;
    let left = EVENTS;
    while (run.now < trial.until && left-- > 0 && run.step()) {
      if (run.now < before)
        return found(trial, `The clock went from ${before} back to ${run.now}.`);
      if (!Number.isInteger(run.now)) return found(trial, `The clock shows ${run.now}.`);
      before = run.now;
    }
    summarize(run);
    return null;
  },
};

export const valid: Check = {
  name: 'valid',
  about: 'Validation takes the document, and what it makes of it once more.',
  find(trial) {
    const first = validate(trial.document, trial.kinds.specs);
    if (!first.ok) return found(trial, first.error.message);
    const again = validate(first.document, trial.kinds.specs);
    if (!again.ok) return found(trial, `Taken, and then not: ${again.error.message}`);
    const difference = firstUnequal(first.document, again.document);
    return foundDifference(trial, 'Validated once and twice', difference);
  },
};

export const conservation: Check = {
  name: 'conservation',
  about: 'Whatever was sent has ended once or is in flight, counted again message by message.',
  find(trial, chance) {
    const run = freshRun(trial);
    const moments = Array.from({ length: LOOKS }, () => momentIn(trial, chance));
    for (const at of [...moments.toSorted((a, b) => a - b), trial.until]) {
      run.seek(at);
      const { counted, found: places } = takeCensus(run);
      if (counted === places.size) continue;
      const where = [...places].slice(0, 4).map(([id, list]) => `${id} ${list.join(' and ')}`);
      const list = where.length === 0 ? 'none' : where.join('; ');
      return found(
        trial,
        `At ${inMs(at)} ${counted} messages count as in flight and ${places.size} are found: ${list}.`,
      );
    }
    return null;
  },
};

export const twice: Check = {
  name: 'twice',
  about: 'The same document gives the same run twice: trace, figures and observation.',
  find(trial) {
    const [one, other] = [straightTo(trial, trial.until), straightTo(trial, trial.until)];
    const difference =
      firstUnequal(summarize(one), summarize(other)) ??
      firstUnequal(everythingOf(one), everythingOf(other));
    return foundDifference(trial, 'Of two runs of the same document', difference);
  },
};

export const seek: Check = {
  name: 'seek',
  about:
    'Going to a moment, back or forth, with stops or in small budgets, equals running straight to it.',
  find(trial, chance) {
    const run = freshRun(trial, {
      checkpointBytes: 1 << 22,
      checkpointEvents: chance.pick([20, 100, 700]),
    });
    for (let look = 0; look < LOOKS; look++) {
      const at = momentIn(trial, chance);
      const before = run.now;
      goTo(run, at, chance);
      const last = look === LOOKS - 1;
      if (!last && !chance.isTrue(0.2)) continue;
      const difference = firstUnequal(everythingOf(run), everythingOf(straightTo(trial, at)));
      if (difference === null) continue;
      const way = `from ${inMs(before)} to ${inMs(at)}`;
      return found(trial, `Gone ${way}, against running straight there, ${difference}.`);
    }
    return null;
  },
};

function goTo(run: ReturnType<typeof freshRun>, at: number, chance: Chance): void {
  const how = chance.pick(['seek', 'budget', 'run'] as const);
  if (how === 'run' && at > run.now) {
    // Pauses at every condition, and goes on.
    while (!run.runUntil(at) || run.now < at) if (run.stopped === null) break;
    return;
  }
  if (how === 'budget') while (!run.seek(at, 37));
  else run.seek(at);
}

export const update: Check = {
  name: 'update',
  about: 'After edits at any moment the run equals a fresh run of the edited document.',
  find(trial, chance) {
    let { document } = trial;
    const run = freshRun(trial, {
      checkpointBytes: 1 << 22,
      checkpointEvents: chance.pick([20, 200]),
    });
    const list: string[] = [];
    let at = 0;
    for (let edits = chance.int(1, 3); edits > 0; edits--) {
      at = momentIn(trial, chance);
      // What an edit makes busier than it was is another trial's matter.
      if (!run.seek(at, 4 * EVENTS)) return null;
      const made = edited(trial, document, at, chance);
      if (made === null) continue;
      document = made.document;
      list.push(`${made.words} at ${inMs(at)}`);
      run.update(document);
    }
    if (!run.seek(at, 4 * EVENTS)) return null;
    const fresh = straightTo({ ...trial, document }, at);
    const difference = firstUnequal(everythingOf(run), everythingOf(fresh));
    if (difference === null) return null;
    return { sentence: `After ${list.join(', ')}, against a fresh run, ${difference}.`, document };
  },
};

function edited(
  trial: Trial,
  document: SceneDocument,
  at: number,
  chance: Chance,
): { document: SceneDocument; words: string } | null {
  const edit = editFor(document, trial.kinds, chance);
  if (edit === null) return null;
  const result = applyEdit(document, edit, at / 1000, trial.kinds.specs);
  return result.ok ? { document: result.document, words: JSON.stringify(edit) } : null;
}
