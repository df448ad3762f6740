/**
 * A server is a desk with a few clerks and a line of people. If everybody's business took exactly
 * one minute and somebody came every minute, no line would form; it forms because arrivals bunch
 * and some business takes long, and it grows without bound as the clerks near full use. Real
 * servers differ in that threads disturb one another (memory, locks); here slots are independent.
 * Source of the formulas it is held against: Kleinrock, Queueing Systems, volume 1.
 */
import { type CompiledDistribution, compileDistribution } from '../../../lib/distribution.ts';
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Message, Micros, StreamId } from '../../../sim/types.ts';
import type { Endpoint } from '../../shared/health-endpoint.ts';
import type { HealthSettings } from '../../shared/health-fields.ts';
import { httpAnswer } from '../../shared/http.ts';
import { loadNumbers } from '../../shared/load-series.ts';
import { configureProcess } from '../../shared/process.ts';
import { heldOpen, type StationSettings } from '../../shared/station.ts';
import {
  createWorker,
  observeWorker,
  type Worker,
  workerActions,
  workerDelays,
  workerGuards,
} from '../../shared/worker.ts';
import { serverMachine } from './machine.ts';
import { type ServerConfig, type ServerObservation, series } from './spec.ts';

export interface ServerContext extends Worker {
  readonly endpoint: Endpoint;
  service: CompiledDistribution;
  serviceStream: StreamId;
}

function demandOf(context: ServerContext, _message: Message, sim: Sim): Micros {
  return sim.draw(context.service, context.serviceStream) * 1000;
}

const machine: MachineModelOf<typeof serverMachine, ServerContext, SimEvent, Sim> = {
  machine: serverMachine,
  actions: {
    ...workerActions(demandOf, loadNumbers(series)),
    lie: (context) => {
      context.endpoint.lies = true;
    },
    tellTruth: (context) => {
      context.endpoint.lies = false;
    },
  },
  guards: workerGuards<ServerContext>(),
  delays: workerDelays,
};

export const model: Model<ServerContext, ServerConfig, ServerObservation> = {
  kind: 'server',
  machines: { server: machine },
  main: () => 'server',
  series,
  context(config, sim) {
    const endpoint: Endpoint = { settings: healthSettings(config), lies: false };
    return {
      ...createWorker(stationSettings(config), config, endpoint, sim),
      endpoint,
      service: compileDistribution(config.service),
      serviceStream: sim.stream('service'),
    };
  },
  configure(context, config) {
    configureProcess(context, config);
    context.service = compileDistribution(config.service);
    context.settings = stationSettings(config);
    context.endpoint.settings = healthSettings(config);
  },
  observe: (context, view) => ({
    ...observeWorker(context, view),
    discipline: context.discipline,
    lies: context.endpoint.lies,
  }),
  held: heldOpen,
};

function stationSettings(config: ServerConfig): StationSettings {
  const { slots, queueLimit, discipline, headers } = config;
  const hasHeaders = Object.keys(headers).length > 0;
  return { slots, queueLimit, discipline, ...(hasHeaders && { payload: httpAnswer(headers) }) };
}

/** Not all of the settings: a context is copied for every checkpoint. */
function healthSettings({ healthPath, healthStatus, healthWaits }: ServerConfig): HealthSettings {
  return Object.freeze({ healthPath, healthStatus, healthWaits });
}
