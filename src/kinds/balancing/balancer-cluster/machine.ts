/**
 * What becomes of the address: somebody has it, it is on its way to another one, nobody has it, or
 * two have it. The routers that decide so have charts of their own, one for each balancer. With DNS
 * each balancer has an address: then it is about which of them the answers name, as a check of each
 * one decides.
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

/** What its balancers report, and what changes around it. */
type ClusterEvent = 'members' | 'serving' | 'leaving' | 'gone' | 'configured';

const common = {
  members: { actions: 'gather' },
  configured: { actions: 'applySettings' },
  serving: { actions: 'passOn' },
  leaving: { actions: 'passOn' },
  gone: { actions: 'passOn' },
} as const;

export const clusterMachine = setup({
  types: {} as {
    events: { type: ClusterEvent | 'said' | 'heard' | 'announced' };
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
    ...common,
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

const toWhole = { guard: 'isWhole', target: 'whole' } as const;
const toPartial = { guard: 'isPartial', target: 'partial' } as const;
const toStale = { guard: 'isStale', target: 'stale' } as const;

export const dnsMachine = setup({
  types: {} as { events: { type: ClusterEvent }; tags: StateTag },
  actions: { gather: action, applySettings: action, passOn: action },
  guards: {
    isUnmanned: guard,
    isWhole: guard,
    isPartial: guard,
    isStale: guard,
    isDown: guard,
  },
}).createMachine({
  id: 'dns',
  initial: 'unmanned',
  entry: 'gather',
  on: common,
  states: {
    unmanned: {
      description: 'No balancer stands in it.',
      tags: 'standby',
      always: [toWhole, toPartial, toStale, toDown],
    },
    whole: {
      description: 'The answers name all balancers.',
      always: [toUnmanned, toPartial, toStale, toDown],
    },
    partial: {
      description: 'The answers name those balancers that are well.',
      always: [toUnmanned, toWhole, toStale, toDown],
    },
    stale: {
      description: 'The answers name a balancer that is down: whoever gets it fails.',
      tags: 'suspect',
      always: [toUnmanned, toWhole, toPartial, toDown],
    },
    down: {
      description: 'No balancer that the answers name is there.',
      tags: 'down',
      always: [toUnmanned, toWhole, toPartial, toStale],
    },
  },
});

/** What the cluster's own check thinks of a balancer. */
export const checkMachine = setup({
  types: {} as { events: { type: 'passes' | 'fails' }; tags: StateTag },
  actions: { list: action, unlist: action },
  guards: { isListed: guard },
  delays: { checkTime: 0 },
}).createMachine({
  id: 'check',
  initial: 'unhealthy',
  states: {
    healthy: {
      description: 'The answers name it.',
      on: { fails: 'failing' },
    },
    failing: {
      description: 'Down, and the answers name it until the check is sure.',
      tags: 'suspect',
      after: { checkTime: { target: 'unhealthy', actions: 'unlist' } },
      on: { passes: 'healthy' },
    },
    unhealthy: {
      description: 'The answers do not name it.',
      tags: 'down',
      always: { guard: 'isListed', target: 'healthy' },
      on: { passes: 'recovering' },
    },
    recovering: {
      description: 'Back, and the answers do not name it until the check is sure.',
      tags: 'starting',
      after: { checkTime: { target: 'healthy', actions: 'list' } },
      on: { fails: 'unhealthy' },
    },
  },
});
