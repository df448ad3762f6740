/**
 * The one place where a document becomes a run. Worker, command line, tests and benches all start here: they give a document and get
 * a clock that can be moved both ways. A run is a pure function of the document, so going back is restoring a checkpoint and running
 * on, and an edit keeps every moment before the first thing it changes.
 */

import { applyIntervention, type Scene } from '../document/intervention.ts';
import type { Specs } from '../document/spec.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { models } from '../kinds/models.ts';
import { specs } from '../kinds/specs.ts';
import {
  CHECKPOINT_BYTES,
  CHECKPOINT_EVENTS,
  type Checkpoint,
  Checkpoints,
  restoreCheckpoint,
  takeCheckpoint,
} from '../sim/checkpoint.ts';
import { Kernel } from '../sim/kernel.ts';
import type { Micros, Model } from '../sim/types.ts';
import { TRIGGER } from '../sim/world.ts';
import { carryOut } from './carry-out.ts';
import { commandMicros, firstDifference } from './difference.ts';
import { edgeSetups, nodeSetups } from './setup.ts';

/** Events between two looks at whether a checkpoint is due. */
const CHUNK = 4_096;

export interface RunOptions {
  /** Counters, histograms, series, journal; on by default. */
  readonly observe?: boolean;
  /** The trace hash; on by default. */
  readonly hash?: boolean;
  /** Memory for checkpoints in bytes; 0 keeps none (then there is no way back but from the start). */
  readonly checkpointBytes?: number;
  /** Events between two checkpoints, until they outgrow their memory. */
  readonly checkpointEvents?: number;
  /** Other kinds than the product's, for tests. */
  readonly kinds?: { readonly models: Readonly<Record<string, Model>>; readonly specs: Specs };
}

/** What a run keeps beside the kernel: how many commands were carried out, and what stands on the table. */
interface Progress {
  readonly next: number;
  readonly scene: Scene;
  readonly skipped: readonly (string | null)[];
}

export class Run {
  kernel: Kernel;
  /** The furthest moment reached with this past. */
  horizon: Micros = 0;
  private current: SceneDocument;
  private progress: Progress;
  private checkpoints: Checkpoints;
  private readonly progressOf = new WeakMap<Checkpoint, Progress>();
  private readonly options: Required<RunOptions>;

  /** @param document a validated document; nodes of unknown kinds take no part */
  constructor(document: SceneDocument, options: RunOptions = {}) {
    this.options = {
      observe: options.observe ?? true,
      hash: options.hash ?? true,
      checkpointBytes: options.checkpointBytes ?? CHECKPOINT_BYTES,
      checkpointEvents: options.checkpointEvents ?? CHECKPOINT_EVENTS,
      kinds: options.kinds ?? { models, specs },
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

  /** Events executed since the start of this past. */
  get events(): number {
    return this.kernel.events;
  }

  get trouble(): string | null {
    return this.kernel.trouble;
  }

  /** What stands on the table now: nodes and edges with every command up to now carried out. */
  get scene(): Scene {
    return this.progress.scene;
  }

  /** Why each command carried out so far was skipped; null for those that applied. */
  get skipped(): readonly (string | null)[] {
    return this.progress.skipped;
  }

  /**
   * Runs until the clock shows `until` (µs), or for `maxEvents` events.
   * @returns true when `until` is reached: every event and command up to and including it is done
   */
  runUntil(until: Micros, maxEvents: number = Number.POSITIVE_INFINITY): boolean {
    let left = maxEvents;
    while (left > 0) {
      this.keepCheckpoint();
      const command = this.nextCommand();
      const at = command === undefined ? Number.POSITIVE_INFINITY : commandMicros(command);
      const before = this.kernel.events;
      const target = Math.min(until, at);
      const reached =
        target <= this.now && this.kernel.heap.peekTime() > target
          ? true
          : this.kernel.run(target, Math.min(left, CHUNK, this.options.checkpointEvents));
      left -= this.kernel.events - before;
      this.horizon = Math.max(this.horizon, this.now);
      if (!reached) continue;
      if (command === undefined || at > until) return true;
      this.perform(command);
      left--;
    }
    return false;
  }

  /** Executes exactly one event or command, moving the clock to it. False when nothing is left to happen. */
  step(): boolean {
    const command = this.nextCommand();
    const at = command === undefined ? Number.POSITIVE_INFINITY : commandMicros(command);
    const time = this.kernel.heap.peekTime();
    if (time === Number.POSITIVE_INFINITY && command === undefined) return false;
    this.keepCheckpoint();
    if (command !== undefined && at < time) {
      this.kernel.run(at, 1);
      this.perform(command);
    } else this.kernel.fire();
    this.horizon = Math.max(this.horizon, this.now);
    return true;
  }

  /** Goes to a moment, backwards or forwards. Like `runUntil`, may need more than one call with a budget. */
  seek(to: Micros, maxEvents: number = Number.POSITIVE_INFINITY): boolean {
    const nearest = this.checkpoints.nearest(to);
    if (to < this.now) this.goBackTo(nearest);
    else if (nearest !== undefined && nearest.at > this.now) this.goBackTo(nearest);
    return this.runUntil(to, maxEvents);
  }

  /**
   * Runs another document from the same moment on. Whatever happened before the first difference is kept; call `seek` with the
   * wanted moment afterwards.
   */
  update(document: SceneDocument): void {
    const changedAt = firstDifference(this.current, document);
    const before = this.current;
    this.current = document;
    if (changedAt === Number.POSITIVE_INFINITY) return;
    this.checkpoints.forgetFrom(changedAt);
    if (changedAt < this.now || (changedAt === this.now && !this.isPending(before))) {
      this.horizon = Math.max(0, changedAt);
      this.goBackTo(this.checkpoints.nearest(changedAt));
    } else this.horizon = this.now;
  }

  /** 16 hexadecimal digits over every event so far; empty when not kept. */
  traceHash(): string {
    return this.kernel.hash?.digest() ?? '';
  }

  /** Forgets figures so far, as after a warm-up; messages stay counted over the whole run. */
  resetFigures(): void {
    this.kernel.watch?.resetFigures();
  }

  /** True when only commands that both documents share have been carried out so far: what differs at this very moment is to come. */
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
    const outcome = applyIntervention(scene, command, this.options.kinds.specs);
    this.kernel.because(TRIGGER.command, next);
    if (outcome.ok) {
      carryOut(this.kernel, command, next, scene, outcome.scene, this.options.kinds.specs);
    }
    this.kernel.hash?.add(next);
    this.progress = {
      next: next + 1,
      scene: outcome.ok ? outcome.scene : scene,
      skipped: [...skipped, outcome.ok ? null : outcome.why],
    };
  }

  private keepCheckpoint(): void {
    if (this.options.checkpointBytes === 0 || this.now < this.horizon) return;
    if (!this.checkpoints.isDue(this.kernel.events)) return;
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
    const { kinds, observe, hash } = this.options;
    return new Kernel({ seed: this.current.seed, models: kinds.models, observe, hash });
  }

  private begin(): Progress {
    const { nodes, edges } = this.current;
    const { specs: known } = this.options.kinds;
    this.kernel.topology.add(nodeSetups(nodes, known), edgeSetups(edges, nodes, known));
    return { next: 0, scene: { nodes, edges }, skipped: [] };
  }
}
