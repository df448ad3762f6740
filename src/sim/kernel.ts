/**
 * The discrete-event simulation. It keeps pending events in order of (time, sequence), takes the earliest, and hands it to the
 * machine it is for; the machine's actions send messages and set timers, which become later events. Nothing here reads a clock:
 * the same setup and seed give the same run, bit for bit.
 */

import type { StopCondition } from '../document/types.ts';
import { EventHeap, SLOTS } from '../lib/event-heap.ts';
import { hashString, TraceHash } from '../lib/hash.ts';
import { Streams } from '../lib/random.ts';
import type { EdgeFaults } from './faults.ts';
import { Flights } from './flights.ts';
import { Handle } from './handle.ts';
import { type CompiledMachine, compileMachine, type SimEvent } from './machine.ts';
import { Network } from './network.ts';
import { Stops } from './stops.ts';
import { Topology } from './topology.ts';
import type {
  Cause,
  Connection,
  KernelEvent,
  LaneIndex,
  Message,
  Micros,
  Model,
  NodeIndex,
} from './types.ts';
import { Watch } from './watch.ts';
import {
  type Actor,
  type Counts,
  type EdgeSetup,
  inFlight,
  type LaneRecord,
  type NodeRecord,
  TRIGGER,
} from './world.ts';

/** This many events within one microsecond are a zero-delay cycle: from then on every delay is at least 1 µs, and the run says so. */
const INSTANT_LIMIT = 100_000;

export interface KernelOptions {
  readonly seed: number;
  /** Every kind that may appear, by kind id. */
  readonly models: Readonly<Record<string, Model>>;
  /** Counters, histograms, series, spans, log. Off means no work per event. */
  readonly observe: boolean;
  /** Whether to keep the trace hash. */
  readonly hash: boolean;
  /** When to pause; nobody asks when left out. */
  readonly stops?: readonly StopCondition[];
}

/** What kernels of the same models share: each machine compiled once. */
interface Machines {
  readonly compiled: CompiledMachine<object, SimEvent, Handle>[];
  readonly codeOf: Map<string, number>;
  /** By machine and leaf: a hash of its name and the state's path, so that a new state changes no trace that never enters it. */
  readonly pathHashes: Int32Array[];
}

export class Kernel {
  now: Micros = 0;
  /** Events executed since the start. */
  events = 0;
  readonly seed: number;
  readonly models: Readonly<Record<string, Model>>;
  readonly streams = new Streams();
  readonly heap = new EventHeap();
  readonly flights = new Flights();
  readonly network = new Network(this);
  readonly topology = new Topology(this);
  readonly hash: TraceHash | null;
  readonly watch: Watch | null;
  readonly stops: Stops | null;
  readonly machines: Machines;
  nodes: NodeRecord[] = [];
  lanes: LaneRecord[] = [];
  edges: EdgeSetup[] = [];
  /** By edge: what it suffers from. */
  edgeFaults: Record<string, EdgeFaults> = {};
  counts: Counts = { sent: 0, delivered: 0, answered: 0, failed: 0, dropped: {}, droppedTotal: 0 };
  lastMessage = 0;
  /** A sentence when the run had to slow itself down. */
  trouble: string | null = null;
  /** True within an instant that has run into INSTANT_LIMIT. */
  stormy = false;
  instantEvents = 0;
  /** Per heap slot: the flight (or -1), else the actor and its event. */
  pendingFlight = new Int32Array(1024);
  pendingActor: (Actor | null)[] = [];
  pendingEvent: (SimEvent | null)[] = [];
  /** What began the step being executed. */
  trigger: number = TRIGGER.none;
  triggerRef = 0;
  private readonly handle = new Handle(this);
  private readonly messageEvent: { type: string; message: Message | null } = {
    type: '',
    message: null,
  };
  private readonly connectionEvent: { type: string; connection: Connection | null } = {
    type: '',
    connection: null,
  };

  constructor(options: KernelOptions) {
    this.seed = options.seed;
    this.models = options.models;
    this.hash = options.hash ? new TraceHash() : null;
    this.watch = options.observe ? new Watch() : null;
    const { stops = [] } = options;
    this.stops = stops.length > 0 ? new Stops(stops) : null;
    this.machines = machinesOf(options.models);
  }

  node(index: NodeIndex): NodeRecord {
    return this.nodes[index] as NodeRecord;
  }

  lane(index: LaneIndex): LaneRecord {
    return this.lanes[index] as LaneRecord;
  }

  /** The live node with this id. */
  find(id: string): NodeRecord | undefined {
    return this.nodes.find((node) => node.id === id && !node.gone);
  }

  model(node: NodeRecord): Model {
    return this.models[node.kind] as Model;
  }

  /**
   * Executes every event up to and including `until`, or as many as `maxEvents`; true when `until` was reached, and the clock shows it.
   * Ends early at an event that makes a condition to stop at come true, where that is to halt it.
   */
  run(until: Micros, maxEvents: number): boolean {
    const { stops } = this;
    for (let left = maxEvents; left > 0; left--) {
      if (this.heap.peekTime() > until) {
        this.moveTo(until);
        return true;
      }
      this.fire();
      if (stops?.isDirty && stops.judge(this)) return false;
    }
    if (this.heap.peekTime() > until) {
      this.moveTo(until);
      return true;
    }
    return false;
  }

