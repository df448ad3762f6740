/**
 * A server is a desk with a few clerks and a line of people. If everybody's business took exactly
 * one minute and somebody came every minute, no line would form; it forms because arrivals bunch
 * and some business takes long, and it grows without bound as the clerks near full use. Real
 * servers differ in that threads disturb one another (memory, locks); here slots are independent.
 * Source of the formulas it is held against: Kleinrock, Queueing Systems, volume 1.
 */
import { type CompiledDistribution, compileDistribution } from '../../../lib/distribution.ts';
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model, NodeView } from '../../../sim/model.ts';
import type { Message, Micros, Sim, StreamId } from '../../../sim/types.ts';
import { configureProcess } from '../shared/process.ts';
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
import { serverMachine } from './machine.ts';
import type { ServerConfig, ServerObservation } from './spec.ts';

export interface ServerContext extends Worker {
  service: CompiledDistribution;
  serviceStream: StreamId;
}

function demandOf(context: ServerContext, _message: Message, sim: Sim): Micros {
  return sim.draw(context.service, context.serviceStream) * 1000;
}

const machine: MachineModelOf<typeof serverMachine, ServerContext, SimEvent, Sim> = {
  machine: serverMachine,
  actions: {
    ...processActions(demandOf),
    ...arrivalActions(demandOf),
    ...completionActions(demandOf),
  },
  guards: workerGuards<ServerContext>(),
  delays: workerDelays,
};

export const model: Model<ServerContext, ServerConfig, ServerObservation> = {
  kind: 'server',
  machines: { server: machine },
  main: () => 'server',
  context: (config, sim) => ({
    ...createWorker(stationSettings(config), config, sim),
    service: compileDistribution(config.service),
    serviceStream: sim.stream('service'),
  }),
  configure(context, config) {
    configureProcess(context, config);
    context.service = compileDistribution(config.service);
    context.settings = stationSettings(config);
  },
  observe: (context, view) => observeServer(context, view),
  held: (context) => heldOpen(context),
};

function stationSettings(config: ServerConfig): StationSettings {
  return { slots: config.slots, queueLimit: config.queueLimit, discipline: config.discipline };
}

function observeServer(context: ServerContext, view: NodeView): ServerObservation {
  return {
    state: view.state,
    hung: view.hung,
    slots: context.slots,
    busy: busySlots(context),
    waiting: waitingIn(context),
    queueLimit: context.queueLimit,
    discipline: context.discipline,
    slowdown: context.slowdown,
    errorRate: context.errorRate,
    connections: context.connections.size,
    answered: context.answered,
    failed: context.failed,
  };
}
