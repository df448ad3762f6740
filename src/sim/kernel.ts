/**
 * The discrete-event simulation. It keeps pending events in order of (time, sequence), takes the
 * earliest, and hands it to the machine it is for; the machine's actions send messages and set
 * timers, which become later events. Nothing here reads a clock: the same setup and seed give the
 * same run, bit for bit. The kernel wires the parts and loops; the parts are functions over a
 * `World`.
 */
import { hashString } from '../lib/hash.ts';
import { type Agenda, clear, IS, takeEarliest } from './agenda.ts';
import type { ConditionWatch } from './condition-watch.ts';
import type { Engine, Machines, Speaker } from './engine.ts';
import { Handle } from './handle.ts';
import { arrive, repair, silenced } from './landing.ts';
import { type CompiledMachine, compileMachine, type SimEvent, type StateInfo } from './machine.ts';
import type { Model } from './model.ts';
import { createObservers, type Observer, type Observers } from './observers.ts';
import { OwnSeries } from './own-series.ts';
import { type Waking, wake } from './parking.ts';
import { ring, stateIn } from './stepper.ts';
import { LINUX, type TcpRules } from './tcp-rules.ts';
import { TraceHasher } from './trace-hasher.ts';
import type { LaneIndex, Micros, NodeIndex } from './types.ts';
import { Watch } from './watch.ts';
import {
  type Actor,
  because,
  createWorld,
  type End,
  findNode,
  type LaneRecord,
  type NodeRecord,
  type World,
} from './world.ts';

/**
 * This many events within one microsecond are a zero-delay cycle: from then on every delay is at
 * least 1 µs, and the run says so.
 */
const INSTANT_LIMIT = 100_000;
/** Below this an engine keeps whole numbers in place: the first 35 minutes of a run, in µs. */
const SMALL_INTEGERS = 2_147_483_647;
const NEVER = Number.POSITIVE_INFINITY;
/** What the trace takes for a repair timer in place of what a flight carries. */
const TIMER_OF_REPAIR = 254;

export interface KernelOptions {
  readonly seed: number;
  /** Every kind that may appear, by kind id. */
  readonly models: Readonly<Record<string, Model>>;
  /** Counters, histograms, series, spans, log. Off means no work per event. */
  readonly observe: boolean;
  /** Whether to keep the trace hash. */
  readonly hash: boolean;
  /** What watches the document's conditions; nobody asks when left out. */
  readonly conditions?: (engine: Engine) => ConditionWatch;
  /** Who else looks on. */
  readonly observers?: readonly Observer[];
  /** Other rules than Linux's defaults for when TCP sends again. */
  readonly tcp?: Partial<TcpRules>;
}

export class Kernel implements Engine {
  world: World;
  readonly models: Readonly<Record<string, Model>>;
  readonly machines: Machines;
  readonly hash: TraceHasher | null;
  readonly watch: Watch | null;
  readonly conditions: ConditionWatch | null;
  /** What kinds keep of their own; observers or not. */
  readonly series: OwnSeries;
  readonly observers: Observers;
  readonly tcp: TcpRules;
  readonly speaker: Speaker = new Handle(this);

  constructor(options: KernelOptions) {
    const { seed, models, observe, hash, conditions, observers = [], tcp } = options;
    this.world = createWorld(seed);
    this.models = models;
    this.machines = machinesOf(models);
    this.hash = hash ? new TraceHasher() : null;
    this.watch = observe ? new Watch() : null;
    this.tcp = { ...LINUX, ...tcp };
    this.conditions = conditions?.(this) ?? null;
    this.series = new OwnSeries(this);
    const watching = this.conditions?.observers ?? [];
    const own: (Observer | null)[] = [this.hash, ...watching, this.watch, this.series];
    this.observers = createObservers(own.concat(observers).filter((each) => each !== null));
  }

  get now(): Micros {
    return this.world.now;
  }

  /** Everything travelling a lane right now: the slots of the agenda that hold flights. */
  get flights(): Agenda {
    return this.world.agenda;
  }

  node(index: NodeIndex): NodeRecord {
    return this.world.nodes[index] as NodeRecord;
  }

  lane(index: LaneIndex): LaneRecord {
    return this.world.lanes[index] as LaneRecord;
  }

  /** The live node with this id. */
  find(id: string): NodeRecord | undefined {
    return findNode(this.world, id);
  }

  model(node: NodeRecord): Model {
    return this.models[node.kind] as Model;
  }

  stateIn(actor: Actor): StateInfo {
    return stateIn(this, actor);
  }

  /**
   * When the next event is due, or the moment that a condition waits for; Infinity when there is
   * none.
   */
  get nextAt(): Micros {
    return Math.min(this.world.agenda.heap.peekTime(), this.conditions?.due ?? NEVER);
  }

