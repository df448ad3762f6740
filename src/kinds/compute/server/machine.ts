/**
 * A server as a process: it starts, works, may be drained, and is down when it crashed or was
 * drained. While it is up, its state says how loaded it is.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

export const serverMachine = setup({
  types: {} as {
    events: {
      type:
        | 'request'
        | 'connect'
        | 'closed'
        | 'reset'
        | 'serviceDone'
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
  },
  delays: { bootTime: 0, drainTimeout: 0 },
}).createMachine({
  id: 'server',
  initial: 'starting',
  on: {
    configured: { actions: 'applySettings' },
    slow: { actions: 'slowDown' },
    errors: { actions: 'setErrorRate' },
    closed: { actions: 'forget' },
    reset: { actions: 'forget' },
  },
  states: {
    starting: {
      description: 'Starting. Its port is closed.',
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
      entry: ['openPort', 'planFailure'],
      exit: 'cancelFailure',
      on: {
        connect: { actions: 'accept' },
        request: [
          { guard: 'isFull', actions: 'turnAway' },
          { guard: 'hasFreeSlot', actions: 'serve' },
          { actions: 'enqueue' },
        ],
        serviceDone: { actions: ['answer', 'takeNext'] },
        drain: 'draining',
        crash: { target: 'down', actions: 'planRepair' },
        failure: { target: 'down', actions: 'planRepair' },
        restart: { target: 'starting', actions: 'closeDown' },
      },
      states: {
        idle: {
          description: 'No requests to serve.',
          tags: 'routine',
          always: { guard: 'isWorking', target: 'busy' },
        },
        busy: {
          description: 'Serving requests.',
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
      description: 'Finishes its requests and accepts no new connections.',
      tags: 'draining',
      entry: 'closeIdle',
      always: { guard: 'isDrained', target: 'down' },
      after: { drainTimeout: 'down' },
      on: {
        connect: { actions: 'refuse' },
        request: [
          { guard: 'isFull', actions: 'turnAway' },
          { guard: 'hasFreeSlot', actions: 'serve' },
          { actions: 'enqueue' },
        ],
        serviceDone: { actions: ['answer', 'hangUp', 'takeNext'] },
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
