/**
 * What stands on the table and is connected with what: nodes and edges that join, members that come
 * and go, ports. Nodes and lanes keep their numbers for ever; one that leaves is kept and is
 * `gone`.
 */
import { hashString } from '../lib/hash.ts';
import { createParking } from './backlog.ts';
import { resetAll } from './connections.ts';
import { type Engine, modelOf } from './engine.ts';
import { relink } from './lanes.ts';
import { createActor, startActor, within } from './stepper.ts';
import { addressOf, type EdgeSetup, EPHEMERAL, type NodeRecord, type NodeSetup } from './world.ts';

/** Puts nodes and edges on the table: the scene at the start, or what joins later. */
export function add(
  engine: Engine,
  nodes: readonly NodeSetup[],
  edges: readonly EdgeSetup[],
): void {
  const fresh = nodes.map((setup) => place(engine, setup));
  engine.world.edges.push(...edges);
  relink(engine);
  for (const node of fresh) startNode(engine, node);
}

/** Whether a member takes part in what its frame offers, from now on: its callers hear of it. */
export function enrol(engine: Engine, node: NodeRecord, isIn: boolean): void {
  if (node.enrolled === isIn || node.gone) return;
  node.enrolled = isIn;
  relink(engine);
}

/** Opens or closes a node's port. Closing it resets all its connections. */
export function setListening(engine: Engine, node: NodeRecord, isOpen: boolean): void {
  if (node.listening === isOpen) return;
  node.listening = isOpen;
  if (!isOpen) resetAll(engine, node);
}

/** Puts one node there; it starts once it is connected (`startNode`). */
export function place(engine: Engine, setup: NodeSetup): NodeRecord {
  const { world, models, observers } = engine;
  const model = Object.hasOwn(models, setup.kind) ? models[setup.kind] : undefined;
  if (model === undefined)
    throw new Error(`There is no kind "${setup.kind}" to run node "${setup.id}".`);
  const index = world.nodes.length;
  const node: NodeRecord = {
    index,
    id: setup.id,
    idHash: hashString(setup.id),
    kind: setup.kind,
    name: setup.name,
    config: setup.config,
    frame: setup.frame,
    template: setup.template ?? null,
    standing: setup.standing ?? 'spare',
    enrolled: true,
    within: null,
    members: [],
    gone: false,
    listening: true,
    hung: false,
    isolation: 0,
    main: createActor(engine, index, model, model.main(setup.config)),
    children: new Map(),
    links: [],
    inner: [],
    sources: [],
    parks: false,
    parked: createParking(),
    ends: new Map(),
    ip: addressOf(index),
    nextPort: EPHEMERAL.first,
    faults: {},
  };
  world.nodes.push(node);
  world.byId.set(setup.id, index);
  for (const each of observers.of.placed) each.placed(node);
  return node;
}

/** Gives a node its context and starts its machine. */
export function startNode(engine: Engine, node: NodeRecord): void {
  const model = modelOf(engine, node);
  node.listening = true;
  let context: object = {};
  within(engine, node.main, (speaker) => {
    context = model.context(node.config, speaker) as object;
    model.connectTo?.(context, node.links, speaker);
  });
  startActor(engine, node.main, context);
}
