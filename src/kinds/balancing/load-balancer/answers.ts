/**
 * What a balancer's panel asks for: its backends, connections, addresses and latest packets,
 * bounded in number.
 */
import type { Question } from '../../../document/types.ts';
import type { NodeView } from '../../../sim/model.ts';
import type { Connection, Micros } from '../../../sim/types.ts';
import { connectionsIn } from '../../shared/calls.ts';
import { answerOf, httpOf } from '../../shared/http.ts';
import type { Backend } from '../shared/backend.ts';
import { strengthOf } from '../shared/slow-start.ts';
import { type BalancerContext, backendOf, type Passed } from './context.ts';
import type { Flow } from './nat.ts';
import type {
  Addresses,
  BackendReport,
  BackendsAnswer,
  BalancerAnswers,
  CheckReport,
  ConnectionReport,
  LegReport,
  NatReport,
  PacketReport,
} from './observation.ts';
import { countLegs, reportBackends } from './observe.ts';

/** Rows of a table at most. */
const MOST_ROWS = 200;

export function answer(
  { about }: Question,
  context: BalancerContext,
  view: NodeView,
): BalancerAnswers[keyof BalancerAnswers] | null {
  switch (about) {
    case 'backends':
      return backends(context, view.now);
    case 'connections':
      return connections(context);
    case 'nat':
      return { rows: natTable(context), count: context.flows.size };
    case 'packets':
      return packets(context);
    default:
      return null;
  }
}

function backends(context: BalancerContext, now: Micros): BackendsAnswer {
  const reports = reportBackends(context, now);
  return {
    backends: context.backends.map((backend, at) => ({
      ...(reports[at] as BackendReport),
      weight: backend.weight,
      effectiveWeight: backend.weight * strengthOf(backend, context.slowStart, now),
      limit: backend.limit,
      fails: backend.fails,
      failures: backend.failures,
      check: checkOf(backend),
      latestPicks: context.latest.filter((lane) => lane === backend.lane).length,
      expectedShare: expectedShare(context, backend),
    })),
    latest: context.latest.length,
  };
}

function connections(context: BalancerContext): BalancerAnswers['connections'] {
  const isL4 = context.settings.mode === 'l4';
  return {
    rows: isL4 ? flows(context) : legs(context),
    count: isL4 ? context.flows.size : countLegs(context) + context.fronts.size,
  };
}

/** By weight among all that are no backups, in or out of rotation. */
function expectedShare(context: BalancerContext, backend: Backend): number | null {
  if (context.groups.length > 1) return null;
  if (backend.backup) return 0;
  const sum = context.backends.reduce((all, { backup, weight }) => all + (backup ? 0 : weight), 0);
  return sum === 0 ? null : backend.weight / sum;
}

function checkOf({ check }: Backend): CheckReport | null {
  if (check === null) return null;
  const { verdict, lastAt, lastWords, passes, fails, settings } = check;
  const lastMs = lastAt < 0 ? null : lastAt / 1000;
  return { verdict, lastMs, lastWords, passes, fails, rise: settings.rise, fall: settings.fall };
}

/** The newest of a table, newest first. */
function newest<T>(table: Iterable<T>): T[] {
  return [...table].slice(-MOST_ROWS).reverse();
}

function flows(context: BalancerContext): ConnectionReport[] {
  return newest(context.flows.values()).map(({ front, leg, backend }) => ({
    front: reportLeg(front),
    back: leg === null ? null : reportLeg(leg),
    backend: backend?.name ?? null,
  }));
}

function legs(context: BalancerContext): ConnectionReport[] {
  const half = MOST_ROWS / 2;
  const fronts = newest(context.fronts.values()).slice(0, half);
  const all = context.backends.flatMap(({ calls }) => connectionsIn(calls));
  const backs = newest(all.sort((a, b) => a.id - b.id)).slice(0, MOST_ROWS - fronts.length);
  return [
    ...fronts.map(({ connection }) => ({
      front: reportLeg(connection),
      back: null,
      backend: null,
    })),
    ...backs.map((leg) => ({
      front: null,
      back: reportLeg(leg),
      backend: backendOf(context, leg)?.name ?? null,
    })),
  ];
}

function reportLeg(connection: Connection): LegReport {
  const { state, outstanding, pending } = connection;
  const isIdle = state === 'open' && outstanding.length === 0 && pending === 0;
  return {
    id: connection.id,
    source: sourceOf(connection),
    destination: destinationOf(connection),
    transport: connection.transport === 'udp' ? 'udp' : connection.tls ? 'tls' : 'tcp',
    state: isIdle ? 'idle' : state,
    handshakeMs: handshakeOf(connection),
    requests: connection.requests,
  };
}

/**
 * What opening it cost the opener, in milliseconds; at the other end, as many round trips as it
 * took.
 */
function handshakeOf({ isOpener, openedAt, readyAt, srtt, tls }: Connection): number | null {
  if (isOpener) return readyAt < 0 ? null : (readyAt - openedAt) / 1000;
  return srtt < 0 ? null : (srtt * (tls ? 2 : 1)) / 1000;
}

function sourceOf(connection: Connection): string {
  return `${connection.sourceIp}:${connection.sourcePort}`;
}

function destinationOf(connection: Connection): string {
  return `${connection.destinationIp}:${connection.destinationPort}`;
}

function natTable(context: BalancerContext): NatReport[] {
  return newest(context.flows.values()).flatMap(({ front, leg }: Flow) => {
    if (leg === null) return [];
    return [
      {
        transport: leg.transport,
        client: sourceOf(front),
        balancer: destinationOf(front),
        nat: sourceOf(leg),
        backend: destinationOf(leg),
      },
    ];
  });
}

function packets(context: BalancerContext): PacketReport[] {
  const { recent, nextRecent } = context;
  const inOrder = [...recent.slice(nextRecent), ...recent.slice(0, nextRecent)];
  return inOrder.reverse().map((passed) => reportPacket(context, passed));
}

function reportPacket(
  context: BalancerContext,
  { at, message, front, onward, back, call }: Passed,
): PacketReport {
  const leg = call?.line?.connection ?? back;
  const { method, host, path } = httpOf(message);
  return {
    message: message.id,
    onward: onward.id,
    atMs: at / 1000,
    what: `${method} ${host}${path}`,
    // Layer 4 does not look into what it passes on.
    outcome: outcomeOf(message, call !== null),
    backend: leg === null ? null : (backendOf(context, leg)?.name ?? null),
    request: { before: there(front), after: leg === null ? null : there(leg) },
    response: { before: leg === null ? null : answering(leg), after: answering(front) },
  };
}

function outcomeOf(message: Passed['message'], isRead: boolean): string {
  const { end, status, reason } = message;
  if (end === 'open') return 'in progress';
  const headers = isRead ? Object.entries(answerOf(message)?.headers ?? {}) : [];
  const said = headers.map(([name, value]) => `, ${name}: ${value}`).join('');
  return reason ?? `${end} ${status}${said}`;
}

function there(connection: Connection): Addresses {
  return { source: sourceOf(connection), destination: destinationOf(connection) };
}

/** An answer's packets carry the same pair the other way round. */
function answering(connection: Connection): Addresses {
  return { source: destinationOf(connection), destination: sourceOf(connection) };
}
