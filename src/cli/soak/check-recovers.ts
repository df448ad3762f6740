/**
 * The check that a table comes back: with every fault ended, requests are answered again, as they
 * are on the same table where nothing ever happened.
 */
import { sceneAt } from '../../document/scene.ts';
import type { SceneDocument } from '../../document/types.ts';
import { cards, messages } from '../../run/reports.ts';
import type { Micros } from '../../sim/types.ts';
import { type Check, EVENTS, freshRun, type Trial } from './check.ts';
import { mendedDocument } from './ending.ts';
import { droppedFor } from './kernel-audit.ts';

/** For processes to boot, and for others to hear of it. */
const BOOT: Micros = 20e6;
/** TCP tries again after as long as it was cut off; three times that is enough for two in a row. */
const PATIENCE = 3;
/** Over which it is looked. */
const WINDOW: Micros = 20e6;
/** Fewer messages than these say nothing. */
const ENOUGH = 10;
/** Whoever would answer this share … */
const SHARE = 0.9;
/**
 * … answers at least this part of it again. Not all of it: connections that are kept alive stay
 * where they are, so one that was down may get few for good.
 */
const AGAIN = 0.2;

export const recovers: Check = {
  name: 'recovers',
  about: 'Some time after every fault has ended, requests are answered as if none had been.',
  find(trial) {
    const document = mendedDocument(trial);
    const from = BOOT + (1 + PATIENCE) * trial.until;
    const mended = windowOf({ ...trial, document }, from);
    if (mended === null || mended.sent < ENOUGH) return null;
    const share = mended.answered / mended.sent;
    // Against no table would that be too little.
    if (share >= AGAIN || mended.isFull) return null;
    const untouched = windowOf({ ...trial, document: asIf(document, from, trial) }, from);
    if (untouched === null || untouched.answered < Math.max(ENOUGH, SHARE * untouched.sent)) {
      return null;
    }
    if (share >= AGAIN * (untouched.answered / untouched.sent)) return null;
    const after = Math.round((from - trial.until) / 1e6);
    const sentence = `${after} s after all has ended ${mended.answered} of ${mended.sent} are answered; had nothing happened, ${untouched.answered} of ${untouched.sent} were.`;
    return { sentence, document };
  },
};

interface Seen {
  readonly sent: number;
  readonly answered: number;
  /**
   * Everybody is up, and most that is not answered was refused: others came first, and keep all the
   * connections there is room for.
   */
  readonly isFull: boolean;
}

/** What is sent and answered in the window from that moment on; null where the run is too busy. */
function windowOf(trial: Trial, from: Micros): Seen | null {
  const run = freshRun(trial, { observe: false, hash: false });
  if (!run.seek(from, 10 * EVENTS)) return null;
  const before = messages(run);
  const refusedBefore = droppedFor(run, 'connection-refused');
  if (!run.seek(from + WINDOW, 5 * EVENTS)) return null;
  const after = messages(run);
  const [sent, answered] = [after.sent - before.sent, after.answered - before.answered];
  const refused = droppedFor(run, 'connection-refused') - refusedBefore;
  const isAnyDown = cards(run).some(({ tone }) => tone === 'down');
  return { sent, answered, isFull: !isAnyDown && 2 * refused > sent - answered };
}

/** What stands there in the end, from the beginning on. */
function asIf(document: SceneDocument, at: Micros, { kinds }: Trial): SceneDocument {
  const { nodes, edges } = sceneAt(document, at / 1000, kinds.specs);
  return { ...document, nodes: [...nodes], edges: [...edges], commands: [] };
}
