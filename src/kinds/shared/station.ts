/**
 * A service station: places where requests are worked on, and a line in front of them. The one
 * queueing mechanism behind servers and databases. In Kendall's words it is G/G/c/K with c `slots`
 * and K = slots + queueLimit, first or last come first served, or processor sharing, where
 * everybody inside is served at once and the slots are cores shared by all.
 */

import { createDeque, type Deque, listOf, popBack, popFront, pushBack } from '../../lib/deque.ts';
import { isVisitors } from '../../lib/message-class.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Cause, Connection, Message, Micros, TimerId } from '../../sim/types.ts';
import type { LoadNumbers } from './load-series.ts';
import {
  addJob,
  advanceSharing,
  createSharing,
  firstWorkLeft,
  microsToFirst,
  type Sharing,
  takeFirst,
} from './processor-sharing.ts';

export type Discipline = 'fifo' | 'lifo' | 'processor-sharing';

export interface StationSettings {
  readonly slots: number;
  readonly queueLimit: number;
  readonly discipline: Discipline;
  /** What its answers carry beside their status; left out for nothing. */
  readonly payload?: object;
}

/** A request while it is here: what belongs to a hop is kept by the node of that hop. */
export interface Visit {
  readonly message: Message;
  /** The end by which it came and by which its answer goes. */
  readonly connection: Connection;
  readonly enteredAt: Micros;
}

export interface Station {
  slots: number;
  queueLimit: number;
  discipline: Discipline;
  queue: Deque<Visit>;
  /** How many are being served. */
  inService: number;
  /**
   * By slot: who is served, when that ends, and the timer for it. A slot number may exceed `slots`
   * after these were reduced.
   */
  serving: (Visit | null)[];
  finishAt: Micros[];
  timers: TimerId[];
  free: number[];
  /** The jobs and the one timer of processor sharing. */
  sharing: Sharing<Visit>;
  sharingTimer: TimerId;
  /** 1 normally; 4 when everything takes four times as long. */
  slowdown: number;
  /** Since when nobody can be served at once; -1 while somebody can. */
  fullSince: Micros;
  /** What an answer carries beside its status; null for nothing. */
  payload: object | null;
  /** Where its load is kept; null while nobody asks for it. */
  load: LoadNumbers | null;
  answered: number;
  failed: number;
}

/**
 * How much work (µs on one slot at normal speed) a request takes; drawn when its service begins.
 */
export type Demand<S> = (station: S, message: Message, sim: Sim) => Micros;

export function createStation(settings: StationSettings): Station {
  const { slots, queueLimit, discipline, payload = null } = settings;
  const counts = { answered: 0, failed: 0 };
  const own = { queueLimit, discipline, payload, load: null, ...counts };
  const station: Station = { ...emptyPlaces(), ...own };
  provideSlots(station, slots);
  return station;
}

/** Nobody inside, nothing under way, everything at its normal pace. */
function emptyPlaces(): Omit<
  Station,
  'queueLimit' | 'discipline' | 'payload' | 'load' | 'answered' | 'failed'
> {
  return {
    slots: 0,
    queue: createDeque(),
    inService: 0,
    serving: [],
    finishAt: [],
    timers: [],
    free: [],
    sharing: createSharing(),
    sharingTimer: 0,
    slowdown: 1,
    fullSince: -1,
  };
}

export function inSystem(station: Station): number {
  return station.inService + station.queue.length;
}

/** No room for one more. */
export function isFull(station: Station): boolean {
  if (station.discipline === 'processor-sharing') {
    return station.inService >= station.slots + station.queueLimit;
  }
  return station.inService >= station.slots && station.queue.length >= station.queueLimit;
}

/** A request arriving now would be served at once. */
export function canServe(station: Station): boolean {
  return station.discipline === 'processor-sharing' || station.inService < station.slots;
}

/** Every slot is taken, and half of the places to wait. */
export function isSaturated(station: Station): boolean {
  const waiting = station.queue.length + Math.max(0, station.inService - station.slots);
  return station.inService >= station.slots && 2 * waiting >= station.queueLimit;
}

/** Everyone beyond the slots, whether in line or sharing. */
export function waitingIn(station: Station): number {
  return station.queue.length + Math.max(0, station.inService - station.slots);
}

export function busySlots(station: Station): number {
  return station.inService < station.slots ? station.inService : station.slots;
}

/** Lets a request in: counts it and keeps the time. */
export function enter(message: Message, connection: Connection, sim: Sim): Visit {
  sim.enter();
  return { message, connection, enteredAt: sim.now };
}

/** Puts a request in line. */
export function wait(station: Station, visit: Visit, sim: Sim): void {
  standInLine(station, visit.message, sim);
  pushBack(station.queue, visit);
}

/** Says how many are before it in line; those who share the slots are a line of their own. */
export function standInLine(station: Station, message: Message, sim: Sim): void {
  sim.lined(message, waitingIn(station), station.fullSince < 0 ? sim.now : station.fullSince);
}

