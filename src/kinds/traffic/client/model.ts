/**
 * A client is a crowd. As an open stream it is the whole town: people arrive whether or not those
 * before them have been served, so a slow service sees its line grow. As users who wait it is a
 * fixed group of colleagues: each asks, waits for the answer, thinks, and asks again, so a slow
 * service slows its own arrivals (Schroeder, Wierman, Harchol-Balter: Open versus closed, NSDI
 * 2006). Response time runs from the moment a request exists, waiting for a connection included:
 * what the person at the screen waits.
 */

import type { Action, Guard, MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model, NodeView } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Cause, Link, Micros, NodeIndex } from '../../../sim/types.ts';
import {
  type Call,
  connected,
  connectionGone,
  createCall,
  finishCall,
  forgetAll,
  heldIn,
  place,
  reopen,
} from '../../shared/calls.ts';
import { callsIn } from '../../shared/calls-records.ts';
import {
  earliestDue,
  nextPatience,
  patienceOf,
  setTimeouts,
  takeOverdue,
} from '../../shared/calls-timeouts.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { lanesToCall } from '../../shared/resolve.ts';
import { createPlan, nextArrival, rateAt } from './arrivals.ts';
import { pickContent } from './contents.ts';
import {
  adopt,
  type ClientContext,
  callSettings,
  createContext,
  SERIES,
  timeoutsOf,
  type UserReady,
  userReadyIn,
} from './context.ts';
import { clientMachine } from './machine.ts';
import { type ClientConfig, type ClientObservation, series } from './spec.ts';

const MICROS = 1000;
/**
 * A user whose request failed waits at least this long, so that a dead network is not an endless
 * loop.
 */
const PAUSE_AFTER_FAILURE: Micros = 10_000;
const ARRIVAL = Object.freeze({ type: 'arrival' });
const TIMEOUT = Object.freeze({ type: 'timeout' });
const BURST_OVER = Object.freeze({ type: 'burstOver' });

type ClientAction = Action<ClientContext, SimEvent, Sim, unknown>;
type ClientGuard = Guard<ClientContext, SimEvent, unknown>;

const issue: ClientAction = (context, event, _params, sim) => {
  if (event.type === 'userReady') context.thinkers--;
  if (sim.now >= context.resolver.expiresAt) {
    resolve(context, sim.links(), sim);
    followLines(context, sim);
  }
  const { terms } = context;
  const limit = nextPatience(context.calls);
  terms.deadline = limit > 0 ? sim.now + limit : Number.POSITIVE_INFINITY;
  const message = sim.create(
    pickContent(context.contents, context.mix, context.writes, sim),
    terms,
  );
  context.issued++;
  context.sent++;
  sim.enter();
  if (limit > 0) ringBy(context, terms.deadline, sim);
  placeOrFail(context, createCall(message, null), sim);
};

/** Its end has come back: an answer, or the notice that there will be none. */
const finish: ClientAction = (context, event, _params, sim) => {
  const message = messageOf(event);
  if (finishCall(context.calls, message, connectionOf(event), sim) === null) return;
  if (message.end === 'answered') {
    context.answered++;
    sim.leave(sim.now - message.createdAt);
    userDone(context, false, sim);
    return;
  }
  if (message.end === 'failed') context.failed++;
  else context.lost++;
  sim.abandon();
  userDone(context, true, sim);
};

const giveUp: ClientAction = (context, _event, _params, sim) => {
  context.timeoutTimer = 0;
  for (;;) {
    const overdue = takeOverdue(context.calls, sim);
    if (overdue === null) break;
    const { lane } = overdue;
    const cause: Cause = {
      why: 'config',
      node: sim.self,
      field: 'timeout',
      ...(lane !== null && { lane }),
    };
    for (const call of overdue.calls) fail(context, call, 'timeout', cause, sim);
  }
  armTimeout(context, sim);
};

const forgetConnection: ClientAction = (context, event, _params, sim) => {
  const connection = connectionOf(event);
  const failed = connectionGone(context.calls, connection);
  if (failed.length === 0) return;
  const { failure } = connection;
  const usual = event.type === 'refused' ? 'connection-refused' : 'connection-reset';
  const cause = failure?.cause ?? stateOf(connection.peer);
  for (const call of failed) fail(context, call, failure?.reason ?? usual, cause, sim);
};