  /** Executes the earliest pending event. */
  fire(): void {
    const time = this.heap.peekTime();
    const handle = this.heap.pop();
    const slot = handle - Math.floor(handle / SLOTS) * SLOTS;
    if (time !== this.now) this.moveTo(time);
    else if (++this.instantEvents > INSTANT_LIMIT) this.storm();
    this.events++;
    const flight = this.pendingFlight[slot] as number;
    if (flight >= 0) {
      if (this.hash !== null) {
        this.hash.addFloat(time);
        this.hash.add(this.flights.carries[flight] as number);
        this.hash.add(this.lane(this.flights.lane[flight] as number).idHash);
        this.hash.add(this.flights.message[flight] as number);
      }
      this.network.arrive(flight);
      return;
    }
    const actor = this.pendingActor[slot] as Actor;
    const event = this.pendingEvent[slot] as SimEvent;
    this.pendingActor[slot] = null;
    this.pendingEvent[slot] = null;
    if (this.hash !== null) {
      this.hash.addFloat(time);
      this.hash.add(this.node(actor.node).idHash);
      this.hash.add(this.machines.pathHashes[actor.code]?.[actor.instance.state] ?? 0);
    }
    const node = this.node(actor.node);
    if (actor.gone || node.gone) return;
    if (node.hung) {
      node.parked.push({ actor, event });
      return;
    }
    this.trigger = TRIGGER.timer;
    this.triggerRef = actor.node;
    this.stepActor(actor, event);
  }

  private moveTo(time: Micros): void {
    if (time <= this.now) return;
    this.now = time;
    this.instantEvents = 0;
    this.stormy = false;
    this.watch?.advance(time);
  }

  private storm(): void {
    this.stormy = true;
    this.trouble = `More than ${INSTANT_LIMIT} events fell on the same microsecond at ${this.now / 1000} ms: something runs in a circle without delay. Every step of it now takes 1 µs.`;
  }

  because(trigger: number, ref: number): void {
    this.trigger = trigger;
    this.triggerRef = ref;
  }

  /** Steps one machine, noting a change of its state. */
  stepActor(actor: Actor, event: SimEvent): void {
    const instance = actor.instance;
    const before = instance.state;
    if (before < 0) {
      // It is in the middle of a step: what it is told meanwhile comes next.
      this.scheduleEvent(actor, 0, event);
      return;
    }
    const outer = this.handle.actor;
    this.handle.actor = actor;
    const machine = this.machines.compiled[actor.code] as CompiledMachine<object, SimEvent, Handle>;
    machine.step(instance, event, this.handle);
    this.handle.actor = outer;
    if (instance.state !== before) this.changed(actor, before, event.type);
  }

  private changed(actor: Actor, from: number, type: string): void {
    this.stops?.changed(actor);
    actor.changedAt = this.now;
    actor.changedBy = this.trigger;
    actor.changedRef = this.triggerRef;
    this.watch?.changed(actor, from, actor.instance.state, type, this.now);
  }

  tellMessage(node: NodeRecord, type: 'request' | 'response' | 'dropped', message: Message): void {
    const event = this.messageEvent;
    event.type = type;
    event.message = message;
    this.stepActor(node.main, event);
  }

  tellConnection(
    node: NodeRecord,
    type: 'connect' | 'connected' | 'refused' | 'reset' | 'closed',
    connection: Connection,
  ): void {
    const event = this.connectionEvent;
    event.type = type;
    event.connection = connection;
    this.stepActor(node.main, event);
  }

  /** An event from outside: a command. */
  tell(node: NodeRecord, event: KernelEvent): void {
    if (node.hung) node.parked.push({ actor: node.main, event });
    else this.stepActor(node.main, event);
  }

  scheduleFlight(flight: number, time: Micros): void {
    const slot = this.slotAt(this.heap.push(time));
    this.pendingFlight[slot] = flight;
    // Written for flights too, so that these lists have no holes.
    this.pendingActor[slot] = null;
    this.pendingEvent[slot] = null;
  }

  scheduleEvent(actor: Actor, delay: Micros, event: SimEvent): number {
    const wait = delay > 0 ? Math.round(delay) : 0;
    const handle = this.heap.push(this.now + (this.stormy && wait === 0 ? 1 : wait));
    const slot = this.slotAt(handle);
    this.pendingFlight[slot] = -1;
    this.pendingActor[slot] = actor;
    this.pendingEvent[slot] = event;
    return handle;
  }

  /** Forgets a pending timer; one that fired already is left alone. */
  cancelEvent(handle: number): void {
    if (!this.heap.cancel(handle)) return;
    const slot = this.slotAt(handle);
    this.pendingActor[slot] = null;
    this.pendingEvent[slot] = null;
  }

