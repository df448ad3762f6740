/**
 * Layer 4: a switchboard. When a call comes in it picks a line once and plugs the two together; from then on it passes on every word
 * without listening. Each connection keeps its backend whatever is asked over it, and what is lost cannot be asked again. To the
 * backend every packet comes from the balancer's own address, from a port of its NAT table by which answers find their way back.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Cause, Connection, Message, Sim } from '../../../sim/types.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { type Backend, forgetLoad, release } from '../shared/backend.ts';
import type { Group } from '../shared/tier.ts';
import {
  addTried,
  type BalancerContext,
  backendOf,
  choose,
  countRefusal,
  countSick,
  hasFailed,
  remember,
  stopSweeping,
  succeeded,
  sweepWithin,
  unwatch,
  watchBackends,
  whyNone,
} from './context.ts';
import { l4Machine } from './machine.ts';
import { earliest, isOverdue } from './timeouts.ts';

/** NAT ports begin behind the well-known ones (RFC 6335). */
const FIRST_NAT_PORT = 1024;

export const l4: MachineModelOf<typeof l4Machine, BalancerContext, SimEvent, Sim> = {
  machine: l4Machine,
  actions: {
    openPort: (context, _event, _params, sim) => {
      sim.listen(true);
      watchBackends(context, sim);
    },
    closePort: (_context, _event, _params, sim) => sim.listen(false),
    openFlow: (context, event, _params, sim) => {
      const front = connectionOf(event);
      context.fronts.set(front.id, front);
      const failure = openLeg(context, front, sim);
      if (failure !== null) refuse(context, front, failure, sim);
    },
    refuse: (context, event, _params, sim) => {
      const cause: Cause = { why: 'state', node: sim.self, machine: 'main', key: '', at: sim.now };
      refuse(context, connectionOf(event), { reason: 'connection-refused', cause }, sim);
    },
    admit: (context, event, _params, sim) => {
      const leg = connectionOf(event);
      const backend = backendOf(context, leg);
      if (backend !== null) succeeded(context, backend, sim);
      if (leg.continues === null) return;
      if (context.tried.size > 0) context.tried.delete(leg.continues.id);
      sim.accept(leg.continues);
    },
    tryNext: (context, event, _params, sim) => legFailed(context, connectionOf(event), sim),
    translate: (context, event, _params, sim) => translate(context, messageOf(event), sim),
    forward: (_context, event, _params, sim) => passBack(messageOf(event), sim),
    forwardDropped: (context, event, _params, sim) => {
      const message = messageOf(event);
      const backend = message.connection === null ? null : backendOf(context, message.connection);
      // A port nobody listens on: for UDP the only sign that a backend is dead.
      const isDead = message.reason === 'connection-refused';
      if (backend !== null && isDead) hasFailed(context, backend, sim);
      passBack(message, sim);
    },
    endFlow: (context, event, _params, sim) => endFlow(context, connectionOf(event), 'close', sim),
    abortFlow: (context, event, _params, sim) =>
      endFlow(context, connectionOf(event), 'reset', sim),
    sweep: (context, _event, _params, sim) => sweep(context, sim),
    judge: (context) => countSick(context),
    adopt: (context, _event, _params, sim) => adopt(context, sim),
    forgetAll: (context, _event, _params, sim) => forgetAll(context, sim),
  },
  guards: {
    hasNobody: (context) => context.sick === context.backends.length,
    hasSick: (context) => context.sick > 0 && context.sick < context.backends.length,
    isWhole: (context) => context.sick === 0 && context.backends.length > 0,
    isDone: (context) => context.legs.size === 0,
  },
  delays: { bootTime: (context) => context.settings.bootTime * 1000 },
};

interface Failure {
  readonly reason: string;
  readonly cause: Cause;
}

/** Chooses a backend for a client's connection or flow and opens the other leg; the reason when that cannot be. */
function openLeg(context: BalancerContext, front: Connection, sim: Sim): Failure | null {
  const group = context.groups[0] as Group;
  const port = takePort(context);
  if (port < 0) {
    return { reason: 'no-port', cause: { why: 'config', node: sim.self, field: 'natPorts' } };
  }
  const backend = choose(context, group, front.sourceIp, front.id, sim);
  if (backend === null) {
    freePort(context, port);
    return whyNone(context, group, sim);
  }
  const leg = sim.connect(backend.lane, {
    transport: front.transport,
    continues: front,
    sourcePort: port,
  });
  context.legs.set(leg.id, leg);
  const patience =
    front.transport === 'udp' ? context.settings.udpIdle : context.settings.connectTimeout;
  if (patience > 0) sweepWithin(context, Math.round(patience * 1000), sim);
  return null;
}

/** The next free port, going round so that a port just freed rests for a while; -1 when all are taken. */
function takePort(context: BalancerContext): number {
  const { ports } = context;
  if (context.portsTaken >= ports.length) return -1;
  let at = context.nextPort % ports.length;
  while (ports[at] === 1) at = (at + 1) % ports.length;
  ports[at] = 1;
  context.nextPort = at + 1;
  context.portsTaken++;
  return FIRST_NAT_PORT + at;
}

function freePort(context: BalancerContext, port: number): void {
  const at = port - FIRST_NAT_PORT;
  if (context.ports[at] !== 1) return;
  context.ports[at] = 0;
  context.portsTaken--;
}

function refuse(
  context: BalancerContext,
  front: Connection,
  { reason, cause }: Failure,
  sim: Sim,
): void {
  countRefusal(context, reason);
  sim.note(`Refused ${front.sourceIp}:${front.sourcePort}: ${reason}`);
  context.fronts.delete(front.id);
  context.tried.delete(front.id);
  sim.refuse(front, cause);
}

