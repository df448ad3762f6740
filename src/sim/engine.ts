/**
 * What the functions over a world need beside it: the kinds' models, their machines compiled, who
 * looks on, and the handle by which an action speaks. None of it changes during a run but the
 * world.
 */
import type { CompiledMachine, SimEvent } from './machine.ts';
import type { Model } from './model.ts';
import type { Observers } from './observers.ts';
import type { OwnSeries } from './own-series.ts';
import type { Sim } from './sim.ts';
import type { TcpRules } from './tcp-rules.ts';
import type { Actor, LaneRecord, NodeRecord, World } from './world.ts';

/** The one handle: it speaks for whichever actor is being stepped. */
export interface Speaker extends Sim {
  actor: Actor;
}

/** What runs of the same models share: each machine compiled once. */
export interface Machines {
  readonly compiled: readonly CompiledMachine<object, SimEvent, Speaker>[];
  /** The numbers of a kind's machines by name; they are compiled when first asked for. */
  codesOf(model: Model): ReadonlyMap<string, number>;
  /**
   * By machine and leaf: a hash of its name and the state's path, so that a new state changes no
   * trace that never enters it.
   */
  readonly pathHashes: readonly Int32Array[];
}

export interface Engine {
  world: World;
  readonly models: Readonly<Record<string, Model>>;
  readonly machines: Machines;
  readonly observers: Observers;
  /** What kinds keep of their own. */
  readonly series: OwnSeries;
  readonly tcp: TcpRules;
  readonly speaker: Speaker;
}

export function nodeAt(engine: Engine, index: number): NodeRecord {
  return engine.world.nodes[index] as NodeRecord;
}

export function laneAt(engine: Engine, index: number): LaneRecord {
  return engine.world.lanes[index] as LaneRecord;
}

export function modelOf(engine: Engine, node: NodeRecord): Model {
  return engine.models[node.kind] as Model;
}
