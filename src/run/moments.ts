/**
 * What is worth a mark on the timeline beside the commands: nodes that went down, got more than
 * they can do or are back, and conditions to stop at that came true. Kept up with the log of state
 * changes, so that a report costs only what happened since the last one.
 */
import type { SceneDocument } from '../document/types.ts';
import { isSameLook, type Look } from '../lib/tone.ts';
import type { NodeIndex } from '../sim/types.ts';
import { CHANGE } from '../sim/watch.ts';
import { rowFrom } from './journal.ts';
import type { Moment } from './report-types.ts';
import type { Run } from './run.ts';
import { lookIn, stateAt } from './states.ts';

/** How many are reported. */
const MOST = 200;
/** A load that wavers about its limit is one moment, not hundreds. */
const APART_MICROS = 1_000_000;

/** A state that a node got into, by the row of the log that says so. */
interface Entry {
  readonly row: number;
  readonly at: number;
  readonly node: NodeIndex;
  readonly look: Look;
  readonly state: string;
}

export class Moments {
  private readonly run: Run;
  private document: SceneDocument | null = null;
  private entries: Entry[] = [];
  /** The rows of the log of changes that were looked at. */
  private seen = 0;

  constructor(run: Run) {
    this.run = run;
  }

  /**
   * The latest up to now, oldest first.
   * @param stops where conditions came true
   */
  upToNow(stops = this.run.stops): Moment[] {
    this.keepUp();
    const conditions = stops.map(
      ({ at, words }): Moment => ({ at, what: 'stop', node: null, tone: 'saturated', words }),
    );
    const states = this.entries.map(({ at, node, look, state }): Moment => {
      const { id, name } = this.run.kernel.node(node);
      const words = isPlain(look) ? `${name} is up again` : `${name} is ${state}`;
      return { at, what: 'state', node: id, ...look, words };
    });
    return [...states, ...conditions].sort((a, b) => a.at - b.at).slice(-MOST);
  }

  private keepUp(): void {
    const { run } = this;
    const changes = run.kernel.watch?.changes;
    if (changes === undefined) return;
    // It went back, or runs another document since: what was before that is as it was.
    let kept = Math.min(this.seen, changes.length);
    if (this.document !== null && this.document !== run.document) {
      kept = Math.min(
        kept,
        rowFrom(changes, run.commands.firstDifference(this.document, run.document)),
      );
    }
    this.document = run.document;
    if (kept < this.seen) this.entries = this.entries.filter(({ row }) => row < kept);
    this.seen = kept;
    for (let row = Math.max(this.seen, changes.first); row < changes.length; row++) this.look(row);
    this.seen = changes.length;
    if (this.entries.length > 2 * MOST) this.entries = this.entries.slice(-MOST);
  }

  private look(row: number): void {
    const { kernel } = this.run;
    const { watch } = kernel;
    if (watch === null) return;
    const { changes } = watch;
    const from = changes.get(row, CHANGE.from);
    const to = changes.get(row, CHANGE.to);
    if (from < 0 || to < 0 || watch.wordOf(changes.get(row, CHANGE.key)) !== '') return;
    const node = changes.get(row, CHANGE.node);
    const code = changes.get(row, CHANGE.code);
    const before = lookIn(this.run, kernel.node(node), stateAt(kernel, code, from));
    const state = stateAt(kernel, code, to);
    const look = lookIn(this.run, kernel.node(node), state);
    if (isSameLook(before, look) || (isPlain(look) && before.tone === 'saturated')) return;
    const at = changes.get(row, CHANGE.at);
    const latest = this.entries.findLast((entry) => entry.node === node);
    const isWavering = latest?.look.tone === 'saturated' && look.tone === 'saturated';
    if (isWavering && at - latest.at < APART_MICROS) return;
    this.entries.push({ row, at, node, look, state: state.name });
  }
}

function isPlain({ tone, ink }: Look): boolean {
  return tone === 'normal' && ink === undefined;
}
