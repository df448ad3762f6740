/**
 * A process that serves requests at a station: the actions and guards that servers and databases
 * have in common, under the names their machines use.
 */
import type { Action, Guard, SimEvent } from '../../sim/machine.ts';
import type { NodeView } from '../../sim/model.ts';
import type { Sim } from '../../sim/sim.ts';
import { connectionOf, messageOf } from './events.ts';
import { answerCheck, type Endpoint } from './health-endpoint.ts';
import { isProbe } from './http.ts';
import type { LoadNumbers } from './load-series.ts';
import type { StationObservation } from './observation.ts';
import {
  admit,
  becauseDown,
  cancelFailure,
  cancelRepair,
  closeIdle,
  closePort,
  createProcess,
  errorByChance,
  hangUp,
  openPort,
  type Process,
  type ProcessSettings,
  planFailure,
  planRepair,
  statusOfNext,
  switchOff,
  switchOn,
} from './process.ts';
import {
  adopt,
  announce,
  answer,
  busySlots,
  canServe,
  createStation,
  type Demand,
  dropAll,
  enter,
  finish,
  inSystem,
  isFull,
  isSaturated,
  type Station,
  type StationSettings,
  serve,
  serveNext,
  slowDown,
  standInLine,
  turnAway,
  turnCheckAway,
  type Visit,
  wait,
  waitingIn,
} from './station.ts';

export interface Worker extends Station, Process {
  /** The settings to apply at the next `configured`. */
  settings: StationSettings;
  /** Where it answers health checks; null where it speaks no HTTP. */
  readonly endpoint: Endpoint | null;
  /** The request whose service just ended, while its step lasts. */
  finished: Visit | null;
  /** What it was answered with: whatever its sender and the network made of the answer. */
  finishedStatus: number;
}

export function createWorker(
  station: StationSettings,
  process: ProcessSettings,
  endpoint: Endpoint | null,
  sim: Sim,
): Worker {
  return {
    ...createStation(station),
    ...createProcess(process, sim),
    settings: station,
    endpoint,
    finished: null,
    finishedStatus: 0,
  };
}

type WorkerAction<C> = Action<C, SimEvent, Sim, unknown>;

/**
 * Everything that the states of a process and of its station do.
 * @param load where the kind keeps its load once somebody asks for it
 */
export function workerActions<C extends Worker>(demandOf: Demand<C>, load: LoadNumbers) {
  return {
    ...processActions(demandOf),
    ...powerActions<C>(load),
    ...arrivalActions(demandOf),
    ...completionActions(demandOf),
  };
}

/** What an arriving request sets off. */
function arrivalActions<C extends Worker>(demandOf: Demand<C>) {
  const serveIt: WorkerAction<C> = (context, event, _params, sim) => {
    const message = messageOf(event);
    const visit = enter(message, connectionOf(event), sim);
    if (context.inService >= context.slots) standInLine(context, message, sim);
    serve(context, visit, demandOf(context, message, sim), sim);
  };
  const enqueue: WorkerAction<C> = (context, event, _params, sim) =>
    wait(context, enter(messageOf(event), connectionOf(event), sim), sim);
  const refuseFull: WorkerAction<C> = (context, event, _params, sim) =>
    turnAway(context, messageOf(event), connectionOf(event), sim);
  const check: WorkerAction<C> = (context, event, _params, sim) => {
    const message = messageOf(event);
    const connection = connectionOf(event);
    if (context.endpoint?.settings.healthWaits !== true) {
      answerCheck(context, message, connection, sim);
    } else if (isFull(context)) turnCheckAway(message, connection, sim);
    else {
      const visit = { message, connection, enteredAt: sim.now };
      if (canServe(context)) serve(context, visit, demandOf(context, message, sim), sim);
      else wait(context, visit, sim);
    }
  };
  return { serve: serveIt, enqueue, turnAway: refuseFull, check };
}

/**
 * What the end of a service sets off: answer, hang up (only while draining), and take the next in
 * line.
 */
function completionActions<C extends Worker>(demandOf: Demand<C>) {
  const answerIt: WorkerAction<C> = (context, event, _params, sim) => {
    const visit = finish(context, event as SimEvent & { readonly slot: number }, sim);
    context.finished = visit;
    if (visit === null) return;
    if (isProbe(visit.message)) {
      answerCheck(context, visit.message, visit.connection, sim);
      return;
    }
    const status = statusOfNext(context, sim);
    context.finishedStatus = status;
    const cause = status < 400 ? undefined : errorByChance(context, sim);
    answer(context, visit, status, cause, sim);
  };
  const hangUpIdle: WorkerAction<C> = (context, _event, _params, sim) =>
    hangUp(context, context.finished?.connection ?? null, sim);
  const takeNext: WorkerAction<C> = (context, _event, _params, sim) => {
    context.finished = null;
    serveNext(context, demandOf, sim);
  };
  return { answer: answerIt, hangUp: hangUpIdle, takeNext };
}

