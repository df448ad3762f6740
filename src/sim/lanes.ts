/**
 * The lanes of edges, and the links that nodes see of them: made and retired as nodes, frames and
 * edges come and go. An edge to a frame has one lane for each member.
 */
import { compileDistribution } from '../lib/distribution.ts';
import { hashString } from '../lib/hash.ts';
import { sever } from './connections.ts';
import { type Engine, modelOf, nodeAt } from './engine.ts';
import { type EdgeFaults, noEdgeFaults } from './faults.ts';
import type { FrameModel } from './model.ts';
import { tell, within } from './stepper.ts';
import type { Carried, Link, Member, NodeIndex } from './types.ts';
import { type EdgeSetup, findNode, type LaneRecord, type NodeRecord, type World } from './world.ts';

export function faultsOf(engine: Engine, edge: string): EdgeFaults {
  const { edgeFaults } = engine.world;
  const faults = edgeFaults.get(edge) ?? noEdgeFaults();
  edgeFaults.set(edge, faults);
  return faults;
}

/** By which command one of its ends is cut off from everything: 1 + its number, 0 for none. */
export function isolationOf(
  engine: Engine,
  { source, target }: Pick<LaneRecord, 'source' | 'target'>,
): number {
  return nodeAt(engine, source).isolation || nodeAt(engine, target).isolation;
}

export function isSameWay(a: Carried, b: Carried): boolean {
  return a.protocol === b.protocol && a.port === b.port;
}

/**
 * Brings lanes, links and members in line with nodes, frames and edges, and tells every started
 * node for which they changed.
 */
export function relink(engine: Engine): void {
  const { world } = engine;
  const severed = syncLanes(engine);
  const lanesFrom = outgoing(engine);
  listSources(engine);
  const moved = listFrames(engine);
  const frames = listMembers(engine);
  // Those who moved first: what their new frame makes of them comes after.
  for (const node of moved) {
    if (!isStarted(node)) continue;
    tell(engine, node, { type: 'frame' });
    if (node.standing === 'surplus') tell(engine, node, { type: 'powerOff' });
  }
  for (const frame of frames) if (isStarted(frame)) tell(engine, frame, { type: 'members' });
  for (const node of world.nodes) {
    if (node.gone) continue;
    const lanes = lanesFrom.get(node.index) ?? [];
    const links = lanes.filter((lane) => !lane.inner).map((lane) => linkOf(engine, lane));
    const inner = lanes.filter((lane) => lane.inner).map((lane) => linkOf(engine, lane));
    const isAsBefore = sameLinks(node.links, links);
    if (isAsBefore && sameLinks(node.inner, inner)) continue;
    node.links = links;
    node.inner = inner;
    if (!isStarted(node)) continue;
    if (!isAsBefore) {
      const model = modelOf(engine, node);
      within(engine, node.main, (speaker) =>
        model.connectTo?.(node.main.instance.context, links, speaker),
      );
    }
    tell(engine, node, { type: 'topology' });
  }
  for (const lane of severed) sever(engine, lane);
  for (const each of engine.observers.of.rewired) each.rewired();
}

/** Whether it has begun, and is not in the middle of a step. */
function isStarted(node: NodeRecord): boolean {
  return node.main.instance.state >= 0;
}

/** Makes and retires lanes; returns those that went. */
function syncLanes(engine: Engine): LaneRecord[] {
  const { world } = engine;
  const wanted = wantedLanes(engine);
  const severed: LaneRecord[] = [];
  for (const lane of world.lanes) {
    if (lane.gone) continue;
    const still = wanted.get(lane.id);
    const leadsThere = still?.source.index === lane.source && still.target.index === lane.target;
    // Through the template or the pool around it: it is not the same backend to whoever calls.
    if (leadsThere && still.frame === lane.frame && isSameWay(still.edge.carried, lane.carried)) {
      // An edge that was led to another node and back has the same lanes, and other faults.
      lane.imposed = faultsOf(engine, lane.edge);
      lane.faults = lane.imposed.origins;
      wanted.delete(lane.id);
    } else {
      lane.gone = true;
      severed.push(lane);
    }
  }
  for (const [id, want] of wanted) world.lanes.push(createLane(engine, id, want));
  return severed;
}

interface Wanted {
  readonly edge: EdgeSetup;
  readonly source: NodeRecord;
  readonly target: NodeRecord;
  readonly frame: string | null;
}

function wantedLanes(engine: Engine): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const edge of engine.world.edges) {
    for (const [source, fromFrame] of ends(engine, edge.from)) {
      for (const [target, toFrame] of ends(engine, edge.to)) {
        const parts = [edge.id, fromFrame && source.id, toFrame && target.id].filter(Boolean);
        wanted.set(parts.join('/'), { edge, source, target, frame: toFrame });
      }
    }
  }
  return wanted;
}

function createLane(
  engine: Engine,
  id: string,
  { edge, source, target, frame }: Wanted,
): LaneRecord {
  const { world } = engine;
  const imposed = faultsOf(engine, edge.id);
  const stream = (purpose: string) => world.streams.open(world.seed, `edge ${id}`, purpose);
  return {
    index: world.lanes.length,
    id,
    idHash: hashString(id),
    edge: edge.id,
    source: source.index,
    target: target.index,
    frame,
    inner: edge.inner === true,
    carried: edge.carried,
    latency: compileDistribution(edge.latency),
    fixedLatency: fixedLatency(edge),
    latencyStream: stream('latency'),
    loss: edge.loss,
    lossStream: stream('loss'),
    imposed,
    faults: imposed.origins,
    loseStream: stream('lose'),
    isolation: isolationOf(engine, { source: source.index, target: target.index }),
    gone: false,
    sent: 0,
    repeats: 0,
  };
}

