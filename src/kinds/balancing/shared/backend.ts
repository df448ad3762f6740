/**
 * A backend as its balancer knows it: plain numbers that every algorithm reads, so that a pick
 * costs no allocation. The balancer's `backend` child machine keeps the very same object as its
 * context, so its state chart decides `health` and nobody copies it.
 */
import type { SeriesNumber } from '../../../lib/series.ts';
import type { LaneIndex, Link, Micros, NodeIndex } from '../../../sim/types.ts';
import { asBackend } from '../../shared/backend-fields.ts';
import type { Calls } from '../../shared/calls.ts';
import { createCalls } from '../../shared/calls-settings.ts';
import { patienceOf, setTimeouts } from '../../shared/calls-timeouts.ts';
import type { Check } from './check.ts';
import type { Ejection } from './ejection.ts';
import type { Served } from './served.ts';

/**
 * What passive detection thinks of a backend. `ready` and `trying` are the two halves of
 * recovering.
 */
export const HEALTH = { healthy: 0, failing: 1, unhealthy: 2, ready: 3, trying: 4 } as const;

export interface Backend {
  readonly id: string;
  /** Names it among this balancer's backends: its id, or `pool/id`. */
  key: string;
  name: string;
  readonly node: NodeIndex;
  readonly lane: LaneIndex;
  /** The frame through which it is reached, if any. */
  frame: string | null;
  /** Takes part in what its frame offers; else it gets nothing new. */
  enrolled: boolean;
  /** 0 drains it: no new load-balanced traffic, as in HAProxy. */
  weight: number;
  /** Most requests (L7) or connections (L4) at a time; 0 for no limit. */
  limit: number;
  /** Whether that limit is the backend's own setting, or the balancer's for all. */
  ownLimit: boolean;
  /** Used only when no primary can be. */
  backup: boolean;
  /**
   * Requests (L7) or connections (L4) it holds for this balancer now; changed by `take`, `release`
   * and `forgetLoad` alone.
   */
  readonly active: number;
  /**
   * Which of the balancer's moves changed `active` last; 0 for none yet. HAProxy orders equals by
   * it.
   */
  readonly movedAt: number;
  /** How often it was chosen. */
  picks: number;
  /** A code of HEALTH. */
  health: number;
  /** What active checks found; null while there are none. */
  check: Check | null;
  /** What outlier detection found; null while there is none. */
  ejection: Ejection | null;
  /** Too many of its level are out, so that all of it is let in. */
  isLetIn: boolean;
  /** When it came back or joined, from which on it warms up; -1 for never. */
  warmFrom: Micros;
  /** Warming up: how much of its next turn it has saved. */
  credit: number;
  /** Whether traffic may go there, as all of the above say: written by `judge` alone. */
  readonly isUp: boolean;
  /** The only one there is: never marked down, as in nginx. */
  lone: boolean;
  /** Passed over for the request being placed: it was tried before. */
  tried: boolean;
  /** Failures that count towards `maxFails`, and all there ever were. */
  fails: number;
  failures: number;
  /**
   * nginx's own two clocks, in whole seconds: when it last failed, and when it last failed or was
   * given another chance.
   */
  failedSecond: number;
  checkedSecond: number;
  /** How long it stays out from now, in microseconds; set whenever `checkedSecond` is. */
  penaltyMicros: number;
  maxFails: number;
  failSeconds: number;
  /** Whether its edge says how long is waited for an answer. */
  ownTimeout: boolean;
  /** L7's own requests to it, and the connections that carry them. */
  readonly calls: Calls<Served>;
}

export interface BackendOptions {
  readonly connectionLimit: number;
  readonly maxFails: number;
  readonly failSeconds: number;
  /**
   * L7: idle connections kept, whether with TLS, and how long is waited for one and for an answer
   * (0: for ever).
   */
  readonly keepAlive: number;
  readonly tls: boolean;
  readonly connectTimeout: Micros;
  readonly responseTimeout: Micros;
  /** The balancer's counter of requests, told apart by backend. */
  readonly requests: SeriesNumber<'counter'>;
}

