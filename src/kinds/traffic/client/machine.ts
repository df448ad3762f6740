/**
 * A source of requests. It is idle while none of its requests is under way, sending while some are,
 * stopped when it has sent its last one, and down after a crash.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

export const clientMachine = setup({
  types: {} as {
    events: {
      type:
        | 'arrival'
        | 'userReady'
        | 'response'
        | 'dropped'
        | 'timeout'
        | 'connected'
        | 'refused'
        | 'reset'
        | 'closed'
        | 'burst'
        | 'burstOver'
        | 'configured'
        | 'topology'
        | 'drain'
        | 'crash'
        | 'restart';
    };
    tags: StateTag;
  },
  actions: {
    begin: action,
    resume: action,
    planArrival: action,
    issue: action,
    userLeaves: action,
    finish: action,
    giveUp: action,
    useConnection: action,
    failRefused: action,
    forgetConnection: action,
    speedUp: action,
    calmDown: action,
    applySettings: action,
    followLinks: action,
    stopByHand: action,
    stopSending: action,
    abort: action,
  },
  guards: {
    hasSentAll: guard,
    isWaiting: guard,
    isQuiet: guard,
    isUserSurplus: guard,
    mayGoOn: guard,
  },
}).createMachine({
  id: 'client',
  initial: 'idle',
  entry: 'begin',
  on: {
    response: { actions: 'finish' },
    dropped: { actions: 'finish' },
    timeout: { actions: 'giveUp' },
    connected: { actions: 'useConnection' },
    refused: { actions: 'failRefused' },
    reset: { actions: 'forgetConnection' },
    closed: { actions: 'forgetConnection' },
    userReady: { actions: 'userLeaves' },
    topology: { actions: 'followLinks' },
    burst: { actions: 'speedUp' },
    burstOver: { actions: 'calmDown' },
    configured: { actions: 'applySettings' },
    crash: { target: '.down', actions: 'abort' },
    restart: { target: '.idle', actions: ['abort', 'begin'] },
  },
  states: {
    idle: {
      description: 'No request is in progress.',
      tags: 'routine',
      always: [
        { guard: 'hasSentAll', target: 'stopped' },
        { guard: 'isWaiting', target: 'sending' },
      ],
      on: {
        arrival: { actions: ['planArrival', 'issue'] },
        userReady: [{ guard: 'isUserSurplus', actions: 'userLeaves' }, { actions: 'issue' }],
        configured: { actions: ['applySettings', 'resume'] },
        drain: { target: 'stopped', actions: 'stopByHand' },
      },
    },
    sending: {
      description: 'Requests are in progress.',
      tags: 'routine',
      always: [
        { guard: 'hasSentAll', target: 'stopped' },
        { guard: 'isQuiet', target: 'idle' },
      ],
      on: {
        arrival: { actions: ['planArrival', 'issue'] },
        userReady: [{ guard: 'isUserSurplus', actions: 'userLeaves' }, { actions: 'issue' }],
        configured: { actions: ['applySettings', 'resume'] },
        drain: { target: 'stopped', actions: 'stopByHand' },
      },
    },
    stopped: {
      description: 'Sends no new requests. Responses still arrive.',
      tags: 'standby',
      entry: 'stopSending',
      on: {
        restart: { target: 'idle', actions: ['calmDown', 'begin'] },
        drain: { actions: 'stopByHand' },
        configured: [
          { guard: 'mayGoOn', target: 'idle', actions: ['applySettings', 'resume'] },
          { actions: 'applySettings' },
        ],
      },
    },
    down: {
      description: 'Crashed. Its requests in progress were cancelled.',
      tags: 'down',
      on: { restart: { target: 'idle', actions: 'begin' } },
    },
  },
});