/** What the frame around it wants of it. */
function powerActions<C extends Worker>(load: LoadNumbers) {
  const switchItOn: WorkerAction<C> = (context) => switchOn(context);
  const switchItOff: WorkerAction<C> = (context, _event, _params, sim) => switchOff(context, sim);
  const powerUp: WorkerAction<C> = (context) => {
    context.power = 'rising';
  };
  const measure: WorkerAction<C> = (context, _event, _params, sim) => {
    context.load = load;
    tellOpen(context, sim);
    announce(context, sim);
    sim.count(load.handled, 0);
  };
  return { switchOn: switchItOn, switchOff: switchItOff, powerUp, measure };
}

function tellOpen({ load, isOpen }: Worker, sim: Sim): void {
  if (load !== null) sim.gauge(load.open, isOpen ? 1 : 0);
}

/** Starting, stopping, connections and faults. */
function processActions<C extends Worker>(demandOf: Demand<C>) {
  const actions = {
    closePort: (context: C, _event: SimEvent, _params: unknown, sim: Sim) => {
      closePort(context, sim);
      tellOpen(context, sim);
      announce(context, sim);
    },
    openPort: (context: C, _event: SimEvent, _params: unknown, sim: Sim) => {
      openPort(context, sim);
      tellOpen(context, sim);
    },
    closeDown: (context: C, _event: SimEvent, _params: unknown, sim: Sim) => {
      context.errorRate = context.errorRateFromStart;
      if (context.endpoint !== null) context.endpoint.lies = false;
      // The port first: the resets tell whoever waits, so that what is dropped then need tell
      // nobody.
      closePort(context, sim);
      tellOpen(context, sim);
      dropAll(context, becauseDown(sim), sim);
      announce(context, sim);
    },
    accept: (context: C, event: SimEvent, _params: unknown, sim: Sim) =>
      admit(context, connectionOf(event), sim),
    refuse: (_context: C, event: SimEvent, _params: unknown, sim: Sim) =>
      sim.refuse(connectionOf(event)),
    forget: (context: C, event: SimEvent) => {
      context.connections.delete(connectionOf(event));
    },
    closeIdle: (context: C, _event: SimEvent, _params: unknown, sim: Sim) =>
      closeIdle(context, sim),
    slowDown: (context: C, event: SimEvent, _params: unknown, sim: Sim) =>
      slowDown(context, (event as SimEvent & { readonly factor: number }).factor, sim),
    setErrorRate: (context: C, event: SimEvent) => {
      context.errorRate = (event as SimEvent & { readonly rate: number }).rate;
    },
    applySettings: (context: C, _event: SimEvent, _params: unknown, sim: Sim) => {
      adopt(context, context.settings, demandOf, sim);
      planFailure(context, sim);
    },
    planFailure: (context: C, _event: SimEvent, _params: unknown, sim: Sim) =>
      planFailure(context, sim),
    cancelFailure: (context: C, _event: SimEvent, _params: unknown, sim: Sim) =>
      cancelFailure(context, sim),
    planRepair: (context: C, _event: SimEvent, _params: unknown, sim: Sim) =>
      planRepair(context, sim),
    cancelRepair: (context: C, _event: SimEvent, _params: unknown, sim: Sim) =>
      cancelRepair(context, sim),
  };
  return actions;
}

export function workerGuards<C extends Worker>() {
  const isCheck: Guard<C, SimEvent, unknown> = (_context, event) => isProbe(messageOf(event));
  const isUpAlready: Guard<C, SimEvent, unknown> = (context) => context.isUpAlready;
  const hasNoRoom: Guard<C, SimEvent, unknown> = (context) => isFull(context);
  const hasFreeSlot: Guard<C, SimEvent, unknown> = (context) => canServe(context);
  const isIdle: Guard<C, SimEvent, unknown> = (context) => context.inService === 0;
  const isWorking: Guard<C, SimEvent, unknown> = (context) => context.inService > 0;
  const isLoaded: Guard<C, SimEvent, unknown> = (context) => isSaturated(context);
  const isRelieved: Guard<C, SimEvent, unknown> = (context) => !isSaturated(context);
  const isDrained: Guard<C, SimEvent, unknown> = (context) =>
    inSystem(context) === 0 && context.connections.size === 0;
  const isSwitchedOff: Guard<C, SimEvent, unknown> = ({ power }) =>
    power === 'off' || power === 'cycling';
  const isWanted: Guard<C, SimEvent, unknown> = ({ power }) => power !== 'off';
  return {
    isCheck,
    isUpAlready,
    isFull: hasNoRoom,
    hasFreeSlot,
    isIdle,
    isWorking,
    isSaturated: isLoaded,
    isRelieved,
    isDrained,
    isSwitchedOff,
    isWanted,
  };
}

export const workerDelays = {
  bootTime: (context: Worker) => context.bootMicros,
  drainTimeout: (context: Worker) => context.drainMicros,
};

export function observeWorker(worker: Worker, view: NodeView): StationObservation {
  return {
    state: view.state,
    hung: view.hung,
    slots: worker.slots,
    busy: busySlots(worker),
    waiting: waitingIn(worker),
    queueLimit: worker.queueLimit,
    connections: worker.connections.size,
    slowdown: worker.slowdown,
    errorRate: worker.errorRate,
    answered: worker.answered,
    failed: worker.failed,
  };
}