  statePath(actor: Actor): string {
    return (
      this.machines.compiled[actor.code] as CompiledMachine<object, SimEvent, Handle>
    ).stateOf(actor.instance);
  }

  private slotAt(handle: number): number {
    const slot = handle - Math.floor(handle / SLOTS) * SLOTS;
    if (slot >= this.pendingFlight.length) {
      const grown = new Int32Array(Math.max(slot + 1, this.pendingFlight.length * 2));
      grown.set(this.pendingFlight);
      this.pendingFlight = grown;
    }
    return slot;
  }

  /** The message reached its source as an answer. */
  complete(message: Message): void {
    const failed = message.status >= 400;
    message.end = failed ? 'failed' : 'answered';
    if (failed) this.counts.failed++;
    else this.counts.answered++;
    this.watch?.ended(message, message.source, this.now, null);
    this.stops?.ended(message, message.source, this.now);
  }

  /** The message ends without an answer; does nothing when it ended before. */
  finish(message: Message, reason: string, node: NodeIndex, cause: Cause): void {
    if (message.end !== 'open') return;
    message.end = 'dropped';
    message.reason = reason;
    this.counts.dropped[reason] = (this.counts.dropped[reason] ?? 0) + 1;
    this.counts.droppedTotal++;
    this.watch?.ended(message, node, this.now, cause);
    this.stops?.ended(message, node, this.now);
  }

  /** "Because this node is in the state it is in." */
  stateOf(node: NodeRecord): Cause {
    return { why: 'state', node: node.index, machine: node.main.machine, key: '', at: this.now };
  }

  get inFlight(): number {
    return inFlight(this.counts);
  }

  /** A hung node does nothing; what reaches it waits, and is handled in order when it wakes. */
  hang(node: NodeRecord, hung: boolean): void {
    node.hung = hung;
    if (hung) return;
    const parked = node.parked;
    node.parked = [];
    for (const item of parked) {
      if ('actor' in item) {
        if (!item.actor.gone) this.stepActor(item.actor, item.event);
      } else this.network.land(this.lane(item.lane), item.back, item.carries, item.ref);
    }
  }

  /** Kills the process. What waited for a hung one finds a closed port; its own timers die with it. */
  crash(node: NodeRecord): void {
    const parked = node.parked;
    node.parked = [];
    node.hung = false;
    this.stepActor(node.main, { type: 'crash' });
    for (const item of parked) {
      if ('carries' in item)
        this.network.land(this.lane(item.lane), item.back, item.carries, item.ref);
    }
  }

  setListening(node: NodeRecord, open: boolean): void {
    if (node.listening === open) return;
    node.listening = open;
    if (!open) this.network.resetAll(node.index);
  }

  actor(node: NodeIndex, model: Model, machine: string, key = ''): Actor {
    const code = this.machines.codeOf.get(`${model.kind}/${machine}`);
    if (code === undefined)
      throw new Error(`The model of ${model.kind} has no machine "${machine}".`);
    const instance = { state: -1, context: {}, timers: [] };
    return {
      node,
      code,
      machine,
      key,
      instance,
      gone: false,
      changedAt: this.now,
      changedBy: 0,
      changedRef: 0,
    };
  }

  /** Runs the machine's entry actions with its first context. */
  startActor(actor: Actor, context: object): void {
    const machine = this.machines.compiled[actor.code] as CompiledMachine<object, SimEvent, Handle>;
    this.within(actor, (handle) => {
      actor.instance = machine.start(context, handle);
    });
    this.stops?.changed(actor);
    actor.changedAt = this.now;
    actor.changedBy = this.trigger;
    actor.changedRef = this.triggerRef;
    this.watch?.changed(actor, -1, actor.instance.state, '', this.now);
  }

  /** The machine is over: its node was taken away or got another one, or nothing is left for this child to do. */
  stopActor(actor: Actor): void {
    if (actor.gone) return;
    actor.gone = true;
    actor.changedBy = this.trigger;
    actor.changedRef = this.triggerRef;
    const { state } = actor.instance;
    this.watch?.changed(actor, state < 0 ? ~state : state, -1, '', this.now);
  }

  /** Runs `act` with the handle speaking for `actor`. */
  within(actor: Actor, act: (handle: Handle) => void): void {
    const outer = this.handle.actor;
    this.handle.actor = actor;
    act(this.handle);
    this.handle.actor = outer;
  }
}

const compiledFor = new WeakMap<object, Machines>();

function machinesOf(models: Readonly<Record<string, Model>>): Machines {
  const known = compiledFor.get(models);
  if (known !== undefined) return known;
  const machines: Machines = { compiled: [], codeOf: new Map(), pathHashes: [] };
  for (const model of Object.values(models)) {
    for (const [name, machine] of Object.entries(model.machines)) {
      machines.codeOf.set(`${model.kind}/${name}`, machines.compiled.length);
      const compiled = compileMachine(machine);
      machines.compiled.push(compiled);
      machines.pathHashes.push(
        Int32Array.from(compiled.states, ({ path }) => hashString(`${name}/${path}`)),
      );
    }
  }
  compiledFor.set(models, machines);
  return machines;
}
