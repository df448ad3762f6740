/**
 * A database is a server whose requests are of two sorts. Reads can be answered by any copy; writes
 * must go through one place, the primary, so that all copies tell the same story in the same order.
 * A replica runs a little behind: it makes reads cheap and plentiful, at the price of sometimes
 * answering from the past. Real databases also contend for locks and pages; here queries only
 * compete for slots. Source: PostgreSQL 17, chapters 19.3 (connections), 26.2 (streaming
 * replication).
 */

import { listOf } from '../../../lib/deque.ts';
import { type CompiledDistribution, compileDistribution } from '../../../lib/distribution.ts';
import type { Action, MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model, NodeView } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Connection, Message, Micros, StreamId } from '../../../sim/types.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { httpOf } from '../../shared/http.ts';
import { loadNumbers } from '../../shared/load-series.ts';
import { admit, becauseDown, configureProcess } from '../../shared/process.ts';
import { heldOpen, type StationSettings } from '../../shared/station.ts';
import {
  createWorker,
  observeWorker,
  type Worker,
  workerActions,
  workerDelays,
  workerGuards,
} from '../../shared/worker.ts';
import { isChange } from './changes.ts';
import { countUnsent, feedLost, feedReady, followLinks, openFeeds, replicate } from './feeds.ts';
import { databaseMachine } from './machine.ts';
import { applyChange, believedLagMicros, greetingFor, receiveChange } from './replica.ts';
import { createReplication, type Replication, stopReplication } from './replication.ts';
import { type DatabaseConfig, type DatabaseObservation, series } from './spec.ts';
import { isStale, lagOf } from './truth.ts';

export interface DatabaseContext extends Worker {
  readTime: CompiledDistribution;
  writeTime: CompiledDistribution;
  serviceStream: StreamId;
  connectionLimit: number;
  replication: Replication;
}

/**
 * Answer to a write at a replica, as HTTP would say it: this resource does not allow that method
 * (PostgreSQL: SQLSTATE 25006).
 */
const NOT_ALLOWED = 405;

function demandOf(context: DatabaseContext, message: Message, sim: Sim): Micros {
  const time = httpOf(message).write ? context.writeTime : context.readTime;
  return sim.draw(time, context.serviceStream) * 1000;
}

type DatabaseAction = Action<DatabaseContext, SimEvent, Sim, unknown>;

const common = workerActions(demandOf, loadNumbers(series));

const closeDown: DatabaseAction = (context, event, params, sim) => {
  common.closeDown(context, event, params, sim);
  stopReplication(context.replication, becauseDown(sim), sim);
};

/**
 * Whoever opened it hears where this copy stands, when that is a primary which is known by its
 * changes.
 */
const accept: DatabaseAction = (context, event, _params, sim) => {
  const connection = connectionOf(event);
  const greeting = greetingFor(context.replication, connection);
  const before = greeting === null ? null : replacedBy(context, connection);
  if (before !== null) {
    context.connections.delete(before);
    sim.reset(before);
  }
  admit(context, connection, sim, greeting);
};

/**
 * A primary feeds a replica over one connection: that it opens another shows that the one before is
 * no more.
 */
function replacedBy(context: DatabaseContext, connection: Connection): Connection | null {
  const { peer, lane } = connection;
  if (!context.replication.positions.has(peer)) return null;
  for (const before of context.connections) {
    if (before.peer === peer && before.lane === lane) return before;
  }
  return null;
}

const forget: DatabaseAction = (context, event, _params, sim) => {
  const connection = connectionOf(event);
  if (!feedLost(context.replication, connection, sim)) common.forget(context, event);
};

/**
 * After `answer`: what was committed goes to the replicas; a read that lacks anything committed was
 * a stale one.
 */
const replicateFinished: DatabaseAction = (context, _event, _params, sim) => {
  const { finished, finishedStatus, replication } = context;
  if (finished === null || finishedStatus >= 400) return;
  const content = httpOf(finished.message);
  if (content.write) replicate(replication, content, sim);
  else if (isStale(replication, sim.now, sim)) replication.staleReads++;
};

