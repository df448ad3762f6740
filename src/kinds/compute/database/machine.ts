/**
 * A database as a process: like a server, with a limit on connections, and with replication. A
 * primary sends every committed write to its replicas; a replica applies them in order, and refuses
 * writes of its own.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

export const databaseMachine = setup({
  types: {} as {
    events: {
      type:
        | 'request'
        | 'connect'
        | 'connected'
        | 'refused'
        | 'closed'
        | 'reset'
        | 'serviceDone'
        | 'applied'
        | 'reconnect'
        | 'topology'
        | 'crash'
        | 'failure'
        | 'repaired'
        | 'restart'
        | 'drain'
        | 'slow'
        | 'errors'
        | 'configured';
    };
    tags: StateTag;
  },
  actions: {
    closePort: action,
    openPort: action,
    closeDown: action,
    accept: action,
    refuse: action,
    forget: action,
    serve: action,
    enqueue: action,
    turnAway: action,
    answer: action,
    takeNext: action,
    hangUp: action,
    closeIdle: action,
    slowDown: action,
    setErrorRate: action,
    applySettings: action,
    planFailure: action,
    cancelFailure: action,
    planRepair: action,
    cancelRepair: action,
    refuseSurplus: action,
    refuseWrite: action,
    replicate: action,
    receiveChange: action,
    applyChange: action,
    openFeeds: action,
    feedReady: action,
  },
  guards: {
    isUpAlready: guard,
    isFull: guard,
    hasFreeSlot: guard,
    isIdle: guard,
    isWorking: guard,
    isSaturated: guard,
    isRelieved: guard,
    isDrained: guard,
    isChange: guard,
    isReadOnly: guard,
    hasConnectionLeft: guard,
  },
  delays: { bootTime: 0, drainTimeout: 0 },
}).createMachine({
  id: 'database',
  initial: 'starting',
  on: {
    configured: { actions: 'applySettings' },
    closed: { actions: 'forget' },
    reset: { actions: 'forget' },
    refused: { actions: 'forget' },
    slow: { actions: 'slowDown' },
    errors: { actions: 'setErrorRate' },
  },
  states: {
    starting: {
      description: 'Starting and recovering. Its port is closed.',
      tags: 'starting',
      entry: 'closePort',
      always: { guard: 'isUpAlready', target: 'up' },
      after: { bootTime: 'up' },
      on: {
        crash: { target: 'down', actions: 'planRepair' },
        drain: 'down',
        restart: { target: 'starting', reenter: true, actions: 'closeDown' },
      },
    },
    up: {
      initial: 'idle',
      entry: ['openPort', 'openFeeds', 'planFailure'],
      exit: 'cancelFailure',
      on: {
        connect: [{ guard: 'hasConnectionLeft', actions: 'accept' }, { actions: 'refuseSurplus' }],
        request: [
          { guard: 'isChange', actions: 'receiveChange' },
          { guard: 'isReadOnly', actions: 'refuseWrite' },
          { guard: 'isFull', actions: 'turnAway' },
          { guard: 'hasFreeSlot', actions: 'serve' },
          { actions: 'enqueue' },
        ],
        serviceDone: { actions: ['answer', 'replicate', 'takeNext'] },
        applied: { actions: 'applyChange' },
        connected: { actions: 'feedReady' },
        reconnect: { actions: 'openFeeds' },
        topology: { actions: 'openFeeds' },
        configured: { actions: ['applySettings', 'openFeeds'] },
        drain: 'draining',
        crash: { target: 'down', actions: 'planRepair' },
        failure: { target: 'down', actions: 'planRepair' },
        restart: { target: 'starting', actions: 'closeDown' },
      },
      states: {
        idle: {
          description: 'No queries to serve.',
          tags: 'routine',
          always: { guard: 'isWorking', target: 'busy' },
        },
        busy: {
          description: 'Serving queries.',
          tags: 'routine',
          always: [
            { guard: 'isSaturated', target: 'saturated' },
            { guard: 'isIdle', target: 'idle' },
          ],
        },
        saturated: {
          description: 'All slots are taken and the queue is at least half full.',
          tags: 'saturated',
          always: { guard: 'isRelieved', target: 'busy' },
        },
      },
    },
    draining: {
      description: 'Finishes its queries and accepts no new connections.',
      tags: 'draining',
      entry: 'closeIdle',
      always: { guard: 'isDrained', target: 'down' },
      after: { drainTimeout: 'down' },
      on: {
        connect: { actions: 'refuse' },
        request: [
          { guard: 'isChange', actions: 'receiveChange' },
          { guard: 'isReadOnly', actions: 'refuseWrite' },
          { guard: 'isFull', actions: 'turnAway' },
          { guard: 'hasFreeSlot', actions: 'serve' },
          { actions: 'enqueue' },
        ],
        serviceDone: { actions: ['answer', 'replicate', 'hangUp', 'takeNext'] },
        applied: { actions: 'applyChange' },
        connected: { actions: 'feedReady' },
        crash: { target: 'down', actions: 'planRepair' },
        restart: { target: 'starting', actions: 'closeDown' },
      },
    },
    down: {
      description: 'Crashed or drained. Connections are refused.',
      tags: 'down',
      entry: 'closeDown',
      exit: 'cancelRepair',
      on: {
        restart: 'starting',
        repaired: 'starting',
        crash: { actions: ['cancelRepair', 'planRepair'] },
      },
    },
  },
});
