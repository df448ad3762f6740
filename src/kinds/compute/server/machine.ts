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
      tags: 'starting',
      description: 'Booting; its port is closed.',
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
          tags: 'routine',
          description: 'Nothing to do.',
          always: { guard: 'isWorking', target: 'busy' },
        },
        busy: {
          tags: 'routine',
          description: 'Serving.',
          always: [
            { guard: 'isSaturated', target: 'saturated' },
            { guard: 'isIdle', target: 'idle' },
          ],
        },
        saturated: {
          tags: 'saturated',
          description: 'All slots taken, and half of the places to wait.',
          always: { guard: 'isRelieved', target: 'busy' },
        },
      },
    },
    draining: {
      tags: 'draining',
      description: 'Finishes what it holds, lets nobody else in.',
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
      tags: 'down',
      description: 'Crashed or drained; connections are refused.',
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
