/** A server as a process: while it is up, its state says how loaded it is. */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';
import { type ProcessEvent, processNames, processStates } from '../../shared/process-states.ts';
import {
  arrival,
  loadStates,
  type StationEvent,
  stationNames,
} from '../../shared/station-states.ts';

const action = () => {};

export const serverMachine = setup({
  types: {} as {
    events: { type: ProcessEvent | StationEvent | 'lie' | 'tellTruth' };
    tags: StateTag;
  },
  actions: { ...processNames.actions, ...stationNames.actions, lie: action, tellTruth: action },
  guards: { ...processNames.guards, ...stationNames.guards },
  delays: processNames.delays,
}).createMachine({
  id: 'server',
  ...processStates({
    starting: 'Starting. Its port is closed.',
    on: { lie: { actions: 'lie' }, tellTruth: { actions: 'tellTruth' } },
    up: {
      initial: 'idle',
      entry: ['openPort', 'planFailure'],
      on: {
        connect: { actions: 'accept' },
        request: arrival,
        serviceDone: { actions: ['answer', 'takeNext'] },
      },
      states: loadStates('requests'),
    },
    draining: {
      description: 'Finishes its requests and accepts no new connections.',
      on: {
        request: arrival,
        serviceDone: { actions: ['answer', 'hangUp', 'takeNext'] },
      },
    },
  }),
});