const planArrival: ClientAction = (context, _event, _params, sim) => {
  sim.cancel(context.arrivalTimer);
  context.arrivalTimer = 0;
  if (!context.isOpen) return;
  // Half a microsecond of rounding aside, a moment in the past means that it hung: what was missed
  // is not made up for.
  const from = context.nextAt < sim.now - 1 ? sim.now : context.nextAt;
  context.nextAt = nextArrival(context.plan, from, context.arrivals, sim);
  if (context.nextAt === Number.POSITIVE_INFINITY) return;
  context.arrivalTimer = sim.schedule(Math.max(0, context.nextAt - sim.now), ARRIVAL);
};

/** Plans the next arrival, or lets absent users come. */
const resume: ClientAction = (context, event, params, sim) => {
  context.isStoppedByHand = false;
  if (context.isOpen) {
    context.nextAt = sim.now;
    planArrival(context, event, params, sim);
    return;
  }
  sim.cancel(context.arrivalTimer);
  context.arrivalTimer = 0;
  const present = context.thinkers + context.calls.active;
  for (let user = present; user < context.users; user++) userThinks(context, 0, sim);
};

const begin: ClientAction = (context, event, params, sim) => {
  context.issued = 0;
  followLinks(context, sim);
  sim.listen(true);
  resume(context, event, params, sim);
};

const stopSending: ClientAction = (context, _event, _params, sim) => {
  sim.cancel(context.arrivalTimer);
  context.arrivalTimer = 0;
};

const abort: ClientAction = (context, event, params, sim) => {
  stopSending(context, event, params, sim);
  calmDown(context, event, params, sim);
  sim.cancel(context.timeoutTimer);
  context.timeoutTimer = 0;
  const cause: Cause = { why: 'state', node: sim.self, key: '' };
  for (const call of callsIn(context.calls)) {
    sim.drop(call.message, 'cancelled', cause);
    context.lost++;
    sim.abandon();
  }
  forgetAll(context.calls);
  context.mustReopen = true;
  context.thinkers = 0;
  context.userReady = userReadyIn(context.userReady.life + 1);
  sim.listen(false);
};

const applySettings: ClientAction = (context, _event, _params, sim) => {
  followLines(context, sim);
  retime(context, sim);
};

/** Takes over where its links lead, and how long they say to wait. */
function followLinks(context: ClientContext, sim: Sim): void {
  followLines(context, sim);
  if (context.calls.patience !== context.patience) retime(context, sim);
}

/** A new timeout holds for requests under way, too. */
function retime(context: ClientContext, sim: Sim): void {
  sim.cancel(context.timeoutTimer);
  context.timeoutTimer = 0;
  setTimeouts(context.calls, timeoutsOf(context), context.patience);
  armTimeout(context, sim);
}

const setBoost = (context: ClientContext, boost: number, sim: Sim): void => {
  context.plan.boost = boost;
  if (context.arrivalTimer === 0) return;
  context.nextAt = sim.now;
  planArrival(context, ARRIVAL, undefined, sim);
};

const speedUp: ClientAction = (context, event, _params, sim) => {
  const { factor, forMicros } = event as SimEvent & { factor: number; forMicros: Micros };
  sim.cancel(context.burstTimer);
  context.burstTimer = sim.schedule(forMicros, BURST_OVER);
  setBoost(context, factor, sim);
};

/** At its end, or with the process. */
const calmDown: ClientAction = (context, _event, _params, sim) => {
  sim.cancel(context.burstTimer);
  context.burstTimer = 0;
  setBoost(context, 1, sim);
};

const isOfThisLife = (context: Readonly<ClientContext>, event: SimEvent): boolean =>
  (event as UserReady).life === context.userReady.life;
const isUserSurplus: ClientGuard = (context, event) =>
  context.isOpen ||
  context.thinkers + context.calls.active > context.users ||
  !isOfThisLife(context, event);
const hasSentAll: ClientGuard = (context) => context.limit > 0 && context.issued >= context.limit;

const machine: MachineModelOf<typeof clientMachine, ClientContext, SimEvent, Sim> = {
  machine: clientMachine,
  actions: {
    begin,
    resume,
    planArrival,
    issue,
    finish,
    giveUp,
    forgetConnection,
    stopSending,
    abort,
    applySettings,
    speedUp,
    calmDown,
    failRefused: forgetConnection,
    useConnection: (context, event, _params, sim) =>
      connected(context.calls, connectionOf(event), sim),
    userLeaves: (context, event) => {
      if (isOfThisLife(context, event)) context.thinkers--;
    },
    stopByHand: (context) => {
      context.isStoppedByHand = true;
    },
    followLinks: (context, _event, _params, sim) => followLinks(context, sim),
  },
  guards: {
    hasSentAll,
    isUserSurplus,
    isWaiting: (context) => context.calls.active > 0,
    isQuiet: (context) => context.calls.active === 0,
    mayGoOn: (context) =>
      !context.isStoppedByHand && !(context.limit > 0 && context.issued >= context.limit),
  },
  delays: {},
};

