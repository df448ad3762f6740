/**
 * The auditor of a run: looks into the kernel's own tables, and counts again by hand what it
 * reports of itself. Everything of the soak that knows how the kernel keeps messages and
 * connections is here.
 */
import type { DocumentNode } from '../../document/types.ts';
import { liveNodes, observationOf } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import type { Connection, Message } from '../../sim/types.ts';
import { inFlight, type NodeRecord } from '../../sim/world.ts';

/** Where messages that have not ended were found. */
export interface Census {
  /** So many have been sent and not ended, as the kernel counts. */
  readonly counted: number;
  /**
   * Message id → the places it was found at: 'travels e1', 'held by s1', 'waits for s1 to wake'.
   */
  readonly found: ReadonlyMap<number, readonly string[]>;
}

/** A connection, and what each end thinks of it. */
export interface ConnectionSeen {
  /** 'TCP 7 from c1 to s1'. */
  readonly words: string;
  /** Id of the node at its target. */
  readonly to: string;
  readonly opener: EndSeen;
  readonly target: EndSeen;
  /** Ids of requests that it carries though they have ended. */
  readonly endedRequests: readonly number[];
}

type EndSeen = 'open' | 'opening' | 'none';

/** Goes through everything that can hold a message. */
export function takeCensus(run: Run): Census {
  const found = new Map<number, string[]>();
  const note = (message: Message, place: string): void => {
    if (message.end !== 'open') return;
    const places = found.get(message.id);
    if (places === undefined) found.set(message.id, [place]);
    else places.push(place);
  };
  const { flights, lanes, nodes, counts, pendingEvent } = run.kernel;
  for (let slot = 0; slot < flights.high; slot++) {
    const ref = flights.refs[slot];
    if (flights.live[slot] === 0 || ref === null || ref === undefined || !('end' in ref)) continue;
    note(ref, `travels ${lanes[flights.lane[slot] ?? -1]?.id}`);
  }
  for (const node of nodes) {
    const model = run.kernel.model(node);
    for (const message of model.held(node.main.instance.context))
      note(message, `held by ${node.id}`);
    for (const item of node.parked) {
      const message = messageOf('ref' in item ? item.ref : item.event);
      if (message !== null) note(message, `waits for ${node.id} to wake`);
    }
  }
  for (const event of pendingEvent) {
    const message = messageOf(event);
    if (message !== null) note(message, 'about to be told');
  }
  return { counted: inFlight(counts), found };
}

/**
 * What is under way or waits to be handled: nothing, where everything has come to rest. In words.
 */
export function underWay(run: Run): string[] {
  const { flights, counts } = run.kernel;
  const left: string[] = [];
  const open = inFlight(counts);
  if (open > 0) {
    const places = [...takeCensus(run).found].map(([id, where]) => `${id} ${where.join(' and ')}`);
    left.push(`${open} in flight (${places.slice(0, 3).join('; ') || 'nowhere'})`);
  }
  if (flights.count > 0) left.push(`${flights.count} packets travel`);
  for (const node of liveNodes(run)) {
    if (node.parked.length > 0) left.push(`${node.parked.length} wait for ${node.id} to wake`);
    const inside = run.kernel.watch?.at(node.index).inSystem ?? 0;
    if (inside !== 0) left.push(`${inside} in the system of ${node.id}`);
  }
  return left;
}

/**
 * Every connection that either end knows of. UDP flows are left out: they have no ends to agree.
 */
export function connectionsOf(run: Run): ConnectionSeen[] {
  const known = new Map<number, { connection: Connection; knownBy: Set<number> }>();
  const entryOf = (connection: Connection) => {
    const entry = known.get(connection.id) ?? { connection, knownBy: new Set() };
    known.set(connection.id, entry);
    return entry;
  };
  for (const connection of run.kernel.network.connections.values()) entryOf(connection);
  for (const node of liveNodes(run)) {
    for (const actor of [node.main, ...node.children]) {
      for (const connection of connectionsIn(actor.instance.context)) {
        entryOf(connection).knownBy.add(node.index);
      }
    }
  }
  return [...known.values()]
    .filter(({ connection }) => connection.transport === 'tcp')
    .map(({ connection, knownBy }) => seenOf(run, connection, knownBy));
}

