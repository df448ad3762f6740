/** What can be done to a part that answers health checks: it lies, and tells the truth again. */
import { type NodeDeed, nodeDeed } from '../../document/deed.ts';

const node = { is: 'node' } as const;

export const healthActions: Readonly<Record<string, NodeDeed>> = {
  lie: nodeDeed({
    args: { node },
    about: 'Lets a server answer health checks with the opposite of what is true.',
    words: {
      name: 'Health check lies',
      button: () => 'Health check lies',
      help: () => 'It says it is well while it is not, and not while it is.',
      inForce: () => 'Health check lies',
      label: (act, called) => `Health check of ${called.node(act.node)} lies`,
      past: (act, called) => `let the health check of ${called.node(act.node)} lie`,
    },
    offers: [{ id: 'lie' }],
    fault: { effect: 'lies', isHarm: true },
    lostOn: 'down',
    run: { does: 'tell', event: () => ({ type: 'lie' }) },
  }),
  'tell-truth': nodeDeed({
    args: { node },
    about: 'Lets the health checks of a server tell the truth again.',
    words: {
      name: 'Health check tells the truth',
      button: () => 'Tell the truth',
      help: () => 'It says again how it is.',
      label: (act, called) => `Health check of ${called.node(act.node)} tells the truth`,
      past: (act, called) => `let the health check of ${called.node(act.node)} tell the truth`,
    },
    ends: ['lie'],
    run: { does: 'tell', event: () => ({ type: 'tellTruth' }) },
  }),
};
