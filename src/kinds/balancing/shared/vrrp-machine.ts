/**
 * A VRRP router as a chart: it takes no part, waits behind a master, or is the master. Source:
 * RFC 5798, section 6.4.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';

const action = () => {};
const guard = () => false;

/** What a crash, a start or a stop of the process around it means to a router. */
export type RouterEvent = 'startup' | 'shutdown' | 'crash' | 'advertisement';

export const vrrpMachine = setup({
  types: {} as { events: { type: RouterEvent }; tags: StateTag },
  actions: {
    begin: action,
    follow: action,
    hold: action,
    release: action,
    advertise: action,
    resign: action,
  },
  guards: { takesAtOnce: guard, isResignation: guard, isFollowed: guard, isOutranked: guard },
  delays: { advertisementInterval: 0, masterDownInterval: 0, skewTime: 0 },
}).createMachine({
  id: 'vrrp',
  initial: 'initialize',
  states: {
    initialize: {
      description: 'Takes no part: its process is not running.',
      tags: 'down',
      exit: 'begin',
      on: {
        startup: [
          { guard: 'takesAtOnce', target: 'master', actions: 'hold' },
          { target: 'backup' },
        ],
      },
    },
    backup: {
      tags: 'standby',
      initial: 'watching',
      on: {
        advertisement: [
          { guard: 'isResignation', target: '.succeeding' },
          { guard: 'isFollowed', target: '.watching', actions: 'follow' },
        ],
        shutdown: 'initialize',
        crash: 'initialize',
      },
      states: {
        watching: {
          description: 'Hears the master. Takes the address when nothing is heard for too long.',
          after: { masterDownInterval: { target: '#vrrp.master', actions: 'hold' } },
        },
        succeeding: {
          description: 'The master has left: takes the address, unless a better one does.',
          after: { skewTime: { target: '#vrrp.master', actions: 'hold' } },
        },
      },
    },
    master: {
      description: 'Holds the address, and says so again and again.',
      entry: 'advertise',
      after: { advertisementInterval: { target: 'master', reenter: true } },
      on: {
        advertisement: [
          { guard: 'isResignation', target: 'master', reenter: true },
          { guard: 'isOutranked', target: 'backup', actions: ['follow', 'release'] },
        ],
        shutdown: { target: 'initialize', actions: ['release', 'resign'] },
        crash: { target: 'initialize', actions: 'release' },
      },
    },
  },
});
