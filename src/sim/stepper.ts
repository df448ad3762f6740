/**
 * Steps actors: hands an event to a machine, records a change of its state, starts and stops
 * machines, and keeps a node's children.
 */
import { book, IS, unbook } from './agenda.ts';
import { type Engine, modelOf, type Speaker } from './engine.ts';
import type { CompiledMachine, SimEvent, StateInfo } from './machine.ts';
import type { Model } from './model.ts';
import type { Cause, Connection, Message, Micros, NodeIndex } from './types.ts';
import { type Actor, type End, type NodeRecord, parkEvent, TRIGGER } from './world.ts';

/**
 * One event object serves every message, one every connection: they are read during a step and
 * never kept.
 */
const messageEvent: { type: string; message: Message | null; connection: Connection | null } = {
  type: '',
  message: null,
  connection: null,
};
const connectionEvent: { type: string; connection: Connection | null } = {
  type: '',
  connection: null,
};

type Compiled = CompiledMachine<object, SimEvent, Speaker>;

function machineOf(engine: Engine, actor: Actor): Compiled {
  return engine.machines.compiled[actor.code] as Compiled;
}

/** The state it is in; during a step, the one in which it began. */
export function stateIn(engine: Engine, actor: Actor): StateInfo {
  return machineOf(engine, actor).stateOf(actor.instance);
}

/** Steps one machine. One in the middle of a step gets the event next. */
export function stepActor(engine: Engine, actor: Actor, event: SimEvent): void {
  const { instance } = actor;
  const before = instance.state;
  if (before < 0) {
    scheduleEvent(engine, actor, 0, { ...event });
    return;
  }
  const { speaker } = engine;
  const outer = speaker.actor;
  speaker.actor = actor;
  machineOf(engine, actor).step(instance, event, speaker);
  speaker.actor = outer;
  if (instance.state !== before) changed(engine, actor, before, instance.state, event.type);
}

function changed(engine: Engine, actor: Actor, from: number, to: number, type: string): void {
  const { world, observers } = engine;
  actor.changedAt = world.now;
  actor.changedBy = world.trigger;
  actor.changedRef = world.triggerRef;
  for (const each of observers.of.changed) each.changed(actor, from, to, type, world.now);
}

/** The node's own timer rings. A hung node does nothing. */
export function ring(engine: Engine, actor: Actor, event: SimEvent): void {
  const node = engine.world.nodes[actor.node] as NodeRecord;
  if (actor.gone || node.gone) return;
  if (node.parks) {
    parkEvent(node, actor, event, false);
    return;
  }
  engine.world.trigger = TRIGGER.timer;
  engine.world.triggerRef = actor.node;
  stepActor(engine, actor, event);
}

/** An event from outside: a command, or what follows from one. */
export function tell(engine: Engine, node: NodeRecord, event: SimEvent): void {
  if (node.parks) parkEvent(node, node.main, event, true);
  else stepActor(engine, node.main, event);
}

export function tellMessage(
  engine: Engine,
  node: NodeRecord,
  type: 'request' | 'response' | 'dropped' | 'cancelled',
  message: Message,
  connection: End,
): void {
  if (node.parks) {
    parkEvent(node, node.main, { type, message, connection } as SimEvent, false);
    return;
  }
  messageEvent.type = type;
  messageEvent.message = message;
  messageEvent.connection = connection;
  stepActor(engine, node.main, messageEvent);
}

export function tellConnection(
  engine: Engine,
  node: NodeRecord,
  type: 'connect' | 'connected' | 'refused' | 'reset' | 'closed',
  connection: End,
): void {
  if (node.parks) {
    parkEvent(node, node.main, { type, connection } as SimEvent, false);
    return;
  }
  connectionEvent.type = type;
  connectionEvent.connection = connection;
  stepActor(engine, node.main, connectionEvent);
}

/** An event for an actor, so many microseconds from now. */
export function scheduleEvent(
  engine: Engine,
  actor: Actor,
  delay: Micros,
  event: SimEvent,
): number {
  const { world } = engine;
  const wait = delay > 0 ? Math.round(delay) : world.stormy ? 1 : 0;
  return book(world.agenda, world.now + wait, IS.event, actor, event);
}

export function cancelEvent(engine: Engine, handle: number): void {
  unbook(engine.world.agenda, handle);
}

/** "Because this node is in the state it is in." */
export function stateOf(engine: Engine, node: NodeRecord): Cause {
  return { why: 'state', node: node.index, key: '', at: engine.world.now };
}

export function createActor(
  engine: Engine,
  node: NodeIndex,
  model: Model,
  machine: string,
  key = '',
): Actor {
  const code = engine.machines.codesOf(model).get(machine);
  if (code === undefined) {
    throw new Error(`The model of ${model.kind} has no machine "${machine}".`);
  }
  return {
    node,
    code,
    machine,
    key,
    instance: { state: -1, context: {}, timers: [] },
    gone: false,
    changedAt: engine.world.now,
    changedBy: 0,
    changedRef: 0,
  };
}

/** Runs the machine's entry actions with its first context. */
export function startActor(engine: Engine, actor: Actor, context: object): void {
  within(engine, actor, (speaker) => {
    actor.instance = machineOf(engine, actor).start(context, speaker);
  });
  changed(engine, actor, -1, actor.instance.state, '');
}

/**
 * The machine is over: its node was taken away or got another one, or nothing is left for this
 * child to do.
 */
function stopActor(engine: Engine, actor: Actor): void {
  if (actor.gone) return;
  actor.gone = true;
  const { world, observers } = engine;
  actor.changedBy = world.trigger;
  actor.changedRef = world.triggerRef;
  const { state } = actor.instance;
  const from = state < 0 ? ~state : state;
  for (const each of observers.of.changed) each.changed(actor, from, -1, '', world.now);
}

/** Runs `act` with the handle speaking for `actor`. */
export function within(engine: Engine, actor: Actor, act: (speaker: Speaker) => void): void {
  const { speaker } = engine;
  const outer = speaker.actor;
  speaker.actor = actor;
  act(speaker);
  speaker.actor = outer;
}

/** The node itself, by machine 'main' and key '', or a child. */
export function actorOf(node: NodeRecord, machine: string, key: string): Actor | undefined {
  if (machine === 'main' && key === '') return node.main;
  return node.children.get(machine)?.get(key);
}

/** Children by machine, in order of start. */
export function childrenOf(node: NodeRecord): Actor[] {
  return [...node.children.values()].flatMap((byKey) => [...byKey.values()]);
}

export function startChild(
  engine: Engine,
  node: NodeRecord,
  name: { readonly machine: string; readonly key: string },
  context: object,
): void {
  const { machine, key } = name;
  stopChild(engine, node, machine, key);
  const actor = createActor(engine, node.index, modelOf(engine, node), machine, key);
  const byKey = node.children.get(machine) ?? new Map<string, Actor>();
  node.children.set(machine, byKey.set(key, actor));
  startActor(engine, actor, context);
}

export function stopChild(engine: Engine, node: NodeRecord, machine: string, key: string): void {
  const byKey = node.children.get(machine);
  const actor = byKey?.get(key);
  if (byKey === undefined || actor === undefined) return;
  stopActor(engine, actor);
  byKey.delete(key);
}

/** Stops every machine of a node. */
export function stopAll(engine: Engine, node: NodeRecord): void {
  for (const child of childrenOf(node)) stopActor(engine, child);
  node.children.clear();
  stopActor(engine, node.main);
}