/** Turns a request away: no room. */
export function turnAway(
  station: Station,
  message: Message,
  connection: Connection,
  sim: Sim,
): void {
  sim.enter();
  sim.abandon();
  if (station.load !== null) sim.count(station.load.handled, 1);
  standInLine(station, message, sim);
  const cause = { why: 'config', node: sim.self, field: 'queueLimit' } as const;
  sim.drop(message, 'queue-full', cause, connection);
}

/** Begins to serve a request that is not in line (any more). */
export function serve(station: Station, visit: Visit, demand: Micros, sim: Sim): void {
  sim.begin(visit.message, sim.now - visit.enteredAt);
  startWork(station, visit, demand, sim);
}

/** Turns a health check away that would have to wait: no visitor's figure knows of it. */
export function turnCheckAway(message: Message, connection: Connection, sim: Sim): void {
  const cause = { why: 'config', node: sim.self, field: 'queueLimit' } as const;
  sim.drop(message, 'queue-full', cause, connection);
}

/** Serves whoever is next in line, as long as there is a free slot. */
export function serveNext<S extends Station>(station: S, demand: Demand<S>, sim: Sim): void {
  while (station.queue.length > 0 && canServe(station)) {
    const next = station.discipline === 'lifo' ? popBack(station.queue) : popFront(station.queue);
    if (next === null) return;
    serve(station, next, demand(station, next.message, sim), sim);
  }
}

/**
 * A service is done: frees the slot and returns whose it was. Null when that is not so: a timer
 * that rang while the process hung, and was meant for somebody who has been dropped since.
 */
export function finish(station: Station, event: { readonly slot: number }, sim: Sim): Visit | null {
  const visit =
    event.slot === SHARED ? finishShared(station, sim) : finishSlot(station, event.slot, sim);
  if (visit !== null) {
    station.inService--;
    if (station.inService < station.slots && station.queue.length === 0) station.fullSince = -1;
    tellBusy(station, sim);
  }
  planSharing(station, sim);
  return visit;
}

function finishSlot(station: Station, slot: number, sim: Sim): Visit | null {
  const visit = station.serving[slot] ?? null;
  if (visit === null || (station.finishAt[slot] as Micros) > sim.now) return null;
  station.serving[slot] = null;
  station.timers[slot] = 0;
  station.free.push(slot);
  return visit;
}

function finishShared(station: Station, sim: Sim): Visit | null {
  const { sharing } = station;
  if (sharing.jobs.length === 0) return null;
  advanceBefore(station, sim);
  return firstWorkLeft(sharing) > NEARLY_DONE ? null : takeFirst(sharing);
}

/**
 * Answers a finished request; one whose sender gave up is finished all the same, and nobody reads
 * the answer.
 */
export function answer(
  station: Station,
  visit: Visit,
  status: number,
  cause: Cause | undefined,
  sim: Sim,
): void {
  if (status < 400) station.answered++;
  else station.failed++;
  if (station.load !== null) sim.count(station.load.handled, 1);
  sim.leave(sim.now - visit.enteredAt);
  const { message, connection } = visit;
  sim.reply(message, connection, status, cause, status < 400 ? station.payload : null);
}

/**
 * Everything from now on takes `factor` times as long as normally, what is being served included.
 */
export function slowDown(station: Station, factor: number, sim: Sim): void {
  const by = factor / station.slowdown;
  if (station.sharing.jobs.length > 0) {
    advanceSharing(station.sharing, sim.now, station.slots, station.slowdown);
  }
  station.slowdown = factor;
  planSharing(station, sim);
  for (let slot = 0; slot < station.serving.length; slot++) {
    if (station.serving[slot] === null) continue;
    sim.cancel(station.timers[slot] as TimerId);
    const left = Math.round(((station.finishAt[slot] as Micros) - sim.now) * by);
    planSlot(station, slot, left, sim);
  }
}

/**
 * New settings while running. Those in service go on; a change of discipline carries their
 * remaining work over.
 */
export function adopt<S extends Station>(
  station: S,
  settings: StationSettings,
  demand: Demand<S>,
  sim: Sim,
): void {
  if (station.sharing.jobs.length > 0) {
    advanceSharing(station.sharing, sim.now, station.slots, station.slowdown);
  }
  const toSharing = settings.discipline === 'processor-sharing';
  const wasSharing = station.discipline === 'processor-sharing';
  provideSlots(station, settings.slots);
  station.queueLimit = settings.queueLimit;
  station.discipline = settings.discipline;
  station.payload = settings.payload ?? null;
  if (toSharing && !wasSharing) slotsToSharing(station, sim);
  if (!toSharing && wasSharing) sharingToSlots(station, sim);
  planSharing(station, sim);
  serveNext(station, demand, sim);
  if (canServe(station)) station.fullSince = -1;
  announce(station, sim);
}

/** Reports to the figures how many slots there are and how many are taken. */
export function announce(station: Station, sim: Sim): void {
  sim.capacity(station.slots);
  tellBusy(station, sim);
}