/** Forgets a leg: its port is free, its backend has one less. False when it was forgotten before. */
function dropLeg(context: BalancerContext, leg: Connection): boolean {
  if (!context.legs.delete(leg.id)) return false;
  freePort(context, leg.sourcePort);
  const backend = backendOf(context, leg);
  if (backend !== null) release(backend, context);
  return true;
}

/** A backend did not let the connection in: the next one where that is allowed, else the client is refused too. */
function legFailed(context: BalancerContext, leg: Connection, sim: Sim): void {
  if (!dropLeg(context, leg)) return;
  const backend = backendOf(context, leg);
  if (backend !== null) hasFailed(context, backend, sim);
  const front = leg.continues;
  if (front === null || front.state !== 'opening') return;
  if (context.settings.nextBackend && backend !== null) {
    addTried(context, front.id, backend.lane);
    if (openLeg(context, front, sim) === null) return;
  }
  const cause: Cause = leg.why ?? {
    why: 'lane',
    lane: leg.lane,
    fact: 'opening',
    field: 'connectTimeout',
  };
  refuse(context, front, { reason: 'connection-refused', cause }, sim);
}

/** A packet from a client goes on along its flow; a UDP packet of an unknown flow begins one. */
function translate(context: BalancerContext, message: Message, sim: Sim): void {
  const front = message.connection as Connection;
  let leg = front.continuedBy;
  if (leg === null || leg.state === 'closed') {
    const failure = front.transport === 'udp' ? openLeg(context, front, sim) : isClosed(front);
    if (failure !== null) {
      countRefusal(context, failure.reason);
      sim.drop(message, failure.reason, failure.cause);
      return;
    }
    context.fronts.set(front.id, front);
    leg = front.continuedBy;
  }
  if (leg === null) return;
  message.relayedAt = sim.now;
  remember(context, sim.now, message, message, leg);
  sim.forward(message, leg);
}

function isClosed(front: Connection): Failure {
  const cause: Cause = { why: 'lane', lane: front.lane, fact: 'closed' };
  return { reason: 'connection-reset', cause };
}

/** What comes back from a backend goes to the client by the NAT table; without an entry there it goes nowhere. */
function passBack(message: Message, sim: Sim): void {
  const leg = message.connection;
  if (leg === null || leg.continues === null) return;
  if (message.end === 'open') {
    // Nothing is ever held here: a packet comes in and is gone, and what is counted is the round trip behind it.
    sim.enter();
    sim.leave(sim.now - message.relayedAt);
  }
  sim.forward(message, leg.continues);
}

function endFlow(
  context: BalancerContext,
  connection: Connection,
  how: 'close' | 'reset',
  sim: Sim,
): void {
  const isFront = connection.opener !== sim.self;
  const other = isFront ? connection.continuedBy : connection.continues;
  const front = isFront ? connection : other;
  const leg = isFront ? other : connection;
  if (front !== null) {
    context.fronts.delete(front.id);
    context.tried.delete(front.id);
  }
  if (leg !== null) dropLeg(context, leg);
  if (other === null) return;
  if (how === 'close') sim.close(other);
  else if (connection.why === null) sim.reset(other);
  else sim.reset(other, connection.why);
}

/** Connections that do not open in time have failed; UDP flows that carried nothing for long are forgotten. */
function sweep(context: BalancerContext, sim: Sim): void {
  context.sweepTimer = 0;
  const { settings } = context;
  for (const leg of [...context.legs.values()]) {
    if (!isOverdue(leg, settings, sim.now)) continue;
    sim.close(leg);
    if (leg.transport === 'tcp') {
      legFailed(context, leg, sim);
      continue;
    }
    dropLeg(context, leg);
    if (leg.continues !== null) context.fronts.delete(leg.continues.id);
  }
  const next = earliest(context.legs.values(), settings);
  if (next < Number.POSITIVE_INFINITY) sweepWithin(context, Math.max(1, next - sim.now), sim);
}

/** After links or settings changed: ends what led to backends that are gone, starts watching new ones. */
function adopt(context: BalancerContext, sim: Sim): void {
  const { retired } = context;
  context.retired = [];
  for (const backend of retired) {
    unwatch(backend, sim);
    cutOff(context, backend, sim);
  }
  fitPorts(context);
  watchBackends(context, sim);
}

function cutOff(context: BalancerContext, backend: Backend, sim: Sim): void {
  for (const leg of [...context.legs.values()]) {
    if (leg.lane !== backend.lane) continue;
    const front = leg.continues;
    dropLeg(context, leg);
    sim.reset(leg);
    if (front === null) continue;
    context.fronts.delete(front.id);
    context.tried.delete(front.id);
    if (front.state === 'opening') sim.refuse(front);
    else sim.reset(front);
  }
}

/** A changed number of ports: those taken beyond the new end serve on until they are free. */
function fitPorts(context: BalancerContext): void {
  const { natPorts } = context.settings;
  if (context.ports.length === natPorts) return;
  context.ports = new Uint8Array(natPorts);
  context.portsTaken = 0;
  for (const leg of context.legs.values()) {
    const at = leg.sourcePort - FIRST_NAT_PORT;
    if (at >= natPorts) continue;
    context.ports[at] = 1;
    context.portsTaken++;
  }
}

/** The table of connections is lost with the process. */
function forgetAll(context: BalancerContext, sim: Sim): void {
  for (const backend of context.backends) {
    unwatch(backend, sim);
    forgetLoad(backend);
    backend.fails = 0;
    backend.health = 0;
  }
  context.fronts.clear();
  context.legs.clear();
  context.tried.clear();
  context.ports.fill(0);
  context.portsTaken = 0;
  context.sick = 0;
  stopSweeping(context, sim);
}
