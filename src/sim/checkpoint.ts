/**
 * A moment of a run, kept: the whole world copied in one piece, so that what refers to the same
 * message still does, and what each observer remembers. Going back in time is restoring one and
 * running on. What it takes is added up while it is copied.
 */

import { cloneMeasured, clonePlain } from '../lib/clone.ts';
import type { Chunk } from '../lib/packed-rows.ts';
import { sizeOfSnapshot } from '../lib/snapshot-size.ts';
import type { Engine } from './engine.ts';
import type { Micros } from './types.ts';
import type { World } from './world.ts';

export interface Checkpoint {
  readonly at: Micros;
  readonly events: number;
  /** The number of the last message created before it. */
  readonly lastMessage: number;
  /** Its size, for the memory limit, without what it shares with others. */
  readonly bytes: number;
  /** Chunks of logs. */
  readonly shared: readonly Chunk[];
  readonly world: World;
  /** By the observer's name. */
  readonly snapshots: ReadonlyMap<string, unknown>;
}

export function takeCheckpoint(engine: Engine): Checkpoint {
  const { copy, bytes } = cloneMeasured(engine.world);
  const snapshots = engine.observers.all.map(
    (observer) => [observer.name, observer.snapshot()] as const,
  );
  const size = sizeOfSnapshot(snapshots);
  return {
    at: copy.now,
    events: copy.events,
    lastMessage: copy.lastMessage,
    bytes: bytes + size.bytes,
    shared: size.shared,
    world: copy,
    snapshots: new Map(snapshots),
  };
}

/**
 * Brings an engine of the same seed and models to that moment; who looked on then remembers. The
 * checkpoint stays good for more.
 */
export function restoreCheckpoint(engine: Engine, checkpoint: Checkpoint): void {
  engine.world = clonePlain(checkpoint.world);
  for (const observer of engine.observers.all) {
    const snapshot = checkpoint.snapshots.get(observer.name);
    if (snapshot !== undefined) observer.restore(snapshot, checkpoint.at);
  }
}

/** At most this much in all by default. */
export const CHECKPOINT_BYTES = 64 * 1024 * 1024;
/** Events between two checkpoints at first. */
export const CHECKPOINT_EVENTS = 20_000;

/**
 * The checkpoints of one run, in order of time. When they outgrow the limit every second one is
 * dropped and the spacing doubles, so that any moment stays about as far from one as any other.
 */
export class Checkpoints {
  private kept: Checkpoint[] = [];
  private bytes = 0;
  /** How many of those kept hold a chunk. */
  private readonly holders = new Map<Chunk, number>();
  private spacing: number;
  private readonly limit: number;

  /** @param limit bytes in all; @param spacing events between two, at first */
  constructor(limit: number = CHECKPOINT_BYTES, spacing: number = CHECKPOINT_EVENTS) {
    this.limit = limit;
    this.spacing = spacing;
  }

  /** What all of them take, in bytes; each shared chunk counted once. */
  get size(): number {
    return this.bytes;
  }

  /** Whether the run has gone far enough since the last one. */
  isDue(events: number): boolean {
    const last = this.kept[this.kept.length - 1];
    return last === undefined || events >= last.events + this.spacing;
  }

  keep(checkpoint: Checkpoint): void {
    this.kept.push(checkpoint);
    this.bytes += checkpoint.bytes;
    for (const chunk of checkpoint.shared) {
      const holders = this.holders.get(chunk) ?? 0;
      if (holders === 0) this.bytes += chunk.byteLength;
      this.holders.set(chunk, holders + 1);
    }
    while (this.bytes > this.limit && this.kept.length > 2) this.thin();
  }

  /** The latest one at or before `at`. */
  nearest(at: Micros): Checkpoint | undefined {
    return this.kept.findLast((checkpoint) => checkpoint.at <= at);
  }

  /** The latest one before that message existed. */
  before(message: number): Checkpoint | undefined {
    return this.kept.findLast((checkpoint) => checkpoint.lastMessage < message);
  }

  /** Forgets everything at or after `at`: the past changed there. */
  forgetFrom(at: Micros): void {
    this.retain((checkpoint) => checkpoint.at < at);
  }

  /** Every second one goes. */
  private thin(): void {
    this.retain((_, i) => i % 2 === 0);
    this.spacing *= 2;
  }

  private retain(stays: (checkpoint: Checkpoint, at: number) => boolean): void {
    const gone = this.kept.filter((checkpoint, i) => !stays(checkpoint, i));
    this.kept = this.kept.filter(stays);
    for (const { bytes, shared } of gone) {
      this.bytes -= bytes;
      for (const chunk of shared) {
        const holders = (this.holders.get(chunk) ?? 0) - 1;
        if (holders > 0) this.holders.set(chunk, holders);
        else {
          this.holders.delete(chunk);
          this.bytes -= chunk.byteLength;
        }
      }
    }
  }
}
