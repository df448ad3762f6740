/**
 * A client is a crowd. As an open stream it is the whole town: people arrive whether or not those before them have been served, so a
 * slow service sees its line grow. As users who wait it is a fixed group of colleagues: each asks, waits for the answer, thinks, and
 * asks again, so a slow service slows its own arrivals (Schroeder, Wierman, Harchol-Balter: Open versus closed, NSDI 2006).
 * Response time runs from the moment a request exists, waiting for a connection included: what the person at the screen waits.
 */
import type { Action, Guard, MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type {
  Cause,
  Message,
  Micros,
  Model,
  NodeIndex,
  NodeView,
  Sim,
} from '../../../sim/types.ts';
import { createDeque, itemAt, keepOnly, popFront, pushBack } from '../../shared/deque.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { createPlan, nextArrival, rateAt } from './arrivals.ts';
import { pickContent } from './contents.ts';
import { adopt, type ClientContext, createContext } from './context.ts';
import {
  abandon,
  connectionsOf,
  dispatch,
  lineGone,
  lineReady,
  lineSettings,
  release,
  reopen,
  waitingInLines,
} from './lines.ts';
import { clientMachine } from './machine.ts';
import type { ClientConfig, ClientObservation } from './spec.ts';

/** What the inspector lists. */
export interface ClientDetails {
  readonly connections: readonly {
    readonly id: number;
    readonly transport: 'tcp' | 'udp';
    readonly tls: boolean;
    readonly from: string;
    readonly to: string;
    readonly state: 'opening' | 'open' | 'closed';
    readonly requests: number;
    readonly outstanding: number;
  }[];
}

const MICROS = 1000;
/** `message.timer` of a request whose end has been heard of. */
const SETTLED = 0;
/** A user whose request failed waits at least this long, so that a dead network is not an endless loop. */
const PAUSE_AFTER_FAILURE: Micros = 10_000;
const ARRIVAL = Object.freeze({ type: 'arrival' });
const USER_READY = Object.freeze({ type: 'userReady' });
const TIMEOUT = Object.freeze({ type: 'timeout' });
const BURST_OVER = Object.freeze({ type: 'burstOver' });

type ClientAction = Action<ClientContext, SimEvent, Sim, unknown>;
type ClientGuard = Guard<ClientContext, SimEvent, unknown>;

const issue: ClientAction = (context, event, _params, sim) => {
  if (event.type === 'userReady') context.thinkers--;
  const message = sim.create(pickContent(context.contents, context.mix, context.writes, sim));
  message.timer = context.life;
  context.outstanding++;
  context.issued++;
  context.sent++;
  sim.enter();
  if (context.timeoutMicros > 0) watchDeadline(context, message, sim);
  const reason = dispatch(context.lines, message, sim);
  if (reason !== null) fail(context, message, reason, causeOfRefusal(reason, sim), sim);
};

/** Its end has come back: an answer, or the notice that there will be none. */
const settle: ClientAction = (context, event, _params, sim) => {
  const message = messageOf(event);
  if (message.connection !== null) release(context.lines, message.connection, sim);
  if (message.timer !== context.life) return;
  message.timer = SETTLED;
  context.outstanding--;
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
    const message = firstAwaited(context);
    if (message === null || message.deadline > sim.now) break;
    popFront(context.trail);
    abandon(context.lines, message, sim);
    fail(context, message, 'timeout', { why: 'config', node: sim.self, field: 'timeout' }, sim);
  }
  armTimeout(context, sim);
};

const forgetConnection: ClientAction = (context, event, _params, sim) => {
  const connection = connectionOf(event);
  const refused = event.type === 'refused';
  const cause = connection.why ?? stateOf(connection.target);
  for (const message of lineGone(context.lines, connection, refused)) {
    fail(context, message, refused ? 'connection-refused' : 'connection-reset', cause, sim);
  }
};

const planArrival: ClientAction = (context, _event, _params, sim) => {
  sim.cancel(context.arrivalTimer);
  context.arrivalTimer = 0;
  if (!context.isOpen) return;
  // Half a microsecond of rounding aside, a moment in the past means that it hung: what was missed is not made up for.
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
  const present = context.thinkers + context.outstanding;
  for (let user = present; user < context.users; user++) userThinks(context, 0, sim);
};

const begin: ClientAction = (context, event, params, sim) => {
  context.issued = 0;
  followLines(context, sim);
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
  context.trail = createDeque();
  const cause: Cause = { why: 'state', node: sim.self, machine: 'client', key: '' };
  for (const message of reopen(context.lines, context.config, sim)) {
    sim.drop(message, 'cancelled', cause);
  }
  for (; context.outstanding > 0; context.outstanding--) {
    context.lost++;
    sim.abandon();
  }
  context.life++;
  sim.listen(false);
};

const applySettings: ClientAction = (context, _event, _params, sim) => {
  followLines(context, sim);
  sim.cancel(context.timeoutTimer);
  context.timeoutTimer = 0;
  // A new timeout holds for requests under way, too: so deadlines stay in the order of creation.
  keepOnly(context.trail, (message) => {
    message.deadline = deadlineOf(context, message);
    return message.timer === context.life && context.timeoutMicros > 0;
  });
  armTimeout(context, sim);
};

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

const isUserSurplus: ClientGuard = (context) =>
  context.isOpen || context.thinkers + context.outstanding > context.users;