  /**
   * Executes every event up to and including `until`, or as many as `maxEvents`; true when `until`
   * was reached, and the clock shows it. Ends early where a condition comes true that is to halt
   * it: at an event, or at a moment it waited for, which counts as one.
   */
  run(until: Micros, maxEvents: number): boolean {
    const { conditions } = this;
    const { heap } = this.world.agenda;
    for (let left = maxEvents; left > 0; left--) {
      const time = heap.peekTime();
      if (conditions !== null && conditions.due <= time && conditions.due <= until) {
        if (this.await(conditions, time)) return false;
      } else if (time > until) {
        this.moveTo(until);
        return true;
      } else {
        this.fire(time);
        if (conditions?.isDirty && conditions.judge()) return false;
      }
    }
    if (this.nextAt > until) {
      this.moveTo(until);
      return true;
    }
    return false;
  }

  /** What a condition waited for has come: before all events of that moment. */
  private await(conditions: ConditionWatch, next: Micros): boolean {
    this.moveTo(conditions.due);
    // The first event of a moment is not counted, and here the clock does not move for it.
    if (this.world.now === next) this.world.instantEvents = -1;
    return conditions.judge();
  }

  /** Executes the earliest pending event, which is due at `time`. */
  fire(time = this.world.agenda.heap.peekTime()): void {
    const { world } = this;
    const { agenda } = world;
    const slot = takeEarliest(agenda);
    if (time !== world.now) this.moveTo(time);
    else if (++world.instantEvents > INSTANT_LIMIT) this.storm();
    world.events++;
    switch (agenda.is[slot]) {
      case IS.flight:
        this.showLanding(agenda, slot);
        arrive(this, slot);
        return;
      case IS.repair:
      case IS.silence: {
        const isSilence = agenda.is[slot] === IS.silence;
        const end = agenda.who[slot] as End;
        clear(agenda, slot);
        for (const each of this.observers.of.landed) {
          each.landed(time, TIMER_OF_REPAIR, this.lane(end.lane).idHash, end.id);
        }
        if (isSilence) silenced(this, end);
        else repair(this, end);
        return;
      }
      case IS.wake: {
        const node = agenda.who[slot] as NodeRecord;
        const { trigger, ref } = agenda.what[slot] as Waking;
        clear(agenda, slot);
        because(world, trigger, ref);
        wake(this, node);
        return;
      }
      default: {
        const actor = agenda.who[slot] as Actor;
        const event = agenda.what[slot] as SimEvent;
        clear(agenda, slot);
        this.showRinging(actor);
        ring(this, actor, event);
      }
    }
  }

  private showLanding(agenda: Agenda, slot: number): void {
    for (const each of this.observers.of.landed) {
      each.landed(
        this.world.now,
        agenda.carries[slot] as number,
        this.lane(agenda.lane[slot] as number).idHash,
        agenda.message[slot] as number,
      );
    }
  }

  private showRinging(actor: Actor): void {
    for (const each of this.observers.of.rang) {
      const paths = this.machines.pathHashes[actor.code];
      each.rang(this.world.now, this.node(actor.node).idHash, paths?.[actor.instance.state] ?? 0);
    }
  }

  private moveTo(time: Micros): void {
    const { world } = this;
    if (time <= world.now) return;
    // Out of the heap comes a float, which costs a box wherever it is kept; small integers do not.
    world.now = time < SMALL_INTEGERS ? time | 0 : time;
    world.instantEvents = 0;
    world.stormy = false;
    for (const each of this.observers.of.advanced) each.advanced(time);
  }

  private storm(): void {
    const { world } = this;
    world.stormy = true;
    world.trouble = `More than ${INSTANT_LIMIT} events happened in the same microsecond, at ${world.now / 1000} ms: a loop without delay. Each of its steps now takes 1 µs.`;
  }
}

/** Kinds may join while a run goes on, so that numbers once given stay. */
class CompiledMachines implements Machines {
  readonly compiled: CompiledMachine<object, SimEvent, Speaker>[] = [];
  readonly pathHashes: Int32Array[] = [];
  private readonly codes = new Map<Model, ReadonlyMap<string, number>>();

  codesOf(model: Model): ReadonlyMap<string, number> {
    return this.codes.get(model) ?? this.compile(model);
  }

  private compile(model: Model): ReadonlyMap<string, number> {
    const codes = new Map<string, number>();
    for (const [name, machine] of Object.entries(model.machines)) {
      const made = compileMachine(machine);
      codes.set(name, this.compiled.length);
      this.compiled.push(made);
      this.pathHashes.push(
        Int32Array.from(made.states, ({ path }) => hashString(`${name}/${path}`)),
      );
    }
    this.codes.set(model, codes);
    return codes;
  }
}

const compiledFor = new WeakMap<object, Machines>();

function machinesOf(models: Readonly<Record<string, Model>>): Machines {
  const known = compiledFor.get(models) ?? new CompiledMachines();
  compiledFor.set(models, known);
  return known;
}