export function createBackend(link: Link, options: BackendOptions): Backend {
  const backend: Backend = {
    id: link.id,
    key: link.frame === null ? link.id : `${link.frame}/${link.id}`,
    name: link.name,
    node: link.node,
    lane: link.lane,
    frame: link.frame,
    enrolled: true,
    weight: 1,
    limit: 0,
    ownLimit: false,
    backup: false,
    active: 0,
    movedAt: 0,
    picks: 0,
    health: HEALTH.healthy,
    check: null,
    ejection: null,
    isLetIn: false,
    warmFrom: -1,
    credit: 0,
    isUp: true,
    lone: false,
    tried: false,
    fails: 0,
    failures: 0,
    failedSecond: -1,
    checkedSecond: -1,
    penaltyMicros: 0,
    maxFails: options.maxFails,
    failSeconds: options.failSeconds,
    ownTimeout: false,
    calls: createCalls(
      {
        protocol: 'http1',
        tls: options.tls,
        lanes: [link.lane],
        connections: options.keepAlive,
      },
      options.requests,
    ),
  };
  updateBackend(backend, link, options);
  return backend;
}

/** Takes over what the link and the balancer's settings say now. */
export function updateBackend(backend: Backend, link: Link, options: BackendOptions): void {
  const { weight, maxConnections, backup } = asBackend(link.config);
  backend.name = link.name;
  backend.frame = link.frame;
  backend.enrolled = link.enrolled;
  backend.weight = weight;
  backend.ownLimit = maxConnections > 0;
  backend.limit = backend.ownLimit ? maxConnections : options.connectionLimit;
  backend.backup = backup;
  backend.maxFails = options.maxFails;
  backend.failSeconds = options.failSeconds;
  const own = patienceOf([link]).get(link.lane);
  backend.ownTimeout = own !== undefined;
  updateCalls(backend.calls, { ...options, responseTimeout: own ?? options.responseTimeout });
}

/** For what is under way, too; but connections that are open stay as they are. */
function updateCalls(calls: Calls<Served>, options: BackendOptions): void {
  const { keepAlive, tls, connectTimeout: connect, responseTimeout: response } = options;
  calls.keepIdle = keepAlive;
  calls.tls = tls;
  const { timeouts } = calls;
  if (timeouts.connect === connect && timeouts.response === response) return;
  setTimeouts(calls, { connect, response, total: 0 });
}

/**
 * How often the load of any backend of a balancer changed so far: a clock that never stands still
 * between two changes.
 */
export interface Moves {
  moves: number;
}

/** What only the functions below may write. */
interface Load {
  active: number;
  movedAt: number;
}

/** It holds one more. */
export function take(backend: Backend, moves: Moves): void {
  const load: Load = backend;
  load.active++;
  load.movedAt = ++moves.moves;
}

/** It holds one less. */
export function release(backend: Backend, moves: Moves): void {
  const load: Load = backend;
  load.active--;
  load.movedAt = ++moves.moves;
}

/** Everything it held is gone, and when that was, as after a crash of the balancer. */
export function forgetLoad(backend: Backend): void {
  const load: Load = backend;
  load.active = 0;
  load.movedAt = 0;
}

/** Decides anew whether traffic may go there, after anything changed that this depends on. */
export function judge(backend: Backend): void {
  const { health, lone } = backend;
  const isTrusted = lone || (health !== HEALTH.unhealthy && health !== HEALTH.trying);
  const verdict: { isUp: boolean } = backend;
  verdict.isUp = isTrusted && (backend.isLetIn || !isBarred(backend));
}

/** Whether checks or ejection keep it out, but in panic. */
export function isBarred({ check, ejection }: Backend): boolean {
  return check?.isOut === true || ejection?.isOut === true;
}

/** Whether the request being placed may go there. */
export function isUsable(backend: Backend): boolean {
  return (
    !backend.tried &&
    backend.weight > 0 &&
    (backend.limit === 0 || backend.active < backend.limit) &&
    backend.isUp
  );
}
