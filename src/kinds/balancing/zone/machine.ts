/** A zone stands or is lost; its members are processes of their own and come back by themselves. */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

export const zoneMachine = setup({
  types: {} as { events: { type: 'crash' | 'restart' | 'members' }; tags: StateTag },
  actions: { countMembers: () => {} },
}).createMachine({
  id: 'zone',
  initial: 'powered',
  entry: 'countMembers',
  on: { members: { actions: 'countMembers' } },
  states: {
    powered: {
      description: 'It has power and a network.',
      on: { crash: 'unpowered' },
    },
    unpowered: {
      description: 'Everything in it is down.',
      tags: 'down',
      on: { restart: 'powered' },
    },
  },
});
