/**
 * A database as a process: like a server, with a limit on connections, and with replication. A
 * primary sends every committed write to its replicas; a replica applies them in order, and refuses
 * writes of its own.
 */
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
const guard = () => false;

type ReplicationEvent = 'connected' | 'refused' | 'applied' | 'reconnect' | 'topology';

/** A change from the primary is no query: it needs no slot. */
const request = [
  { guard: 'isChange', actions: 'receiveChange' },
  { guard: 'isReadOnly', actions: 'refuseWrite' },
  ...arrival,
] as const;

export const databaseMachine = setup({
  types: {} as {
    events: { type: ProcessEvent | StationEvent | ReplicationEvent };
    tags: StateTag;
  },
  actions: {
    ...processNames.actions,
    ...stationNames.actions,
    refuseSurplus: action,
    refuseWrite: action,
    replicate: action,
    receiveChange: action,
    applyChange: action,
    openFeeds: action,
    feedReady: action,
  },
  guards: {
    ...processNames.guards,
    ...stationNames.guards,
    isChange: guard,
    isReadOnly: guard,
    hasConnectionLeft: guard,
  },
  delays: processNames.delays,
}).createMachine({
  id: 'database',
  ...processStates({
    starting: 'Starting and recovering. Its port is closed.',
    on: { refused: { actions: 'forget' } },
    up: {
      initial: 'idle',
      entry: ['openPort', 'openFeeds', 'planFailure'],
      on: {
        connect: [{ guard: 'hasConnectionLeft', actions: 'accept' }, { actions: 'refuseSurplus' }],
        request,
        serviceDone: { actions: ['answer', 'replicate', 'takeNext'] },
        applied: { actions: 'applyChange' },
        connected: { actions: 'feedReady' },
        reconnect: { actions: 'openFeeds' },
        topology: { actions: 'openFeeds' },
        configured: { actions: ['applySettings', 'openFeeds'] },
      },
      states: loadStates('queries'),
    },
    draining: {
      description: 'Finishes its queries and accepts no new connections.',
      on: {
        request,
        serviceDone: { actions: ['answer', 'replicate', 'hangUp', 'takeNext'] },
        applied: { actions: 'applyChange' },
        connected: { actions: 'feedReady' },
      },
    },
  }),
});
