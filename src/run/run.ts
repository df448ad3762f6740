/**
 * The one place where a document becomes a run. Worker, command line, tests and benches all start
 * here: they give a document and get a clock that can be moved both ways. A run is a pure function
 * of the document, so going back is restoring a checkpoint and running on, and an edit keeps every
 * moment before the first thing it changes.
 */

import { withDerived } from '../document/derived.ts';
import type { DocumentCommand, Scene, SceneDocument } from '../document/types.ts';
import {
  CHECKPOINT_BYTES,
  CHECKPOINT_EVENTS,
  type Checkpoint,
  Checkpoints,
  restoreCheckpoint,
  takeCheckpoint,
} from '../sim/checkpoint.ts';
import type { ConditionWatch, Firing } from '../sim/condition-watch.ts';
import type { Engine } from '../sim/engine.ts';
import { Kernel } from '../sim/kernel.ts';
import { add } from '../sim/topology.ts';
import type { Micros } from '../sim/types.ts';
import { because, TRIGGER } from '../sim/world.ts';
import { commandMicros } from './command-moment.ts';
import type { Commands } from './commands.ts';
import type { Kinds } from './kinds.ts';
import type { Stopped } from './report-types.ts';
import { edgeSetups, nodeSetups } from './setup.ts';

/** Events between two looks at whether a checkpoint is due. */
const CHUNK = 4_096;
/** How many stops are reported. */
const STOPS = 200;

export interface RunOptions {
  /** Counters, histograms, series, journal; on by default. */
  readonly observe?: boolean;
  /** The trace hash; on by default. */
  readonly hash?: boolean;
  /**
   * Memory for checkpoints in bytes; 0 keeps none (then there is no way back but from the start).
   */
  readonly checkpointBytes?: number;
  /** Events between two checkpoints, until they outgrow their memory. */
  readonly checkpointEvents?: number;
}

/**
 * What a run keeps beside the kernel: how many commands were carried out, and what stands on the
 * table.
 */
interface Progress {
  readonly next: number;
  readonly scene: Scene;
  readonly skipped: readonly (string | null)[];
}

export class Run {
  kernel: Kernel;
  /** The furthest moment reached with this past. */
  horizon: Micros = 0;
  readonly kinds: Kinds;
  private current: SceneDocument;
  private progress: Progress;
  /** The firing at which it stands. */
  private standing: Firing | null = null;
  private checkpoints: Checkpoints;
  private readonly progressOf = new WeakMap<Checkpoint, Progress>();
  private readonly options: Required<RunOptions>;

  /**
   * @param document a validated document
   * @param kinds what may take part; nodes of other kinds do not
   */
  constructor(document: SceneDocument, kinds: Kinds, options: RunOptions = {}) {
    this.kinds = kinds;
    this.options = {
      observe: options.observe ?? true,
      hash: options.hash ?? true,
      checkpointBytes: options.checkpointBytes ?? CHECKPOINT_BYTES,
      checkpointEvents: options.checkpointEvents ?? CHECKPOINT_EVENTS,
    };
    this.current = document;
    this.kernel = this.freshKernel();
    this.checkpoints = new Checkpoints(this.options.checkpointBytes, this.options.checkpointEvents);
    this.progress = this.begin();
  }

