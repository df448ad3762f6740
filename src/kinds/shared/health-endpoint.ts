/**
 * The answer to health checks over HTTP: a door beside the counter at which somebody says how the
 * process is. Most systems answer there at once, whatever stands in line; one that lets checks wait
 * like requests fails them when it is overloaded. It tells the truth unless it is made to lie.
 */
import type { Sim } from '../../sim/sim.ts';
import type { Cause, Connection, Message } from '../../sim/types.ts';
import type { HealthSettings } from './health-fields.ts';
import { httpOf } from './http.ts';
import { errorByChance, type Process } from './process.ts';

/** The endpoint of a process; one that speaks no HTTP has none. */
export interface Endpoint {
  settings: HealthSettings;
  /** Says the opposite of what is true. */
  lies: boolean;
}

/** From this share of errors on a process is not well, and says so. */
const SICK_FROM = 0.5;

const WELL = 200;
const SICK = 503;
const NOT_FOUND = 404;
const BAD_REQUEST = 400;

/** Answers a health check as the process is now. */
export function answerCheck(
  process: Process & { readonly endpoint: Endpoint | null },
  message: Message,
  connection: Connection,
  sim: Sim,
): void {
  const { status, cause } = answerTo(process, message, sim);
  sim.reply(message, connection, status, status < 400 ? undefined : cause);
}

function answerTo(
  process: Process & { readonly endpoint: Endpoint | null },
  message: Message,
  sim: Sim,
): { readonly status: number; readonly cause: Cause } {
  const { endpoint } = process;
  const state: Cause = { why: 'state', node: sim.self, key: '' };
  if (endpoint === null) return { status: BAD_REQUEST, cause: state };
  const { healthPath, healthStatus } = endpoint.settings;
  if (httpOf(message).path !== healthPath) {
    return { status: NOT_FOUND, cause: { why: 'config', node: sim.self, field: 'healthPath' } };
  }
  const isWell = process.errorRate < SICK_FROM;
  const status = isWell ? healthStatus : SICK;
  if (endpoint.lies) return { status: opposite(status, healthStatus), cause: state };
  const cause: Cause = isWell
    ? { why: 'config', node: sim.self, field: 'healthStatus' }
    : errorByChance(process, sim);
  return { status, cause };
}

function opposite(status: number, well: number): number {
  if (status < 400) return SICK;
  return well < 400 ? well : WELL;
}
