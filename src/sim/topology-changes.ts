/**
 * What commands change of what stands on the table: what leaves it or is led elsewhere, other
 * settings, other frames, faults of edges. No run needs it before its first command: the worker
 * fetches it with what carries them out.
 */
import { compileDistribution } from '../lib/distribution.ts';
import { IS } from './agenda.ts';
import { crash } from './crash.ts';
import { type Engine, laneAt, modelOf } from './engine.ts';
import { type FaultOrigin, setFault } from './faults.ts';
import { faultsOf, fixedLatency, isolationOf, isSameWay, relink } from './lanes.ts';
import { endSilence } from './repair.ts';
import { createActor, stopAll, tell, within } from './stepper.ts';
import { place, setListening, startNode } from './topology.ts';
import type { Carried, LaneFact, Standing } from './types.ts';
import { isCut } from './wire.ts';
import {
  CUT,
  type EdgeSetup,
  type End,
  findNode,
  type NodeRecord,
  type NodeSetup,
} from './world.ts';

/** Takes nodes and edges away; messages there are dropped, edges of removed nodes go too. */
export function remove(
  engine: Engine,
  nodes: readonly string[],
  edges: readonly string[],
  origin: FaultOrigin | null = null,
): void {
  const { world } = engine;
  dismiss(engine, nodes);
  const gone = new Set(nodes);
  for (const node of world.nodes) {
    if (node.frame !== null && gone.has(node.frame)) node.frame = null;
  }
  const isGone = (e: EdgeSetup) => edges.includes(e.id) || gone.has(e.from) || gone.has(e.to);
  for (const edge of world.edges.filter(isGone)) forget(engine, edge.id, origin);
  world.edges = world.edges.filter((edge) => !isGone(edge));
  relink(engine);
}

/**
 * Other nodes run in place of those that leave: replicas, for a part that becomes their template,
 * and more of them. Those that are too many are switched off, and on when they are not. Edges stay.
 * @param replicas all there are from now on
 */
export function replace(
  engine: Engine,
  leaving: readonly string[],
  replicas: readonly NodeSetup[],
): void {
  dismiss(engine, leaving);
  const fresh: NodeRecord[] = [];
  const turned: NodeRecord[] = [];
  for (const setup of replicas) {
    const known = findNode(engine.world, setup.id);
    if (known === undefined) fresh.push(place(engine, setup));
    else if (changeStanding(known, setup.standing)) turned.push(known);
  }
  relink(engine);
  for (const node of fresh) startNode(engine, node);
  for (const node of turned) {
    tell(engine, node, { type: node.standing === 'surplus' ? 'powerOff' : 'powerOn' });
  }
}

/** Whether it is one too many now and was not before, or the other way round. */
function changeStanding(node: NodeRecord, standing: Standing = 'spare'): boolean {
  const isTurned = (node.standing === 'surplus') !== (standing === 'surplus');
  node.standing = standing;
  // At once, though it may hang and hear of it later.
  if (standing === 'surplus') node.enrolled = false;
  return isTurned;
}

function dismiss(engine: Engine, ids: readonly string[]): void {
  const { world, observers } = engine;
  for (const id of ids) {
    const node = findNode(world, id);
    if (node === undefined) continue;
    crash(engine, node);
    setListening(engine, node, false);
    stopAll(engine, node);
    node.gone = true;
    world.byId.delete(id);
    for (const each of observers.of.removed) each.removed(node);
  }
}

/** New settings for a node. When they call for another machine, the node restarts with it. */
export function configure(
  engine: Engine,
  node: NodeRecord,
  config: Readonly<Record<string, unknown>>,
): void {
  const model = modelOf(engine, node);
  node.config = config;
  if (model.main(config) === node.main.machine) {
    within(engine, node.main, (speaker) =>
      model.configure(node.main.instance.context, config, speaker),
    );
    tell(engine, node, { type: 'configured' });
  } else {
    crash(engine, node);
    setListening(engine, node, false);
    stopAll(engine, node);
    node.main = createActor(engine, node.index, model, model.main(config));
    startNode(engine, node);
  }
  relink(engine);
}