/**
 * The nodes an edge's end stands for: the node itself, or its replicas, or what is in a frame that
 * says so.
 */
function ends(engine: Engine, id: string): [NodeRecord, string | null][] {
  const { world } = engine;
  const node = findNode(world, id);
  if (node === undefined) {
    const replicas = world.nodes.filter((n) => !n.gone && n.template === id);
    return replicas.map((n): [NodeRecord, string] => [n, id]);
  }
  if (frameOf(engine, node)?.end !== 'members') return [[node, null]];
  const members = world.nodes.filter((n) => !n.gone && n.frame === id);
  return members.flatMap((m) => ends(engine, m.id).map(([n]): [NodeRecord, string] => [n, id]));
}

function frameOf(engine: Engine, node: NodeRecord): FrameModel | undefined {
  return modelOf(engine, node).frame;
}

/** Lists for every frame what is in it; returns those for which that changed. */
function listMembers(engine: Engine): NodeRecord[] {
  const { world } = engine;
  const frames = new Map<NodeRecord, Member[]>();
  for (const node of world.nodes) {
    if (!node.gone && frameOf(engine, node) !== undefined) frames.set(node, []);
  }
  for (const node of world.nodes) {
    if (node.gone || frameOf(engine, node)?.isTransparent === true) continue;
    const member = memberOf(node);
    for (
      let around = aroundOf(world, node);
      around !== undefined;
      around = aroundOf(world, around)
    ) {
      const isAround = frameOf(engine, around)?.isTransparent === true;
      if (isAround || around.index === node.within) frames.get(around)?.push(member);
    }
  }
  return [...frames].flatMap(([frame, members]) => {
    if (isSameList(frame.members, members)) return [];
    frame.members = members;
    return [frame];
  });
}

/**
 * Finds for every node the frame it acts in; returns those for which it is another one: they take
 * part in what that offers.
 */
function listFrames(engine: Engine): NodeRecord[] {
  return engine.world.nodes.filter((node) => {
    const within = node.gone ? null : frameAround(engine, node);
    if (within === node.within) return false;
    node.within = within;
    node.enrolled = node.standing !== 'surplus';
    return !node.gone;
  });
}

function frameAround(engine: Engine, node: NodeRecord): NodeIndex | null {
  let around = aroundOf(engine.world, node);
  while (around !== undefined && frameOf(engine, around)?.isTransparent === true) {
    around = aroundOf(engine.world, around);
  }
  return around?.index ?? null;
}

function aroundOf(world: World, { frame }: NodeRecord): NodeRecord | undefined {
  return frame === null ? undefined : findNode(world, frame);
}

function memberOf({ index, id, name, kind, config, enrolled, standing }: NodeRecord): Member {
  return { node: index, id, name, kind, config, enrolled, standing };
}

function isSameList(a: readonly Member[], b: readonly Member[]): boolean {
  return (
    a.length === b.length &&
    a.every((member, at) => {
      const other = b[at] as Member;
      const { node, config, name, enrolled } = member;
      return (
        node === other.node &&
        config === other.config &&
        name === other.name &&
        enrolled === other.enrolled &&
        member.standing === other.standing
      );
    })
  );
}

function outgoing(engine: Engine): Map<number, LaneRecord[]> {
  const from = new Map<number, LaneRecord[]>();
  for (const lane of engine.world.lanes) {
    if (lane.gone) continue;
    const lanes = from.get(lane.source);
    if (lanes === undefined) from.set(lane.source, [lane]);
    else lanes.push(lane);
  }
  return from;
}

function listSources(engine: Engine): void {
  const { lanes, nodes } = engine.world;
  for (const node of nodes) node.sources = [];
  for (const { gone, source, target } of lanes) {
    const { sources } = nodeAt(engine, target);
    if (!gone && !sources.includes(source)) sources.push(source);
  }
}

function linkOf(engine: Engine, lane: LaneRecord): Link {
  const target = nodeAt(engine, lane.target);
  const frame = lane.frame === null ? undefined : findNode(engine.world, lane.frame);
  return {
    lane: lane.index,
    edge: lane.edge,
    node: target.index,
    id: target.id,
    name: target.name,
    kind: target.kind,
    config: target.config,
    frame: lane.frame,
    ...(frame && { frameConfig: frame.config }),
    enrolled: lane.frame === null || target.enrolled,
    ...lane.carried,
  };
}

export function fixedLatency(edge: EdgeSetup): number {
  return edge.latency.dist === 'constant' ? Math.round(edge.latency.value * 1000) : -1;
}

function sameLinks(a: readonly Link[], b: readonly Link[]): boolean {
  return (
    a.length === b.length &&
    a.every((link, i) => {
      const other = b[i] as Link;
      return (
        link.lane === other.lane &&
        link.config === other.config &&
        link.settings === other.settings &&
        link.enrolled === other.enrolled &&
        link.frameConfig === other.frameConfig &&
        link.name === other.name
      );
    })
  );
}