function seenOf(run: Run, connection: Connection, knownBy: ReadonlySet<number>): ConnectionSeen {
  const { id, opener, target, state, outstanding } = connection;
  const endOf = (index: number): EndSeen => {
    const node = run.kernel.node(index);
    if (node.gone || !knownBy.has(index)) return 'none';
    return state === 'opening' ? 'opening' : 'open';
  };
  const nameOf = (index: number) => run.kernel.node(index).id;
  return {
    words: `TCP ${id} from ${nameOf(opener)} to ${nameOf(target)}`,
    to: nameOf(target),
    opener: endOf(opener),
    target: endOf(target),
    endedRequests: outstanding.filter(({ end }) => end !== 'open').map((message) => message.id),
  };
}

/**
 * Everything a run can be asked about, as plain data: two runs of one document at the same moment
 * must agree on all of it.
 */
export function everythingOf(run: Run): unknown {
  const { kernel } = run;
  return {
    now: run.now,
    hash: run.traceHash(),
    events: run.events,
    counts: kernel.counts,
    travelling: kernel.flights.count,
    skipped: run.skipped,
    scene: { edges: run.scene.edges, nodes: run.scene.nodes.map(behaviourOf) },
    watch: kernel.watch?.dump(),
    stops: run.stops,
    faults: [kernel.edgeFaults, kernel.nodes.map((node) => node.faults)],
    observations: liveNodes(run).map((node) => [node.id, observationOf(run, node)]),
  };
}

/** A node without its looks: where it stands and how large it is change nothing, and may be stale. */
function behaviourOf({ at: _at, size: _size, ...node }: DocumentNode): object {
  return node;
}

/**
 * Over the whole run, by node that ever was, in order of appearance; null where nobody observes.
 */
export function figuresByNode(run: Run): FiguresSeen[] | null {
  const { watch, nodes } = run.kernel;
  if (watch === null) return null;
  return nodes.map((node): FiguresSeen => {
    const { arrivals, completions, inSystem, busyLevel, capacityLevel, response } = watch.at(
      node.index,
    );
    const { dropped } = watch.at(node.index);
    const level = { arrivals, completions, inSystem, busyLevel, capacityLevel };
    return { id: node.id, isGone: node.gone, ...level, measured: response.count, dropped };
  });
}

interface FiguresSeen {
  readonly id: string;
  readonly isGone: boolean;
  readonly arrivals: number;
  readonly completions: number;
  readonly inSystem: number;
  readonly busyLevel: number;
  readonly capacityLevel: number;
  /** Response times measured. */
  readonly measured: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/** Whether the node hangs, as the run has it. */
export function isHung(node: NodeRecord): boolean {
  return node.hung;
}

function messageOf(value: object | null): Message | null {
  if (value === null) return null;
  if (isMessage(value)) return value;
  const { message } = value as { message?: unknown };
  return isMessage(message) ? message : null;
}

/** Connections that lie in a node's memory, but for its memories of messages that passed. */
function connectionsIn(context: unknown): Connection[] {
  const found: Connection[] = [];
  const seen = new Set<object>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isConnection(value)) {
      found.push(value);
      return;
    }
    if (isMessage(value) || ArrayBuffer.isView(value)) return;
    const parts = value instanceof Map || value instanceof Set ? [...value.values()] : undefined;
    const inside = parts ?? Object.values(value);
    if (!Array.isArray(value) && parts === undefined && inside.some(isMessage)) return;
    for (const part of inside) look(part);
  };
  look(context);
  return found;
}

function isMessage(value: unknown): value is Message {
  return has(value, 'root') && has(value, 'content') && has(value, 'end');
}

function isConnection(value: unknown): value is Connection {
  return has(value, 'opener') && has(value, 'transport') && has(value, 'outstanding');
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