const hasSentAll: ClientGuard = (context) => context.limit > 0 && context.issued >= context.limit;

export const machine: MachineModelOf<typeof clientMachine, ClientContext, SimEvent, Sim> = {
  machine: clientMachine,
  actions: {
    begin,
    resume,
    planArrival,
    issue,
    settle,
    giveUp,
    forgetConnection,
    stopSending,
    abort,
    applySettings,
    speedUp,
    calmDown,
    failRefused: forgetConnection,
    useConnection: (context, event, _params, sim) =>
      lineReady(context.lines, connectionOf(event), sim),
    userLeaves: (context) => {
      context.thinkers--;
    },
    stopByHand: (context) => {
      context.isStoppedByHand = true;
    },
    followLinks: (context, _event, _params, sim) => followLines(context, sim),
  },
  guards: {
    hasSentAll,
    isUserSurplus,
    isWaiting: (context) => context.outstanding > 0,
    isQuiet: (context) => context.outstanding === 0,
    mayGoOn: (context) =>
      !context.isStoppedByHand && !(context.limit > 0 && context.issued >= context.limit),
  },
  delays: {},
};

export const model: Model<ClientContext, ClientConfig, ClientObservation> = {
  kind: 'client',
  machines: { client: machine },
  main: () => 'client',
  context: createContext,
  configure(context, config) {
    if (lineSettings(config) !== lineSettings(context.config)) context.mustReopen = true;
    const { boost, origin } = context.plan;
    context.plan = { ...createPlan(config, origin), boost };
    adopt(context, config);
  },
  connectTo(context, links) {
    const lanes = links.map((link) => link.lane);
    const before = context.lines.lanes;
    if (lanes.length === before.length && lanes.every((lane, i) => lane === before[i])) return;
    context.lines.lanes = lanes;
    context.mustReopen = true;
  },
  observe,
  inspect: (context): ClientDetails => ({
    connections: connectionsOf(context.lines)
      .slice(-MOST_ROWS)
      .map((connection) => ({
        id: connection.id,
        transport: connection.transport,
        tls: connection.tls,
        from: `${connection.sourceIp}:${connection.sourcePort}`,
        to: `${connection.destinationIp}:${connection.destinationPort}`,
        state: connection.state,
        requests: connection.requests,
        outstanding: connection.outstanding.length,
      })),
  }),
  held: (context) => waitingInLines(context.lines),
};

/** Rows of the inspector's connection table. */
const MOST_ROWS = 200;

function observe(context: ClientContext, view: NodeView): ClientObservation {
  return {
    state: view.state,
    hung: view.hung,
    load: context.config.load,
    outstanding: context.outstanding,
    waiting: waitingInLines(context.lines).length,
    rate: rateAt(context.plan, view.now) * 1_000_000,
    users: context.users,
    boost: context.plan.boost,
    sent: context.sent,
    answered: context.answered,
    failed: context.failed,
    lost: context.lost,
    connections: connectionsOf(context.lines).length,
  };
}

/** Opens connections anew after links or their settings changed; requests that waited for one go on. */
function followLines(context: ClientContext, sim: Sim): void {
  if (!context.mustReopen) return;
  context.mustReopen = false;
  for (const message of reopen(context.lines, context.config, sim)) {
    const reason = dispatch(context.lines, message, sim);
    if (reason !== null) fail(context, message, reason, causeOfRefusal(reason, sim), sim);
  }
}

/** Ends a request of its own. */
function fail(
  context: ClientContext,
  message: Message,
  reason: string,
  cause: Cause,
  sim: Sim,
): void {
  sim.drop(message, reason, cause);
  if (message.timer !== context.life) return;
  message.timer = SETTLED;
  context.outstanding--;
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
  return { why: 'state', node, machine: 'main', key: '' };
}

function userDone(context: ClientContext, failed: boolean, sim: Sim): void {
  if (!context.isOpen) userThinks(context, failed ? PAUSE_AFTER_FAILURE : 0, sim);
}

function userThinks(context: ClientContext, atLeast: Micros, sim: Sim): void {
  const think = (sim.draw(context.think, context.thinking) * MICROS) / (context.plan.boost || 1);
  context.thinkers++;
  sim.schedule(Math.max(atLeast, think), USER_READY);
}

function deadlineOf(context: ClientContext, message: Message): Micros {
  return context.timeoutMicros > 0
    ? message.createdAt + context.timeoutMicros
    : Number.POSITIVE_INFINITY;
}

function watchDeadline(context: ClientContext, message: Message, sim: Sim): void {
  message.deadline = deadlineOf(context, message);
  if (context.trail.length > 2 * context.outstanding + 64) {
    keepOnly(context.trail, (other) => other.timer === context.life);
  }
  pushBack(context.trail, message);
  if (context.timeoutTimer === 0) armTimeout(context, sim);
}

function armTimeout(context: ClientContext, sim: Sim): void {
  const first = firstAwaited(context);
  if (first === null) return;
  context.timeoutTimer = sim.schedule(Math.max(0, first.deadline - sim.now), TIMEOUT);
}

/** The oldest request still awaited. */
function firstAwaited(context: ClientContext): Message | null {
  for (;;) {
    const first = itemAt(context.trail, 0);
    if (first === null || first.timer === context.life) return first;
    popFront(context.trail);
  }
}
