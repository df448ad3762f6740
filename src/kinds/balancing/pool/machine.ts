/** A pool does nothing by itself: it is a place. What happens in it happens in its members. */
import { setup } from 'xstate';

export const poolMachine = setup({}).createMachine({
  id: 'pool',
  initial: 'gathering',
  states: {
    gathering: {
      description: 'Every member is a backend.',
    },
  },
});
