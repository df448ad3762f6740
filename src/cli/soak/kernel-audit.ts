/**
 * The auditor of a run: looks into the kernel's own tables, and counts again by hand what it
 * reports of itself. Everything of the soak that knows how the kernel keeps messages and
 * connections is here.
 */
import type { DocumentNode } from '../../document/types.ts';
import { listOf } from '../../lib/deque.ts';
import { observationOf } from '../../run/node-view.ts';
import { liveNodes } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import { countFlights } from '../../sim/agenda.ts';
import { openMessages } from '../../sim/audit.ts';
import { dumpSeries } from '../../sim/series-now.ts';
import { childrenOf } from '../../sim/stepper.ts';
import type { Connection, Message } from '../../sim/types.ts';
import { type End, endKey, inFlight, type NodeRecord } from '../../sim/world.ts';

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
  /** Whether the end that is no more could not reach the other: its RST was lost, or it gave up. */
  readonly isUnheard: boolean;
  /** Whether nothing was sent on it that its sender would wait for. */
  readonly isIdle: boolean;
  /** Ids of requests that it carries though they have ended. */
  readonly endedRequests: readonly number[];
}

/** `forgotten`: the kernel keeps it, and its node knows nothing of it. */
type EndSeen = 'open' | 'opening' | 'forgotten' | 'none';

/** Goes through everything that can hold a message. */
export function takeCensus(run: Run): Census {
  const found = new Map<number, string[]>();
  for (const { id } of openMessages(run.kernel)) found.set(id, ['somewhere']);
  return { counted: inFlight(run.kernel.world.counts), found };
}

/**
 * What is under way or waits to be handled: nothing, where everything has come to rest. In words.
 */
export function underWay(run: Run): string[] {
  const { flights, world } = run.kernel;
  const left: string[] = [];
  const open = inFlight(world.counts);
  if (open > 0) {
    const held = liveNodes(run).flatMap((node) =>
      heldBy(run, node).map((id) => `${id} at ${node.id}`),
    );
    left.push(`${open} in flight (${held.slice(0, 3).join('; ') || 'held by nobody'})`);
  }
  const travelling = countFlights(flights);
  if (travelling > 0) left.push(`${travelling} packets travel`);
  for (const node of liveNodes(run)) {
    const waiting = node.parked.items.size;
    if (waiting > 0) left.push(`${waiting} wait for ${node.id} to wake`);
    const inside = run.kernel.watch?.at(node.index).inSystem ?? 0;
    if (inside !== 0) left.push(`${inside} in the system of ${node.id}`);
  }
  return left;
}

/** How many messages were dropped for that reason so far. */
export function droppedFor(run: Run, reason: string): number {
  return run.kernel.world.counts.dropped.get(reason) ?? 0;
}

function heldBy(run: Run, node: NodeRecord): number[] {
  const held = run.kernel.model(node).held(node.main.instance.context);
  return held.filter(({ end }) => end === 'open').map(({ id }) => id);
}

/**
 * Every TCP connection that an end still lies somewhere of, in the kernel or in a node's memory.
 */
export function connectionsOf(run: Run): ConnectionSeen[] {
  const ends = new Map<number, End>();
  const known = new Set<number>();
  for (const node of liveNodes(run)) {
    for (const [key, end] of node.ends) ends.set(key, end);
    for (const actor of [node.main, ...childrenOf(node)]) {
      for (const connection of connectionsIn(actor.instance.context)) {
        const key = endKey(connection.id, connection.isOpener);
        ends.set(key, connection as End);
        known.add(key);
      }
    }
  }
  const ids = new Set([...ends.values()].filter(isTcp).map(({ id }) => id));
  return [...ids].map((id) => seenOf(run, id, { ends, known }));
}

function isTcp({ transport }: Connection): boolean {
  return transport === 'tcp';
}

function seenOf(
  run: Run,
  id: number,
  { ends, known }: { ends: ReadonlyMap<number, End>; known: ReadonlySet<number> },
): ConnectionSeen {
  const keys = [endKey(id, true), endKey(id, false)] as const;
  const [opener, target] = [ends.get(keys[0]), ends.get(keys[1])];
  const one = (opener ?? target) as End;
  const seen = (end: End | undefined, key: number): EndSeen => {
    if (end === undefined || end.state === 'closed') return 'none';
    return known.has(key) ? end.state : 'forgotten';
  };
  const nameOf = (index: number) => run.kernel.node(index).id;
  const [from, to] = one.isOpener ? [one.node, one.peer] : [one.peer, one.node];
  return {
    words: `TCP ${id} from ${nameOf(from)} to ${nameOf(to)}`,
    to: nameOf(to),
    opener: seen(opener, keys[0]),
    target: seen(target, keys[1]),
    isUnheard: one.isUnheard || one.other?.isUnheard === true,
    isIdle: [opener, target].every((end) => end === undefined || isIdle(end)),
    endedRequests: (opener === undefined ? [] : listOf(opener.outstanding))
      .filter(({ end }) => end !== 'open')
      .map((message) => message.id),
  };
}

function isIdle(end: End): boolean {
  return end.outstanding.length === 0 && end.repair === null && end.silence === 0;
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
    counts: kernel.world.counts,
    travelling: countFlights(kernel.flights),
    skipped: run.skipped,
    scene: { edges: run.scene.edges, nodes: run.scene.nodes.map(behaviourOf) },
    watch: kernel.watch?.dump(),
    series: dumpSeries(kernel),
    stops: run.stops,
    faults: [kernel.world.edgeFaults, kernel.world.nodes.map((node) => node.faults)],
    observations: liveNodes(run).map((node) => [node.id, observationOf(kernel, node)]),
  };
}

/**
 * A node without its looks: where it stands and how large it is change nothing, and may be stale.
 */
function behaviourOf({ at: _at, size: _size, ...node }: DocumentNode): object {
  return node;
}

/**
 * Over the whole run, by node that ever was, in order of appearance; null where nobody observes.
 */
export function figuresByNode(run: Run): FiguresSeen[] | null {
  const { watch } = run.kernel;
  const { nodes } = run.kernel.world;
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
  return has(value, 'isOpener') && has(value, 'transport') && has(value, 'outstanding');
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
