/** A pool does nothing by itself: it is a place. What happens in it happens in its members. */
import { setup } from 'xstate';

export const poolMachine = setup({}).createMachine({
  id: 'pool',
  initial: 'gathering',
  states: {
    gathering: {
      description: 'Whoever stands inside is a backend; a balancer watches each by itself.',
    },
  },
});