function tellBusy(station: Station, sim: Sim): void {
  const busy = busySlots(station);
  sim.busy(busy);
  if (station.load !== null) sim.gauge(station.load.busy, busy);
}

/** The process died, its port is closed: everyone inside is dropped, all timers stop. */
export function dropAll(station: Station, cause: Cause, sim: Sim): void {
  for (const timer of station.timers) if (timer !== 0) sim.cancel(timer);
  sim.cancel(station.sharingTimer);
  const inside = heldIn(station);
  const slots = station.slots;
  Object.assign(station, emptyPlaces());
  provideSlots(station, slots);
  for (const { message, connection } of inside) {
    if (isVisitors(message.content.class)) sim.abandon();
    sim.drop(message, 'connection-reset', cause, connection);
  }
}

/** Everyone inside, those in service first. */
function heldIn(station: Station): Visit[] {
  const held: Visit[] = station.sharing.jobs.slice();
  for (const visit of station.serving) if (visit !== null) held.push(visit);
  return held.concat(listOf(station.queue));
}

/** What the `serviceDone` of processor sharing says instead of a slot. */
const SHARED = -1;
const SHARED_DONE = Object.freeze({ type: 'serviceDone', slot: SHARED });
/** Rounding may leave less than this of a finished job, in microseconds of work. */
const NEARLY_DONE = 0.5;
/** One event for each slot number, made once: they say nothing but the number. */
const DONE: { readonly type: string; readonly slot: number }[] = [];

function doneEvent(slot: number): { readonly type: string; readonly slot: number } {
  while (DONE.length <= slot) DONE.push(Object.freeze({ type: 'serviceDone', slot: DONE.length }));
  return DONE[slot] as { readonly type: string; readonly slot: number };
}

function startWork(station: Station, visit: Visit, demand: Micros, sim: Sim): void {
  station.inService++;
  if (station.fullSince < 0 && station.inService >= station.slots) station.fullSince = sim.now;
  if (station.discipline === 'processor-sharing') {
    advanceBefore(station, sim);
    addJob(station.sharing, visit, demand);
    planSharing(station, sim);
  } else {
    const slot = station.free.pop() ?? station.serving.length;
    station.serving[slot] = visit;
    planSlot(station, slot, Math.round(demand * station.slowdown), sim);
  }
  tellBusy(station, sim);
}

function advanceBefore(station: Station, sim: Sim): void {
  advanceSharing(station.sharing, sim.now, station.slots, station.slowdown);
}

function planSlot(station: Station, slot: number, left: Micros, sim: Sim): void {
  station.finishAt[slot] = sim.now + left;
  station.timers[slot] = sim.schedule(left, doneEvent(slot));
}

function planSharing(station: Station, sim: Sim): void {
  if (station.sharingTimer !== 0) sim.cancel(station.sharingTimer);
  station.sharingTimer =
    station.sharing.jobs.length === 0
      ? 0
      : sim.schedule(microsToFirst(station.sharing, station.slots, station.slowdown), SHARED_DONE);
}

/** Makes sure that there are so many slots; lowest numbers are taken first. */
function provideSlots(station: Station, slots: number): void {
  const before = station.serving.length;
  const fresh: number[] = [];
  for (let slot = slots - 1; slot >= before; slot--) fresh.push(slot);
  for (let slot = before; slot < slots; slot++) {
    station.serving.push(null);
    station.finishAt.push(0);
    station.timers.push(0);
  }
  station.free = fresh.concat(station.free);
  station.slots = slots;
}

function slotsToSharing(station: Station, sim: Sim): void {
  for (let slot = 0; slot < station.serving.length; slot++) {
    const visit = station.serving[slot];
    if (visit === null || visit === undefined) continue;
    sim.cancel(station.timers[slot] as TimerId);
    station.serving[slot] = null;
    station.timers[slot] = 0;
    station.free.push(slot);
    advanceBefore(station, sim);
    addJob(
      station.sharing,
      visit,
      ((station.finishAt[slot] as Micros) - sim.now) / station.slowdown,
    );
  }
}

/** The jobs nearest to their end keep a slot; the others go back in line and start over. */
function sharingToSlots(station: Station, sim: Sim): void {
  const { sharing } = station;
  const line = station.queue;
  station.queue = createDeque();
  station.inService = 0;
  while (sharing.jobs.length > 0) {
    const left = firstWorkLeft(sharing);
    const visit = takeFirst(sharing);
    if (visit === null) break;
    if (station.inService < station.slots) startWork(station, visit, left, sim);
    else pushBack(station.queue, visit);
  }
  for (const visit of listOf(line)) pushBack(station.queue, visit);
}

/** Those inside for whose answer somebody still waits. */
export function heldOpen(station: Station): Message[] {
  const open: Message[] = [];
  for (const { message } of heldIn(station)) if (message.end === 'open') open.push(message);
  return open;
}