  get document(): SceneDocument {
    return this.current;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  /** Throws while there are none: a document that needs them must not come before. */
  get commands(): Commands {
    const { commands } = this.kinds;
    if (commands === null) throw new Error('No commands yet.');
    return commands;
  }

  /** Events executed since the start of this past. */
  get events(): number {
    return this.kernel.world.events;
  }

  get trouble(): string | null {
    return this.kernel.world.trouble;
  }

  /** What stands on the table now: nodes and edges with every command up to now carried out. */
  get scene(): Scene {
    return this.progress.scene;
  }

  /** Why each command carried out so far was skipped; null for those that applied. */
  get skipped(): readonly (string | null)[] {
    return this.progress.skipped;
  }

  /** Which condition paused it where it stands, and why; null where none did. */
  get stopped(): Stopped | null {
    return this.standing && this.stoppedBy(this.standing);
  }

  /**
   * Where conditions came true up to now, whether or not it paused there: the latest,
   * oldest first.
   */
  get stops(): readonly Stopped[] {
    const firings = this.kernel.conditions?.firings() ?? [];
    return firings.slice(-STOPS).map((firing) => this.stoppedBy(firing));
  }

  /**
   * Runs until the clock shows `until` (µs), or for `maxEvents` events, or until a condition to
   * stop at comes true: then `stopped` says which, and the next call goes on from there.
   * @returns true when `until` is reached – every event and command up to and including it is done
   * – or when it stopped before
   */
  runUntil(until: Micros, maxEvents: number = Number.POSITIVE_INFINITY): boolean {
    return this.advance(until, maxEvents, true);
  }

  private advance(until: Micros, maxEvents: number, halts: boolean): boolean {
    this.rouse(halts);
    let left = maxEvents;
    while (left > 0) {
      this.keepCheckpoint();
      const command = this.nextCommand();
      const at = command === undefined ? Number.POSITIVE_INFINITY : commandMicros(command);
      const before = this.kernel.world.events;
      const target = Math.min(until, at);
      const reached =
        target <= this.now && this.kernel.nextAt > target
          ? true
          : this.kernel.run(target, Math.min(left, CHUNK, this.options.checkpointEvents));
      left -= this.kernel.world.events - before;
      this.horizon = Math.max(this.horizon, this.now);
      if (reached) {
        if (command === undefined || at > until) return true;
        this.perform(command);
        left--;
      }
      if (halts && this.hasStopped()) return true;
    }
    return false;
  }

  /** When the next event or command is due; Infinity when nothing is left to happen. */
  get nextAt(): Micros {
    const command = this.nextCommand();
    const at = command === undefined ? Number.POSITIVE_INFINITY : commandMicros(command);
    return Math.min(at, this.kernel.nextAt);
  }

  /**
   * Remembers this moment: the function returned brings the run back to it, as if it had never gone
   * on.
   */
  hold(): () => void {
    const { progress, standing, horizon } = this;
    const checkpoint = takeCheckpoint(this.kernel);
    return () => {
      restoreCheckpoint(this.kernel, checkpoint);
      this.progress = progress;
      this.standing = standing;
      this.horizon = horizon;
    };
  }

  /**
   * Executes exactly one event or command, moving the clock to it. False when nothing is left to
   * happen.
   */
  step(): boolean {
    this.rouse(true);
    const command = this.nextCommand();
    const at = command === undefined ? Number.POSITIVE_INFINITY : commandMicros(command);
    const time = this.kernel.nextAt;
    if (time === Number.POSITIVE_INFINITY && command === undefined) return false;
    this.keepCheckpoint();
    if (command !== undefined && at < time) {
      this.kernel.run(at, 1);
      this.perform(command);
    } else {
      this.kernel.run(time, 1);
    }
    this.hasStopped();
    this.horizon = Math.max(this.horizon, this.now);
    return true;
  }

  /**
   * Goes to a moment, backwards or forwards, past every stop on the way. Like `runUntil`, may need
   * more than one call with a budget.
   */
  seek(to: Micros, maxEvents: number = Number.POSITIVE_INFINITY): boolean {
    const nearest = this.checkpoints.nearest(to);
    if (to < this.now) this.goBackTo(nearest);
    else if (nearest !== undefined && nearest.at > this.now) this.goBackTo(nearest);
    if (!this.advance(to, maxEvents, false)) return false;
    this.standing =
      this.kernel.conditions?.firings().findLast((firing) => firing.at === to) ?? null;
    return true;
  }

  /**
   * Runs another document from the same moment on. Whatever happened before the first difference is
   * kept; call `seek` with the wanted moment afterwards.
   */
  update(document: SceneDocument): void {
    const changedAt = this.commands.firstDifference(this.current, document);
    const before = this.current;
    this.current = document;
    if (changedAt === Number.POSITIVE_INFINITY) return;
    this.standing = null;
    this.checkpoints.forgetFrom(changedAt);
    if (changedAt < this.now || (changedAt === this.now && !this.isPending(before))) {
      this.horizon = Math.max(0, changedAt);
      this.goBackTo(this.checkpoints.nearest(changedAt));
    } else this.horizon = this.now;
  }

  /**
   * A second run of the same document, standing before that message existed: to look at the past
   * without touching this one.
   */
  before(message: number): Run {
    const past = new Run(this.current, this.kinds, {
      ...this.options,
      hash: false,
      checkpointBytes: 0,
    });
    const checkpoint = this.checkpoints.before(message);
    const progress = checkpoint && this.progressOf.get(checkpoint);
    if (checkpoint === undefined || progress === undefined) return past;
    restoreCheckpoint(past.kernel, checkpoint);
    past.progress = progress;
    return past;
  }

  /** 16 hexadecimal digits over every event so far; empty when not kept. */
  traceHash(): string {
    return this.kernel.hash?.digest() ?? '';
  }

  /** Forgets figures so far, as after a warm-up; messages stay counted over the whole run. */
  resetFigures(): void {
    this.kernel.watch?.resetFigures();
  }

  private stoppedBy(firing: Firing): Stopped {
    return this.commands.stoppedAt(this.current, this.kernel, firing, this.kinds.specs);
  }

  /** It goes on from wherever it stood. */
  private rouse(halts: boolean): void {
    this.standing = null;
    const { conditions } = this.kernel;
    if (conditions === null) return;
    conditions.fired = null;
    conditions.halts = halts;
  }

  private hasStopped(): boolean {
    this.standing = this.kernel.conditions?.fired ?? null;
    return this.standing !== null;
  }

  /**
   * True when only commands that both documents share have been carried out so far: what differs at
   * this very moment is to come.
   */
  private isPending(before: SceneDocument): boolean {
    for (let i = 0; i < this.progress.next; i++) {
      const now = this.current.commands[i];
      if (JSON.stringify(before.commands[i]) !== JSON.stringify(now)) return false;
    }
    return true;
  }

  private nextCommand(): DocumentCommand | undefined {
    return this.current.commands[this.progress.next];
  }

  private perform(command: DocumentCommand): void {
    const { scene, next, skipped } = this.progress;
    const { specs } = this.kinds;
    const { applyIntervention, carryOut } = this.commands;
    const outcome = applyIntervention(scene, command, specs);
    because(this.kernel.world, TRIGGER.command, next);
    const after = outcome.ok ? outcome.scene : scene;
    const around = { number: next, before: scene, after, specs };
    const why = outcome.ok ? carryOut(this.kernel, command, around) : outcome.why;
    this.kernel.hash?.commanded(next);
    if (this.kernel.conditions?.isDirty) this.kernel.conditions.judge();
    this.progress = { next: next + 1, scene: after, skipped: [...skipped, why] };
  }

  private keepCheckpoint(): void {
    if (this.options.checkpointBytes === 0 || this.now < this.horizon) return;
    if (!this.checkpoints.isDue(this.kernel.world.events)) return;
    const checkpoint = takeCheckpoint(this.kernel);
    this.progressOf.set(checkpoint, this.progress);
    this.checkpoints.keep(checkpoint);
  }

  private goBackTo(checkpoint: Checkpoint | undefined): void {
    const progress = checkpoint && this.progressOf.get(checkpoint);
    if (checkpoint === undefined || progress === undefined) {
      this.kernel = this.freshKernel();
      this.progress = this.begin();
      return;
    }
    restoreCheckpoint(this.kernel, checkpoint);
    this.progress = progress;
  }

  private freshKernel(): Kernel {
    const { observe, hash } = this.options;
    const { seed, conditions = [] } = this.current;
    const watching = (engine: Engine): ConditionWatch =>
      this.commands.watchConditions(conditions, engine);
    return new Kernel({
      seed,
      models: this.kinds.models,
      observe,
      hash,
      ...(conditions.length > 0 && { conditions: watching }),
    });
  }

  private begin(): Progress {
    const { specs } = this.kinds;
    const { nodes, edges } = withDerived(this.current, specs);
    const scene = { nodes, edges };
    add(this.kernel, nodeSetups(nodes, scene, specs), edgeSetups(edges, nodes, specs));
    this.kernel.conditions?.begin();
    return { next: 0, scene, skipped: [] };
  }
}
