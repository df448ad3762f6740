/**
 * Active checks on their way: a knock on the backend's door, over a connection of its own. A TCP
 * check wants the door opened and goes; an HTTP check asks how things are and looks at the status.
 * What follows from that is decided in the machine `health`. As with HAProxy every check opens a
 * new connection, and the next one is due an interval after this one ended.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Cause, Connection, Message } from '../../../sim/types.ts';
import { httpContent } from '../../shared/http.ts';
import type { Backend } from '../shared/backend.ts';
import { type Check, type CheckSettings, createCheck } from '../shared/check.ts';
import type { BalancerConfig } from './spec.ts';

/** The machine of active checks, one per backend. */
export const HEALTH_CHECK = 'health';

const DRAINED: SimEvent = Object.freeze({ type: 'drained' });
const RETURNED: SimEvent = Object.freeze({ type: 'returned' });
const PASSED: SimEvent = Object.freeze({ type: 'passed' });
const FAILED: SimEvent = Object.freeze({ type: 'failed' });
const LATE: SimEvent = Object.freeze({ type: 'late' });

/** How a balancer with these settings checks its backends; null where it does not. */
export function checkingOf(config: BalancerConfig): CheckSettings | null {
  if (config.checks === 'off') return null;
  const isHttp = config.checks === 'http';
  const { checkPath: path, checkInterval, fastInterval } = config;
  return Object.freeze({
    content: isHttp ? httpContent({ class: 'probe', path }) : null,
    status: config.checkStatus,
    tls: isHttp && config.mode === 'l7' && config.backendTls,
    interval: micros(checkInterval),
    fastInterval: micros(fastInterval > 0 ? fastInterval : checkInterval),
    timeout: micros(config.checkTimeout),
    rise: config.rise,
    fall: config.fall,
    isInFirst: config.startsAs === 'up',
  });
}

function micros(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}

/** Checks a backend from now on as these settings say; null ends it. */
export function followChecks(backend: Backend, settings: CheckSettings | null, sim: Sim): void {
  const { check, key } = backend;
  if (settings === null) {
    if (check === null) return;
    endCheck(check, 'connection-reset', { why: 'state', node: sim.self, key: '' }, sim);
    backend.check = null;
    sim.stopChild(HEALTH_CHECK, key);
    return;
  }
  if (check === null) {
    backend.check = createCheck(settings, sim.stream('checks'));
    sim.startChild(HEALTH_CHECK, key, backend);
  } else check.settings = settings;
  const isDrained = backend.weight === 0 || !backend.enrolled;
  sim.tell(HEALTH_CHECK, key, isDrained ? DRAINED : RETURNED);
}

/** Knocks. */
export function beginCheck(backend: Backend, check: Check, sim: Sim): void {
  check.dueTimer = 0;
  check.connection = sim.connect(backend.lane, { tls: check.settings.tls });
  check.lateTimer = sim.schedule(check.settings.timeout, LATE);
}

/** Nobody waits for this check any longer, or it is over. */
export function endCheck(check: Check, reason: string, cause: Cause, sim: Sim): void {
  const { connection, message } = check;
  check.connection = null;
  check.message = null;
  sim.cancel(check.lateTimer);
  sim.cancel(check.dueTimer);
  check.lateTimer = 0;
  check.dueTimer = 0;
  if (message?.end === 'open') sim.drop(message, reason, cause);
  if (connection !== null && connection.state !== 'closed') sim.close(connection);
}

/** The check that this connection is for; null where it is for requests, or over. */
function checkOn(backend: Backend | null, leg: Connection): Check | null {
  const check = backend?.check ?? null;
  return check !== null && check.connection?.id === leg.id ? check : null;
}

/** A connection is open. False where it is no check's. */
export function checkConnected(backend: Backend | null, leg: Connection, sim: Sim): boolean {
  const check = checkOn(backend, leg);
  if (backend === null || check === null) return false;
  const { content } = check.settings;
  if (content === null) conclude(backend, check, { isPassed: true, words: 'let in' }, sim);
  else {
    check.message = sim.create(content);
    sim.send(check.message, leg);
  }
  return true;
}

export function checkAnswered(
  backend: Backend | null,
  message: Message,
  leg: Connection,
  sim: Sim,
): void {
  const check = checkOn(backend, leg);
  if (backend === null || check === null) return;
  const { status } = message;
  const isPassed = status === check.settings.status;
  conclude(backend, check, { isPassed, words: `answered ${status}` }, sim);
}

/** Refused, reset, closed, or its question came back. False where it is no check's. */
export function checkLost(
  backend: Backend | null,
  leg: Connection,
  reason: string | null,
  sim: Sim,
): boolean {
  const check = checkOn(backend, leg);
  if (backend === null || check === null) return false;
  const words = reason ?? leg.failure?.reason ?? 'connection-reset';
  conclude(backend, check, { isPassed: false, words }, sim);
  return true;
}

interface Result {
  readonly isPassed: boolean;
  /** How it went, for the panel. */
  readonly words: string;
}

function conclude(backend: Backend, check: Check, { isPassed, words }: Result, sim: Sim): void {
  endCheck(check, 'connection-reset', { why: 'state', node: backend.node, key: '' }, sim);
  check.lastAt = sim.now;
  check.lastWords = words;
  sim.tell(HEALTH_CHECK, backend.key, isPassed ? PASSED : FAILED);
}
