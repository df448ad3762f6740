/**
 * What stands on the table and what is connected with what: adding, removing, settings, frames. Nodes and lanes keep their numbers for
 * ever; one that leaves is marked as gone. An edge to a frame has one lane for each member, so membership is what gives it meaning.
 */
import { compileDistribution } from '../lib/distribution.ts';
import { hashString } from '../lib/hash.ts';
import {
  type EdgeFault,
  type EdgeFaults,
  type FaultMark,
  noEdgeFaults,
  setFault,
} from './faults.ts';
import type { Kernel } from './kernel.ts';
import type { Link } from './types.ts';
import {
  addressOf,
  type EdgeSetup,
  EPHEMERAL,
  type LaneRecord,
  type NodeRecord,
  type NodeSetup,
} from './world.ts';

export class Topology {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Puts nodes and edges on the table: the scene at the start, or what joins later. */
  add(nodes: readonly NodeSetup[], edges: readonly EdgeSetup[]): void {
    const fresh = nodes.map((setup) => this.place(setup));
    this.kernel.edges.push(...edges);
    this.relink();
    for (const node of fresh) this.startNode(node);
  }

  /** Takes nodes and edges away; messages there are dropped, edges of removed nodes go too. */
  remove(nodes: readonly string[], edges: readonly string[], mark: FaultMark | null = null): void {
    for (const id of nodes) {
      const node = this.kernel.find(id);
      if (node === undefined) continue;
      setFault(node.faults, 'remove', mark, this.kernel.now);
      this.kernel.crash(node);
      this.kernel.setListening(node, false);
      for (const child of node.children) this.kernel.stopActor(child);
      this.kernel.stopActor(node.main);
      node.gone = true;
      this.kernel.stops?.removed(node);
    }
    const gone = new Set(nodes);
    for (const node of this.kernel.nodes) {
      if (node.frame !== null && gone.has(node.frame)) node.frame = null;
    }
    const isGone = (e: EdgeSetup) => edges.includes(e.id) || gone.has(e.from) || gone.has(e.to);
    for (const edge of this.kernel.edges.filter(isGone)) this.forget(edge.id, mark);
    this.kernel.edges = this.kernel.edges.filter((edge) => !isGone(edge));
    this.relink();
  }

  /** New settings for a node. When they call for another machine, the node restarts with it. */
  configure(node: NodeRecord, config: Readonly<Record<string, unknown>>): void {
    const model = this.kernel.model(node);
    node.config = config;
    if (model.main(config) === node.main.machine) {
      this.kernel.within(node.main, (handle) =>
        model.configure(node.main.instance.context, config, handle),
      );
      this.kernel.tell(node, { type: 'configured' });
    } else {
      this.kernel.stepActor(node.main, { type: 'crash' });
      this.kernel.setListening(node, false);
      for (const child of node.children) this.kernel.stopActor(child);
      this.kernel.stopActor(node.main);
      node.children = [];
      node.main = this.kernel.actor(node.index, model, model.main(config));
      this.startNode(node);
    }
    this.relink();
  }

  /** New latency or loss for an edge. */
  configureEdge(edge: EdgeSetup): void {
    this.kernel.edges = this.kernel.edges.map((e) => (e.id === edge.id ? edge : e));
    for (const lane of this.kernel.lanes) {
      if (lane.edge !== edge.id || lane.gone) continue;
      lane.latency = compileDistribution(edge.latency);
      lane.fixedLatency = fixedLatency(edge);
      lane.loss = edge.loss;
    }
  }

  /** Leads an edge elsewhere; what is on its way, and its connections, are lost. Null where nothing runs that it would lead to. */
  reconnect(id: string, edge: EdgeSetup | null, mark: FaultMark): void {
    const { kernel } = this;
    const faults = this.faultsOf(id);
    const kept = { ...faults, marks: { ...faults.marks } };
    this.forget(id, mark);
    kernel.edgeFaults[id] = kept;
    const isKnown = kernel.edges.some((other) => other.id === id);
    if (edge === null) kernel.edges = kernel.edges.filter((other) => other.id !== id);
    else if (isKnown) kernel.edges = kernel.edges.map((other) => (other.id === id ? edge : other));
    else kernel.edges.push(edge);
    this.relink();
  }

  /** Cuts an edge, loses or delays what travels on it, or lets it be: every lane of it, and those it will have. */
  setFault(
    edge: string,
    fault: Exclude<EdgeFault, 'remove'>,
    value: number,
    mark: FaultMark | null = null,
  ): void {
    const faults = this.faultsOf(edge);
    faults[fault] = value;
    setFault(faults.marks, fault, mark, this.kernel.now);
  }

  /** The lanes of an edge that leaves keep what they suffered; an edge that joins with the same id begins without. */
  private forget(edge: string, mark: FaultMark | null): void {
    setFault(this.faultsOf(edge).marks, 'remove', mark, this.kernel.now);
    delete this.kernel.edgeFaults[edge];
  }

  private faultsOf(edge: string): EdgeFaults {
    const { edgeFaults } = this.kernel;
    const faults = edgeFaults[edge] ?? noEdgeFaults();
    edgeFaults[edge] = faults;
    return faults;
  }

