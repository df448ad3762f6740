/**
 * A moment of a run, kept: every pending event, message, connection, machine and figure, copied in one piece so that what refers to
 * the same message still does. Going back in time is restoring one and running on.
 */

import { clonePlain } from '../lib/clone.ts';
import type { EventHeapSnapshot } from '../lib/event-heap.ts';
import type { TraceHashSnapshot } from '../lib/hash.ts';
import type { StreamsSnapshot } from '../lib/random.ts';
import type { EdgeFaults } from './faults.ts';
import type { FlightsSnapshot } from './flights.ts';
import type { Kernel } from './kernel.ts';
import type { SimEvent } from './machine.ts';
import type { Stops } from './stops.ts';
import type { Connection, Message, Micros } from './types.ts';
import type { WatchMark } from './watch.ts';
import type { Actor, Counts, EdgeSetup, LaneRecord, NodeRecord } from './world.ts';

/** Everything in which objects refer to each other. */
interface Linked {
  nodes: NodeRecord[];
  lanes: LaneRecord[];
  edges: EdgeSetup[];
  edgeFaults: Record<string, EdgeFaults>;
  refs: (Message | Connection | null)[];
  pendingActor: (Actor | null)[];
  pendingEvent: (SimEvent | null)[];
  connections: Map<number, Connection>;
  counts: Counts;
}

export interface Checkpoint {
  readonly at: Micros;
  readonly events: number;
  /** A rough size in bytes, for the memory limit. */
  readonly bytes: number;
  readonly linked: Linked;
  readonly numbers: {
    lastMessage: number;
    lastConnection: number;
    trouble: string | null;
    stormy: boolean;
    instantEvents: number;
  };
  readonly pendingFlight: Int32Array;
  readonly heap: EventHeapSnapshot;
  readonly streams: StreamsSnapshot;
  readonly flights: FlightsSnapshot;
  readonly hash: TraceHashSnapshot | null;
  readonly watch: WatchMark | null;
  readonly stops: ReturnType<Stops['mark']> | null;
}

export function takeCheckpoint(kernel: Kernel): Checkpoint {
  const linked = clonePlain<Linked>({
    nodes: kernel.nodes,
    lanes: kernel.lanes,
    edges: kernel.edges,
    edgeFaults: kernel.edgeFaults,
    refs: kernel.flights.refs,
    pendingActor: kernel.pendingActor,
    pendingEvent: kernel.pendingEvent,
    connections: kernel.network.connections,
    counts: kernel.counts,
  });
  return {
    at: kernel.now,
    events: kernel.events,
    bytes: sizeOf(kernel),
    linked,
    numbers: {
      lastMessage: kernel.lastMessage,
      lastConnection: kernel.network.lastConnection,
      trouble: kernel.trouble,
      stormy: kernel.stormy,
      instantEvents: kernel.instantEvents,
    },
    pendingFlight: kernel.pendingFlight.slice(),
    heap: kernel.heap.snapshot(),
    streams: kernel.streams.snapshot(),
    flights: kernel.flights.snapshot(),
    hash: kernel.hash?.snapshot() ?? null,
    watch: kernel.watch?.mark() ?? null,
    stops: kernel.stops?.mark() ?? null,
  };
}

/** Brings a kernel made with the same options to that moment. The checkpoint stays good for more. */
export function restoreCheckpoint(kernel: Kernel, checkpoint: Checkpoint): void {
  const linked = clonePlain(checkpoint.linked);
  kernel.now = checkpoint.at;
  kernel.events = checkpoint.events;
  kernel.nodes = linked.nodes;
  kernel.lanes = linked.lanes;
  kernel.edges = linked.edges;
  kernel.edgeFaults = linked.edgeFaults;
  kernel.pendingActor = linked.pendingActor;
  kernel.pendingEvent = linked.pendingEvent;
  kernel.network.connections = linked.connections;
  kernel.counts = linked.counts;
  kernel.lastMessage = checkpoint.numbers.lastMessage;
  kernel.network.lastConnection = checkpoint.numbers.lastConnection;
  kernel.trouble = checkpoint.numbers.trouble;
  kernel.stormy = checkpoint.numbers.stormy;
  kernel.instantEvents = checkpoint.numbers.instantEvents;
  kernel.pendingFlight = checkpoint.pendingFlight.slice();
  kernel.heap.restore(checkpoint.heap);
  kernel.streams.restore(checkpoint.streams);
  kernel.flights.restore(checkpoint.flights, linked.refs);
  if (checkpoint.hash !== null) kernel.hash?.restore(checkpoint.hash);
  if (checkpoint.stops !== null) kernel.stops?.restore(checkpoint.stops);
  if (checkpoint.watch !== null) kernel.watch?.restore(checkpoint.watch, checkpoint.at);
}

/** About what a checkpoint taken now takes: objects at 200 bytes a message, columns at their width. */
function sizeOf(kernel: Kernel): number {
  const messages = kernel.inFlight + kernel.flights.count;
  const nodes = kernel.nodes.length;
  const perNode = kernel.watch === null ? 1_000 : 6_000;
  return (
    20_000 +
    messages * 250 +
    kernel.heap.size * 120 +
    kernel.network.connections.size * 250 +
    nodes * perNode
  );
}

/** At most this much in all by default. */
export const CHECKPOINT_BYTES = 64 * 1024 * 1024;
/** Events between two checkpoints at first. */
export const CHECKPOINT_EVENTS = 20_000;

/**
 * The checkpoints of one run, in order of time. When they outgrow the limit every second one is dropped and the spacing doubles, so
 * that any moment stays about as far from one as any other.
 */
export class Checkpoints {
  private kept: Checkpoint[] = [];
  private bytes = 0;
  private spacing: number;
  private readonly limit: number;

  /** @param limit bytes in all; @param spacing events between two, at first */
  constructor(limit: number = CHECKPOINT_BYTES, spacing: number = CHECKPOINT_EVENTS) {
    this.limit = limit;
    this.spacing = spacing;
  }

  /** Whether the run has gone far enough since the last one. */
  isDue(events: number): boolean {
    const last = this.kept[this.kept.length - 1];
    return last === undefined || events >= last.events + this.spacing;
  }

  keep(checkpoint: Checkpoint): void {
    this.kept.push(checkpoint);
    this.bytes += checkpoint.bytes;
    while (this.bytes > this.limit && this.kept.length > 2) this.thin();
  }

  /** The latest one at or before `at`. */
  nearest(at: Micros): Checkpoint | undefined {
    return this.kept.findLast((checkpoint) => checkpoint.at <= at);
  }

  /** The latest one before that message existed. */
  before(message: number): Checkpoint | undefined {
    return this.kept.findLast((checkpoint) => checkpoint.numbers.lastMessage < message);
  }

  /** Forgets everything at or after `at`: the past changed there. */
  forgetFrom(at: Micros): void {
    this.kept = this.kept.filter((checkpoint) => checkpoint.at < at);
    this.bytes = this.kept.reduce((sum, checkpoint) => sum + checkpoint.bytes, 0);
  }

  private thin(): void {
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
    this.bytes = this.kept.reduce((sum, checkpoint) => sum + checkpoint.bytes, 0);
    this.spacing *= 2;
  }
}
