/**
 * What becomes of the address: somebody has it, it is on its way to another one, nobody has it, or
 * two have it. The routers that decide so have charts of their own, one for each balancer.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

const toUnmanned = { guard: 'isUnmanned', target: 'unmanned' } as const;
const toHeld = { guard: 'isHeld', target: 'held' } as const;
const toSwitching = { guard: 'isSwitching', target: 'switching' } as const;
const toDown = { guard: 'isDown', target: 'down' } as const;
const toSplit = { guard: 'isSplit', target: 'split' } as const;

export const clusterMachine = setup({
  types: {} as {
    events: {
      type:
        | 'members'
        | 'serving'
        | 'leaving'
        | 'gone'
        | 'said'
        | 'heard'
        | 'announced'
        | 'configured';
    };
    tags: StateTag;
  },
  actions: {
    gather: action,
    applySettings: action,
    passOn: action,
    recordWord: action,
    handOver: action,
    sendThere: action,
    logLoss: action,
    logSplit: action,
  },
  guards: { isUnmanned: guard, isHeld: guard, isSwitching: guard, isDown: guard, isSplit: guard },
}).createMachine({
  id: 'cluster',
  initial: 'unmanned',
  entry: 'gather',
  on: {
    members: { actions: 'gather' },
    configured: { actions: 'applySettings' },
    serving: { actions: 'passOn' },
    leaving: { actions: 'passOn' },
    gone: { actions: 'passOn' },
    said: { actions: 'recordWord' },
    heard: { actions: 'handOver' },
    announced: { actions: 'sendThere' },
  },
  states: {
    unmanned: {
      description: 'No balancer stands in it.',
      tags: 'standby',
      always: [toHeld, toSwitching, toDown, toSplit],
    },
    held: {
      description: 'One balancer has the address; the others wait.',
      always: [toUnmanned, toSwitching, toDown, toSplit],
    },
    switching: {
      description: 'A balancer has taken the address. Not everybody sends to it yet.',
      tags: 'starting',
      always: [toUnmanned, toHeld, toDown, toSplit],
    },
    down: {
      description: 'Nobody has the address: requests fail until a standby takes over.',
      tags: 'down',
      entry: 'logLoss',
      always: [toUnmanned, toHeld, toSwitching, toSplit],
    },
    split: {
      description: 'Split brain: two have the address, and one does not hear the other.',
      tags: 'suspect',
      entry: 'logSplit',
      always: [toUnmanned, toHeld, toSwitching, toDown],
    },
  },
});