/** New settings for an edge. Its source hears of those that the protocol gives it. */
export function configureEdge(engine: Engine, edge: EdgeSetup): void {
  const { world } = engine;
  world.edges = world.edges.map((e) => (e.id === edge.id ? edge : e));
  for (const lane of world.lanes) {
    if (lane.edge !== edge.id || lane.gone) continue;
    lane.latency = compileDistribution(edge.latency);
    lane.fixedLatency = fixedLatency(edge);
    lane.loss = edge.loss;
    if (!isSame(lane.carried, edge.carried)) lane.carried = edge.carried;
  }
  relink(engine);
}

function isSame(a: Carried, b: Carried): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Leads an edge elsewhere; what is on its way, and its connections, are lost. Null where nothing
 * runs that it would lead to.
 */
export function reconnect(
  engine: Engine,
  id: string,
  edge: EdgeSetup | null,
  origin: FaultOrigin,
): void {
  const { world } = engine;
  const before = world.edges.find((other) => other.id === id);
  // Led to where it leads already: nothing changes, and its lanes keep what they suffer from.
  const isThere = before !== undefined && edge?.from === before.from && edge.to === before.to;
  if (isThere && isSameWay(before.carried, edge.carried)) return;
  const faults = faultsOf(engine, id);
  const kept = { ...faults, origins: { ...faults.origins } };
  forget(engine, id, origin);
  world.edgeFaults.set(id, kept);
  if (edge === null) world.edges = world.edges.filter((other) => other.id !== id);
  else if (before === undefined) world.edges.push(edge);
  else world.edges = world.edges.map((other) => (other.id === id ? edge : other));
  relink(engine);
}

/**
 * Shuts ways of an edge, makes it lossy or late, or lets it be: every lane of it, and those it will
 * have.
 */
export function setEdgeFault(
  engine: Engine,
  edge: string,
  fact: Exclude<LaneFact, 'removed'>,
  value: number,
  origin: FaultOrigin | null = null,
): void {
  const faults = faultsOf(engine, edge);
  const before = faults.shut;
  faults[fact] = value;
  setFault(faults.origins, fact, origin, engine.world.now);
  if ((before & ~faults.shut) !== CUT.none) hearAgain(engine, edge);
  for (const each of engine.observers.of.rewired) each.rewired();
}

/** Cuts a node off from everything, by a command (1 + its number), or (0) lets it be. */
export function isolate(engine: Engine, node: NodeRecord, by: number): void {
  const { lanes } = engine.world;
  node.isolation = by;
  const its = lanes.filter(({ source, target, gone }) => {
    return !gone && (source === node.index || target === node.index);
  });
  for (const lane of its) lane.isolation = isolationOf(engine, lane);
  if (by === 0) for (const edge of new Set(its.map((lane) => lane.edge))) hearAgain(engine, edge);
  for (const each of engine.observers.of.rewired) each.rewired();
}

/** A way is open again: what was sent on the other is acknowledged at last. */
function hearAgain(engine: Engine, edge: string): void {
  const { agenda } = engine.world;
  for (let slot = 0; slot < agenda.high; slot++) {
    if (agenda.is[slot] !== IS.silence) continue;
    const end = agenda.who[slot] as End;
    const lane = laneAt(engine, end.lane);
    if (lane.edge === edge && !isCut(lane, end.isOpener)) endSilence(engine, end);
  }
}

/** Moves nodes into a frame, or out of any. */
export function enclose(engine: Engine, nodes: readonly string[], frame: string | null): void {
  for (const id of nodes) {
    const node = findNode(engine.world, id);
    if (node !== undefined) node.frame = frame;
  }
  relink(engine);
}

/**
 * Puts the inner links of all frames in place of those there were: what is on its way along one
 * that goes is lost.
 */
export function setInner(engine: Engine, edges: readonly EdgeSetup[]): void {
  const { world } = engine;
  const before = new Set(world.edges.filter(({ inner }) => inner).map(({ id }) => id));
  if (before.size === edges.length && edges.every(({ id }) => before.has(id))) return;
  world.edges = [...world.edges.filter(({ inner }) => inner !== true), ...edges];
  relink(engine);
}

/**
 * The lanes of an edge that leaves keep what they suffered; an edge that joins with the same id
 * begins without.
 */
function forget(engine: Engine, edge: string, origin: FaultOrigin | null): void {
  const { world } = engine;
  setFault(faultsOf(engine, edge).origins, 'removed', origin, world.now);
  world.edgeFaults.delete(edge);
}