  /** Moves nodes into a frame, or out of any. */
  enclose(nodes: readonly string[], frame: string | null): void {
    for (const id of nodes) {
      const node = this.kernel.find(id);
      if (node !== undefined) node.frame = frame;
    }
    this.relink();
  }

  private place(setup: NodeSetup): NodeRecord {
    const model = this.kernel.models[setup.kind];
    if (model === undefined)
      throw new Error(`There is no kind "${setup.kind}" to run node "${setup.id}".`);
    const index = this.kernel.nodes.length;
    const node: NodeRecord = {
      index,
      id: setup.id,
      idHash: hashString(setup.id),
      kind: setup.kind,
      name: setup.name,
      config: setup.config,
      frame: setup.frame,
      gone: false,
      listening: true,
      hung: false,
      main: this.kernel.actor(index, model, model.main(setup.config)),
      children: [],
      links: [],
      parked: [],
      ip: addressOf(index),
      nextPort: EPHEMERAL.first,
      faults: {},
    };
    this.kernel.nodes.push(node);
    this.kernel.watch?.placed(index);
    this.kernel.stops?.placed(node);
    return node;
  }

  private startNode(node: NodeRecord): void {
    const model = this.kernel.model(node);
    node.listening = true;
    let context: object = {};
    this.kernel.within(node.main, (handle) => {
      context = model.context(node.config, handle) as object;
      model.connectTo?.(context, node.links, handle);
    });
    this.kernel.startActor(node.main, context);
  }

  /** Brings lanes and links in line with nodes, frames and edges, and tells every started node whose links changed. */
  private relink(): void {
    const severed = this.syncLanes();
    for (const node of this.kernel.nodes) {
      if (node.gone) continue;
      const links = this.linksOf(node);
      if (sameLinks(node.links, links)) continue;
      node.links = links;
      if (node.main.instance.state < 0) continue;
      const model = this.kernel.model(node);
      this.kernel.within(node.main, (handle) =>
        model.connectTo?.(node.main.instance.context, links, handle),
      );
      this.kernel.tell(node, { type: 'topology' });
    }
    for (const lane of severed) this.kernel.network.sever(lane);
  }

  /** Makes and retires lanes; returns those that went. */
  private syncLanes(): LaneRecord[] {
    const wanted = new Map<
      string,
      { edge: EdgeSetup; source: NodeRecord; target: NodeRecord; frame: string | null }
    >();
    for (const edge of this.kernel.edges) {
      for (const [source, fromFrame] of this.ends(edge.from)) {
        for (const [target, toFrame] of this.ends(edge.to)) {
          const parts = [edge.id, fromFrame && source.id, toFrame && target.id].filter(Boolean);
          wanted.set(parts.join('/'), { edge, source, target, frame: toFrame });
        }
      }
    }
    const severed: LaneRecord[] = [];
    for (const lane of this.kernel.lanes) {
      if (lane.gone) continue;
      const still = wanted.get(lane.id);
      if (still?.source.index === lane.source && still.target.index === lane.target)
        wanted.delete(lane.id);
      else {
        lane.gone = true;
        severed.push(lane);
      }
    }
    for (const [id, { edge, source, target, frame }] of wanted) {
      const imposed = this.faultsOf(edge.id);
      this.kernel.lanes.push({
        index: this.kernel.lanes.length,
        id,
        idHash: hashString(id),
        edge: edge.id,
        source: source.index,
        target: target.index,
        frame,
        latency: compileDistribution(edge.latency),
        fixedLatency: fixedLatency(edge),
        latencyStream: this.kernel.streams.open(this.kernel.seed, `edge ${id}`, 'latency'),
        loss: edge.loss,
        lossStream: this.kernel.streams.open(this.kernel.seed, `edge ${id}`, 'loss'),
        imposed,
        faults: imposed.marks,
        loseStream: this.kernel.streams.open(this.kernel.seed, `edge ${id}`, 'lose'),
        gone: false,
        sent: 0,
      });
    }
    return severed;
  }

  /** The nodes an edge's end stands for: the node itself, or the members of a frame (and of frames within). */
  private ends(id: string): [NodeRecord, string | null][] {
    const members = this.kernel.nodes.filter((n) => !n.gone && n.frame === id);
    if (members.length > 0)
      return members.flatMap((m) => this.ends(m.id).map(([n]): [NodeRecord, string] => [n, id]));
    const node = this.kernel.find(id);
    return node === undefined || this.kernel.models[node.kind]?.frame === true
      ? []
      : [[node, null]];
  }

  private linksOf(node: NodeRecord): Link[] {
    const links: Link[] = [];
    for (const lane of this.kernel.lanes) {
      if (lane.gone || lane.source !== node.index) continue;
      const target = this.kernel.node(lane.target);
      links.push({
        lane: lane.index,
        edge: lane.edge,
        node: target.index,
        id: target.id,
        name: target.name,
        kind: target.kind,
        config: target.config,
        frame: lane.frame,
      });
    }
    return links;
  }
}

function fixedLatency(edge: EdgeSetup): number {
  return edge.latency.dist === 'constant' ? Math.round(edge.latency.value * 1000) : -1;
}

function sameLinks(a: readonly Link[], b: readonly Link[]): boolean {
  return (
    a.length === b.length &&
    a.every((link, i) => {
      const other = b[i] as Link;
      return link.lane === other.lane && link.config === other.config && link.name === other.name;
    })
  );
}