const machine: MachineModelOf<typeof databaseMachine, DatabaseContext, SimEvent, Sim> = {
  machine: databaseMachine,
  actions: {
    ...common,
    accept,
    closeDown,
    forget,
    replicate: replicateFinished,
    refuseSurplus: (_context, event, _params, sim) => {
      const cause = { why: 'config', node: sim.self, field: 'connectionLimit' } as const;
      sim.refuse(connectionOf(event), cause);
    },
    refuseWrite: (context, event, _params, sim) => {
      context.replication.refusedWrites++;
      sim.enter();
      sim.abandon();
      const cause = { why: 'config', node: sim.self, field: 'role' } as const;
      sim.reply(messageOf(event), connectionOf(event), NOT_ALLOWED, cause);
    },
    receiveChange: (context, event, _params, sim) =>
      receiveChange(context.replication, messageOf(event), context.slowdown, sim),
    applyChange: (context, _event, _params, sim) =>
      applyChange(context.replication, context.slowdown, sim),
    openFeeds: (context, _event, _params, sim) => openFeeds(context.replication, sim),
    feedReady: (context, event, _params, sim) =>
      feedReady(context.replication, connectionOf(event), sim),
  },
  guards: {
    ...workerGuards<DatabaseContext>(),
    isChange: (_context, event) => isChange(messageOf(event)),
    isReadOnly: (context, event) =>
      !context.replication.isPrimary && httpOf(messageOf(event)).write,
    hasConnectionLeft: (context, event) =>
      context.connections.size < context.connectionLimit ||
      replacedBy(context, connectionOf(event)) !== null,
  },
  delays: workerDelays,
};

export const model: Model<DatabaseContext, DatabaseConfig, DatabaseObservation> = {
  kind: 'database',
  machines: { database: machine },
  main: () => 'database',
  series,
  context: (config, sim) => ({
    ...createWorker(stationSettings(config), config, null, sim),
    readTime: compileDistribution(config.readTime),
    writeTime: compileDistribution(config.writeTime),
    serviceStream: sim.stream('service'),
    connectionLimit: config.connectionLimit,
    replication: createReplication(
      compileDistribution(config.replicationDelay),
      config.role === 'primary',
      sim,
    ),
  }),
  configure(context, config) {
    configureProcess(context, config);
    context.readTime = compileDistribution(config.readTime);
    context.writeTime = compileDistribution(config.writeTime);
    context.connectionLimit = config.connectionLimit;
    context.settings = stationSettings(config);
    context.replication.isPrimary = config.role === 'primary';
    context.replication.applyTime = compileDistribution(config.replicationDelay);
  },
  connectTo: (context, links, sim) => followLinks(context.replication, links, sim),
  observe,
  held: (context) => {
    const changes = listOf(context.replication.changes).filter((change) => change.end === 'open');
    return heldOpen(context).concat(changes);
  },
};

function stationSettings(config: DatabaseConfig): StationSettings {
  return { slots: config.slots, queueLimit: config.queueLimit, discipline: 'fifo' };
}

function observe(context: DatabaseContext, view: NodeView): DatabaseObservation {
  const { replication } = context;
  const lag = lagOf(replication, view.now, view);
  return {
    ...observeWorker(context, view),
    role: replication.isPrimary ? 'primary' : 'replica',
    connectionLimit: context.connectionLimit,
    behind: lag.behind,
    lagMs: lag.micros / 1000,
    believedBehind: replication.changes.length,
    believedLagMs: believedLagMicros(replication, view.now) / 1000,
    missed: replication.missed,
    applied: replication.applied,
    staleReads: replication.staleReads,
    refusedWrites: replication.refusedWrites,
    committed: replication.committed,
    unsent: countUnsent(replication),
  };
}
