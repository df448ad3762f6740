/**
 * Two state charts. A layer 4 balancer forwards packets of connections; a layer 7 balancer serves
 * requests by making its own: both are processes that start, work, drain and die, and while up
 * their state says whether there is anybody to send to. What is thought of a backend are charts of
 * their own.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

const guards = {
  hasNobody: guard,
  hasSick: guard,
  isWhole: guard,
  isDone: guard,
} as const;

type BalancerEvent =
  | 'connect'
  | 'connected'
  | 'refused'
  | 'request'
  | 'response'
  | 'dropped'
  | 'cancelled'
  | 'closed'
  | 'reset'
  | 'sweep'
  | 'health'
  | 'configured'
  | 'topology'
  | 'joined'
  | 'say'
  | 'crash'
  | 'restart'
  | 'drain';

const membership = {
  join: action,
  decline: action,
  greet: action,
  leave: action,
  say: action,
} as const;

/** What concerns the cluster around it, whatever it does. */
const inCluster = { joined: { actions: ['join', 'decline'] }, say: { actions: 'say' } } as const;

/** The process begins again, which takes a while. */
const starting = {
  description: 'Starting. Its port is closed.',
  tags: 'starting',
  after: { bootTime: 'up' },
  on: { crash: 'down', drain: 'down', restart: { target: 'starting', reenter: true } },
} as const;

/** While up: all backends in use, some out, or all out. */
const upStates = {
  balancing: {
    description: 'Every backend gets its share of the traffic.',
    always: [
      { guard: 'hasNobody', target: 'unavailable' },
      { guard: 'hasSick', target: 'degraded' },
    ],
  },
  degraded: {
    description: 'Some backends are out; the rest take their share.',
    always: [
      { guard: 'hasNobody', target: 'unavailable' },
      { guard: 'isWhole', target: 'balancing' },
    ],
  },
  unavailable: {
    description: 'No backend can be used: every request is rejected.',
    tags: 'saturated',
    always: [
      { guard: 'isWhole', target: 'balancing' },
      { guard: 'hasSick', target: 'degraded' },
    ],
  },
} as const;

/** What layer 4 does with the flows it has, while up and while it drains. */
const flowing = {
  connected: { actions: 'admit' },
  refused: { actions: 'tryNext' },
  request: { actions: 'translate' },
  response: { actions: 'forward' },
  dropped: { actions: 'forwardDropped' },
  cancelled: { actions: 'forwardCancelled' },
  closed: { actions: 'endFlow' },
  reset: { actions: 'abortFlow' },
  sweep: { actions: 'sweep' },
  health: { actions: 'judge' },
  configured: { actions: 'adopt' },
  topology: { actions: 'adopt' },
} as const;

export const l4Machine = setup({
  types: {} as {
    events: { type: BalancerEvent };
    tags: StateTag;
  },
  actions: {
    openPort: action,
    closePort: action,
    ...membership,
    openFlow: action,
    refuse: action,
    admit: action,
    tryNext: action,
    translate: action,
    forward: action,
    forwardDropped: action,
    forwardCancelled: action,
    endFlow: action,
    abortFlow: action,
    sweep: action,
    judge: action,
    adopt: action,
    forgetAll: action,
  },
  guards,
  delays: { bootTime: 0 },
}).createMachine({
  id: 'l4',
  initial: 'up',
  on: inCluster,
  states: {
    starting,
    up: {
      entry: 'openPort',
      initial: 'balancing',
      on: {
        connect: { actions: 'openFlow' },
        ...flowing,
        joined: { actions: ['join', 'greet'] },
        drain: 'draining',
        crash: 'down',
        restart: { target: 'starting', actions: ['closePort', 'forgetAll'] },
      },
      states: upStates,
    },
    draining: {
      description: 'Accepts no new connections. Down when the last one is closed.',
      tags: 'draining',
      entry: 'leave',
      always: { guard: 'isDone', target: 'down' },
      on: {
        connect: { actions: 'refuse' },
        ...flowing,
        crash: 'down',
        restart: { target: 'starting', actions: ['closePort', 'forgetAll'] },
      },
    },
    down: {
      description: 'Crashed or drained. Its connections are lost, new ones are refused.',
      tags: 'down',
      entry: ['closePort', 'forgetAll'],
      on: { restart: 'starting' },
    },
  },
});

export const l7Machine = setup({
  types: {} as {
    events: { type: BalancerEvent };
    tags: StateTag;
  },
  actions: {
    openPort: action,
    closePort: action,
    ...membership,
    admit: action,
    refuse: action,
    route: action,
    answer: action,
    failed: action,
    cancel: action,
    sendWaiting: action,
    connectFailed: action,
    hangUp: action,
    sweep: action,
    judge: action,
    adopt: action,
    closeIdle: action,
    dropAll: action,
  },
  guards: { ...guards, isUnreadable: guard },
  delays: { bootTime: 0 },
}).createMachine({
  id: 'l7',
  initial: 'up',
  on: inCluster,
  states: {
    starting,
    up: {
      entry: 'openPort',
      initial: 'balancing',
      on: {
        connect: [{ guard: 'isUnreadable', actions: 'refuse' }, { actions: 'admit' }],
        request: { actions: 'route' },
        response: { actions: 'answer' },
        dropped: { actions: 'failed' },
        cancelled: { actions: 'cancel' },
        connected: { actions: 'sendWaiting' },
        refused: { actions: 'connectFailed' },
        closed: { actions: 'hangUp' },
        reset: { actions: 'hangUp' },
        sweep: { actions: 'sweep' },
        health: { actions: 'judge' },
        configured: { actions: 'adopt' },
        topology: { actions: 'adopt' },
        joined: { actions: ['join', 'greet'] },
        drain: 'draining',
        crash: 'down',
        restart: { target: 'starting', actions: ['closePort', 'dropAll'] },
      },
      states: upStates,
    },
    draining: {
      description: 'Finishes its requests and accepts no new ones.',
      tags: 'draining',
      entry: ['leave', 'closeIdle'],
      always: { guard: 'isDone', target: 'down' },
      on: {
        connect: { actions: 'refuse' },
        request: { actions: ['route', 'closeIdle'] },
        response: { actions: ['answer', 'closeIdle'] },
        dropped: { actions: ['failed', 'closeIdle'] },
        cancelled: { actions: ['cancel', 'closeIdle'] },
        connected: { actions: 'sendWaiting' },
        refused: { actions: ['connectFailed', 'closeIdle'] },
        closed: { actions: ['hangUp', 'closeIdle'] },
        reset: { actions: ['hangUp', 'closeIdle'] },
        sweep: { actions: ['sweep', 'closeIdle'] },
        health: { actions: 'judge' },
        configured: { actions: ['adopt', 'closeIdle'] },
        topology: { actions: ['adopt', 'closeIdle'] },
        crash: 'down',
        restart: { target: 'starting', actions: ['closePort', 'dropAll'] },
      },
    },
    down: {
      description: 'Crashed or drained. Connections are refused.',
      tags: 'down',
      entry: ['closePort', 'dropAll'],
      on: { restart: 'starting' },
    },
  },
});
