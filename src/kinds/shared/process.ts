/**
 * What every server process has beside its work: an open or closed port, the connections to it, a
 * time to boot and to drain, and failures and repairs by chance.
 */
import { type CompiledDistribution, compileDistribution } from '../../lib/distribution.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Cause, Connection, Micros, StreamId, TimerId } from '../../sim/types.ts';

export interface ProcessSettings {
  /** Milliseconds, as in the document. */
  readonly bootTime: number;
  readonly drainTimeout: number;
  readonly mtbf: number;
  readonly mttr: number;
  readonly errorRate: number;
}

export interface Process {
  bootMicros: Micros;
  drainMicros: Micros;
  /** Time between failures and time to repair; null for never. */
  failureAfter: CompiledDistribution | null;
  repairAfter: CompiledDistribution | null;
  failureTimer: TimerId;
  repairTimer: TimerId;
  failureStream: StreamId;
  /** Share of requests answered with 500, and what a fresh process starts with. */
  errorRate: number;
  errorRateFromStart: number;
  errorStream: StreamId;
  /**
   * Whether the frame it is in has switched it off. `cycling`: off, and on again once that is done;
   * `rising`: on again, and not up yet.
   */
  power: 'on' | 'off' | 'cycling' | 'rising';
  isOpen: boolean;
  /** True until the first start of what is on the table from the beginning: that needs no boot. */
  isUpAlready: boolean;
  /**
   * This node's ends of the connections that were let in and are not closed, as far as it knows.
   */
  connections: Set<Connection>;
}

const MICROS = 1000;

export function createProcess(settings: ProcessSettings, sim: Sim): Process {
  const process: Process = {
    bootMicros: 0,
    drainMicros: 0,
    failureAfter: null,
    repairAfter: null,
    failureTimer: 0,
    repairTimer: 0,
    failureStream: sim.stream('failures'),
    errorRate: settings.errorRate,
    errorRateFromStart: settings.errorRate,
    errorStream: sim.stream('errors'),
    power: 'on',
    isOpen: false,
    isUpAlready: sim.now === 0,
    connections: new Set(),
  };
  configureProcess(process, settings);
  return process;
}

export function configureProcess(process: Process, settings: ProcessSettings): void {
  process.bootMicros = settings.bootTime * MICROS;
  process.drainMicros = settings.drainTimeout * MICROS;
  process.failureAfter = exponentialOrNever(settings.mtbf);
  process.repairAfter = exponentialOrNever(settings.mttr);
  if (settings.errorRate !== process.errorRateFromStart) {
    process.errorRate = settings.errorRate;
    process.errorRateFromStart = settings.errorRate;
  }
}

/** Draws whether the next answer is an error. Nothing is drawn while there are none. */
export function statusOfNext(process: Process, sim: Sim): number {
  if (process.errorRate <= 0) return 200;
  return sim.random(process.errorStream) < process.errorRate ? 500 : 200;
}

/** "Because it happened to be one of those." */
export function errorByChance(process: Process, sim: Sim): Cause {
  return { why: 'chance', node: sim.self, purpose: 'errors', rate: process.errorRate };
}

/**
 * Lets a connection in, with a first word to whoever opened it (plain frozen data), if there is
 * one.
 */
export function admit(
  process: Process,
  connection: Connection,
  sim: Sim,
  greeting: object | null = null,
): void {
  process.connections.add(connection);
  if (greeting === null) sim.accept(connection);
  else sim.accept(connection, greeting);
}

/** Closes every connection on which nothing is asked any more. */
export function closeIdle(process: Process, sim: Sim): void {
  for (const connection of process.connections) hangUp(process, connection, sim);
}

/**
 * Closes a connection unless a request that came by it is still here. What may be on its way to
 * here does not count.
 */
export function hangUp(process: Process, connection: Connection | null, sim: Sim): void {
  if (connection === null || connection.pending > 0) return;
  if (process.connections.delete(connection)) sim.close(connection);
}

/** Closes the port; the kernel resets every connection. */
export function closePort(process: Process, sim: Sim): void {
  process.isOpen = false;
  process.connections.clear();
  sim.listen(false);
}

export function openPort(process: Process, sim: Sim): void {
  process.isUpAlready = false;
  process.isOpen = true;
  sim.listen(true);
  if (process.power !== 'rising') return;
  process.power = 'on';
  sim.enrol(sim.self, true);
}

/** Its frame wants it no more: it takes no part from here on, and goes off once it is drained. */
export function switchOff(process: Process, sim: Sim): void {
  process.power = 'off';
  sim.enrol(sim.self, false);
}

/** Its frame wants it: it takes part once it is up. */
export function switchOn(process: Process): void {
  if (process.power === 'off') process.power = 'cycling';
}

/**
 * Drawn anew each time: with exponential times it makes no difference how long it has run already.
 */
export function planFailure(process: Process, sim: Sim): void {
  cancelFailure(process, sim);
  if (process.failureAfter === null) return;
  process.failureTimer = sim.schedule(drawMicros(process.failureAfter, process, sim), FAILURE);
}

export function cancelFailure(process: Process, sim: Sim): void {
  sim.cancel(process.failureTimer);
  process.failureTimer = 0;
}

export function planRepair(process: Process, sim: Sim): void {
  if (process.repairAfter === null) return;
  process.repairTimer = sim.schedule(drawMicros(process.repairAfter, process, sim), REPAIRED);
}

export function cancelRepair(process: Process, sim: Sim): void {
  sim.cancel(process.repairTimer);
  process.repairTimer = 0;
}

/** "Because this process is down." */
export function becauseDown(sim: Sim): Cause {
  return { why: 'state', node: sim.self, key: '' };
}

const FAILURE = Object.freeze({ type: 'failure' });
const REPAIRED = Object.freeze({ type: 'repaired' });

function drawMicros(distribution: CompiledDistribution, process: Process, sim: Sim): Micros {
  return Math.round(sim.draw(distribution, process.failureStream) * MICROS);
}

function exponentialOrNever(mean: number): CompiledDistribution | null {
  return mean > 0 ? compileDistribution({ dist: 'exponential', mean }) : null;
}