export const model: Model<ClientContext, ClientConfig, ClientObservation> = {
  kind: 'client',
  machines: { client: machine },
  main: () => 'client',
  series,
  context: createContext,
  configure(context, config) {
    if (settingsOf(config) !== settingsOf(context.config)) context.mustReopen = true;
    const { boost, origin } = context.plan;
    context.plan = { ...createPlan(config, origin), boost };
    adopt(context, config);
  },
  connectTo(context, links, sim) {
    for (const { node } of links) sim.count(SERIES.requests, 0, node);
    const patience = patienceOf(links);
    if (patience.size + context.patience.size > 0) context.patience = patience;
    resolve(context, links, sim);
  },
  observe,
  held: (context) => heldIn(context.calls),
};

function observe(context: ClientContext, view: NodeView): ClientObservation {
  return {
    state: view.state,
    hung: view.hung,
    load: context.config.load,
    outstanding: context.calls.active,
    isEndless: context.config.protocol === 'udp' && context.config.timeout === 0,
    waiting: context.calls.waits,
    rate: rateAt(context.plan, view.now) * 1_000_000,
    users: context.users,
    boost: context.plan.boost,
    sent: context.sent,
    answered: context.answered,
    failed: context.failed,
    lost: context.lost,
    connections: context.calls.lines.size,
  };
}

/** Finds out over which lanes to call; connections follow where they are others. */
function resolve(context: ClientContext, links: readonly Link[], sim: Sim): void {
  const lanes = lanesToCall(context.resolver, links, sim);
  const before = context.calls.lanes;
  if (lanes.length === before.length && lanes.every((lane, i) => lane === before[i])) return;
  context.calls.lanes = lanes;
  context.mustReopen = true;
}

/** Which settings make existing connections useless when they change. */
function settingsOf(config: ClientConfig): string {
  return JSON.stringify(callSettings(config, []));
}

/**
 * Opens connections anew after links or their settings changed; requests that waited for one go on.
 */
function followLines(context: ClientContext, sim: Sim): void {
  if (!context.mustReopen) return;
  context.mustReopen = false;
  const { calls, config } = context;
  const waiting = reopen(calls, callSettings(config, calls.lanes), sim);
  for (const call of waiting) placeOrFail(context, call, sim);
}

function placeOrFail(context: ClientContext, call: Call<null>, sim: Sim): void {
  const reason = place(context.calls, call, sim);
  if (reason !== null) fail(context, call, reason, causeOfRefusal(reason, sim), sim);
}

/** Ends a request of its own that has been taken off. */
function fail(
  context: ClientContext,
  call: Call<null>,
  reason: string,
  cause: Cause,
  sim: Sim,
): void {
  sim.drop(call.message, reason, cause);
  context.lost++;
  sim.abandon();
  userDone(context, true, sim);
}

function causeOfRefusal(reason: string, sim: Sim): Cause {
  switch (reason) {
    case 'no-port':
      return { why: 'config', node: sim.self, field: 'addresses' };
    case 'queue-full':
      return { why: 'config', node: sim.self, field: 'connections' };
    default:
      return stateOf(sim.self);
  }
}

function stateOf(node: NodeIndex): Cause {
  return { why: 'state', node, key: '' };
}

function userDone(context: ClientContext, failed: boolean, sim: Sim): void {
  if (!context.isOpen) userThinks(context, failed ? PAUSE_AFTER_FAILURE : 0, sim);
}

function userThinks(context: ClientContext, atLeast: Micros, sim: Sim): void {
  const think = (sim.draw(context.think, context.thinking) * MICROS) / (context.plan.boost || 1);
  context.thinkers++;
  sim.schedule(Math.max(atLeast, think), context.userReady);
}

function armTimeout(context: ClientContext, sim: Sim): void {
  const due = earliestDue(context.calls);
  if (due < Number.POSITIVE_INFINITY) ringBy(context, due, sim);
}

/** Somebody looks at that moment, or before. */
function ringBy(context: ClientContext, due: Micros, sim: Sim): void {
  if (context.timeoutTimer !== 0) {
    if (context.timeoutAt <= due) return;
    sim.cancel(context.timeoutTimer);
  }
  context.timeoutTimer = sim.schedule(Math.max(0, due - sim.now), TIMEOUT);
  context.timeoutAt = due;
}
