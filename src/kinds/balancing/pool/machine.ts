/**
 * A pool is a place: what happens in it happens in its members. With figures to scale by it is an
 * autoscaler as well, whose states say what the last look came to.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

/** What a look comes to: the state it leads to. */
export type Verdict = 'steady' | 'growing' | 'shrinking' | 'all-on' | 'least-on' | 'blind';

/** Goes there once, after the look that said so. */
const goes = <const V extends Verdict>(verdict: V) =>
  ({
    guard: { type: 'says', params: { verdict } },
    target: `.${verdict}`,
    actions: 'heed',
  }) as const;

export const poolMachine = setup({
  types: {} as { events: { type: 'look' | 'arrange' | 'members' }; tags: StateTag },
  actions: {
    begin: action,
    decide: action,
    heed: action,
    planArrange: action,
    arrange: action,
    end: action,
  },
  guards: {
    scales: guard,
    isOff: guard,
    says: (_, _params: { readonly verdict: Verdict }) => false,
  },
}).createMachine({
  id: 'pool',
  initial: 'gathering',
  states: {
    gathering: {
      description: 'Every member is a backend.',
      always: { guard: 'scales', target: 'scaling' },
    },
    scaling: {
      initial: 'steady',
      entry: 'begin',
      exit: 'end',
      always: [
        { guard: 'isOff', target: 'gathering' },
        goes('steady'),
        goes('growing'),
        goes('shrinking'),
        goes('all-on'),
        goes('least-on'),
        goes('blind'),
      ],
      on: {
        look: { actions: 'decide' },
        members: { actions: 'planArrange' },
        arrange: { actions: 'arrange' },
      },
      states: {
        steady: { description: 'As many members are on as are wanted.' },
        growing: { description: 'More members are wanted than before.' },
        shrinking: { description: 'Fewer members are wanted than before.' },
        'all-on': { description: 'More members are wanted than there are.', tags: 'saturated' },
        'least-on': { description: 'Fewer members are wanted than may be on.' },
        blind: { description: 'The figures say too little to decide by.' },
      },
    },
  },
});
