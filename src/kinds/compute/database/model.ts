/**
 * A database is a server whose requests are of two sorts. Reads can be answered by any copy; writes must go through one place, the
 * primary, so that all copies tell the same story in the same order. A replica runs a little behind: it makes reads cheap and
 * plentiful, at the price of sometimes answering from the past. Real databases also contend for locks and pages; here queries only
 * compete for slots. Source: PostgreSQL 17, chapters 19.3 (connections), 26.2 (streaming replication).
 */
import { type CompiledDistribution, compileDistribution } from '../../../lib/distribution.ts';
import type { Action, MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Message, Micros, Model, NodeView, Sim, StreamId } from '../../../sim/types.ts';
import { listOf } from '../../shared/deque.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { inspectStation, type StationDetails } from '../shared/inspect.ts';
import { becauseDown, configureProcess } from '../shared/process.ts';
import { busySlots, heldOpen, type StationSettings, waitingIn } from '../shared/station.ts';
import {
  arrivalActions,
  completionActions,
  createWorker,
  processActions,
  type Worker,
  workerDelays,
  workerGuards,
} from '../shared/worker.ts';
import { databaseMachine } from './machine.ts';
import {
  applyChange,
  countUnsent,
  createReplication,
  feedLost,
  feedReady,
  followLinks,
  isChange,
  lagMicros,
  openFeeds,
  type Replication,
  receiveChange,
  replicate,
  stopReplication,
} from './replication.ts';
import type { DatabaseConfig, DatabaseObservation } from './spec.ts';

export interface DatabaseContext extends Worker {
  readTime: CompiledDistribution;
  writeTime: CompiledDistribution;
  serviceStream: StreamId;
  connectionLimit: number;
  replication: Replication;
}

/** What the inspector lists. */
export interface ReplicationDetails extends StationDetails {
  readonly replicas: readonly {
    readonly name: string;
    readonly state: string;
    /** Changes kept until it can be reached. */
    readonly unsent: number;
  }[];
}

/** Answer to a write at a replica, as HTTP would say it: this resource does not allow that method (PostgreSQL: SQLSTATE 25006). */
const NOT_ALLOWED = 405;

function demandOf(context: DatabaseContext, message: Message, sim: Sim): Micros {
  const time = message.content.write ? context.writeTime : context.readTime;
  return sim.draw(time, context.serviceStream) * 1000;
}

type DatabaseAction = Action<DatabaseContext, SimEvent, Sim, unknown>;

const common = processActions('database', demandOf);

const closeDown: DatabaseAction = (context, event, params, sim) => {
  const { replication } = context;
  const dropChanges = () => {
    for (const change of listOf(replication.changes)) {
      sim.drop(change, 'connection-reset', becauseDown('database', sim));
    }
  };
  stopReplication(replication, dropChanges, sim);
  common.closeDown(context, event, params, sim);
};

const forget: DatabaseAction = (context, event, _params, sim) => {
  const connection = connectionOf(event);
  if (!feedLost(context.replication, connection, sim)) common.forget(context, event);
};

/** After `answer`: what was committed goes to the replicas; a read of a replica that is behind was a stale one. */
const replicateFinished: DatabaseAction = (context, _event, _params, sim) => {
  const { finished, replication } = context;
  if (finished === null || finished.status >= 400) return;
  if (finished.content.write) replicate(replication, finished.content, sim);
  else if (replication.changes.length > 0) replication.staleReads++;
};

export const machine: MachineModelOf<typeof databaseMachine, DatabaseContext, SimEvent, Sim> = {
  machine: databaseMachine,
  actions: {
    ...common,
    ...arrivalActions(demandOf),
    ...completionActions(demandOf),
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
      sim.reply(messageOf(event), NOT_ALLOWED, cause);
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
      !context.replication.isPrimary && messageOf(event).content.write,
    hasConnectionLeft: (context) =>
      context.connections.size < context.connectionLimit ||
      countOpen(context) < context.connectionLimit,
  },
  delays: workerDelays,
};

export const model: Model<DatabaseContext, DatabaseConfig, DatabaseObservation> = {
  kind: 'database',
  machines: { database: machine },
  main: () => 'database',
  context: (config, sim) => ({
    ...createWorker(stationSettings(config), config, sim),
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
  inspect: (context, view): ReplicationDetails => ({
    ...inspectStation(context, view.now),
    replicas: context.replication.feeds.map((feed) => ({
      name: view.links.find((link) => link.lane === feed.lane)?.name ?? '',
      state: feed.connection?.state ?? 'closed',
      unsent: feed.pending.length,
    })),
  }),
  held: (context) => {
    const changes = listOf(context.replication.changes).filter((change) => change.end === 'open');
    return heldOpen(context).concat(changes);
  },
};

function stationSettings(config: DatabaseConfig): StationSettings {
  return { slots: config.slots, queueLimit: config.queueLimit, discipline: 'fifo' };
}

/** Guards change nothing: so those whose closing never got here are only not counted. */
function countOpen(context: DatabaseContext): number {
  let open = 0;
  for (const connection of context.connections) if (connection.state !== 'closed') open++;
  return open;
}

function observe(context: DatabaseContext, view: NodeView): DatabaseObservation {
  const { replication } = context;
  return {
    state: view.state,
    hung: view.hung,
    role: replication.isPrimary ? 'primary' : 'replica',
    slots: context.slots,
    busy: busySlots(context),
    waiting: waitingIn(context),
    queueLimit: context.queueLimit,
    connections: countOpen(context),
    connectionLimit: context.connectionLimit,
    slowdown: context.slowdown,
    errorRate: context.errorRate,
    answered: context.answered,
    failed: context.failed,
    behind: replication.changes.length,
    lagMs: lagMicros(replication, view.now) / 1000,
    applied: replication.applied,
    staleReads: replication.staleReads,
    refusedWrites: replication.refusedWrites,
    committed: replication.committed,
    unsent: countUnsent(replication),
  };
}
