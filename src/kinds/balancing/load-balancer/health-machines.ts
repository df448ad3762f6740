/**
 * What is thought of a backend, as charts, each once per backend: by passive detection, which looks
 * at real traffic, and by active checks, which ask.
 */
import { setup } from 'xstate';
import type { StateTag } from '../../../lib/tone.ts';
import type { Verdict } from '../shared/check.ts';

const action = () => {};
const guard = () => false;

/** nginx's max_fails and fail_timeout as a chart. */
export const backendMachine = setup({
  types: {} as {
    events: { type: 'failed' | 'succeeded' | 'chosen' | 'pardon' };
    tags: StateTag;
  },
  actions: {
    countFailure: action,
    forgive: action,
    giveChance: action,
    announce: action,
    setHealth: (
      _: unknown,
      _params: { health: 'healthy' | 'failing' | 'unhealthy' | 'ready' | 'trying' },
    ) => {},
  },
  guards: { isLastStraw: guard, hasProvedItself: guard },
  delays: { penalty: 0 },
}).createMachine({
  id: 'backend',
  initial: 'healthy',
  on: { pardon: { target: '.healthy', actions: 'forgive' } },
  states: {
    healthy: {
      description: 'No recent failures.',
      entry: { type: 'setHealth', params: { health: 'healthy' } },
      on: {
        failed: [
          { guard: 'isLastStraw', target: 'unhealthy', actions: 'countFailure' },
          { target: 'failing', actions: 'countFailure' },
        ],
      },
    },
    failing: {
      description: 'Failed, but not often enough to be removed.',
      tags: 'suspect',
      entry: { type: 'setHealth', params: { health: 'failing' } },
      on: {
        failed: [
          { guard: 'isLastStraw', target: 'unhealthy', actions: 'countFailure' },
          { actions: 'countFailure' },
        ],
        chosen: { actions: 'giveChance' },
        succeeded: { guard: 'hasProvedItself', target: 'healthy', actions: 'forgive' },
      },
    },
    unhealthy: {
      description: 'Removed: gets no traffic for a while.',
      tags: 'down',
      entry: { type: 'setHealth', params: { health: 'unhealthy' } },
      after: { penalty: 'recovering' },
      on: { failed: { target: 'unhealthy', reenter: true, actions: 'countFailure' } },
    },
    recovering: {
      description: 'One request tests whether it works again.',
      tags: 'starting',
      initial: 'ready',
      on: {
        failed: { target: 'unhealthy', actions: 'countFailure' },
        succeeded: { guard: 'hasProvedItself', target: 'healthy', actions: 'forgive' },
      },
      states: {
        ready: {
          description: 'The next request can test it.',
          entry: [{ type: 'setHealth', params: { health: 'ready' } }, 'announce'],
          on: { chosen: { target: 'trying', actions: 'giveChance' } },
        },
        trying: {
          description: 'Waiting for the result of that request.',
          entry: { type: 'setHealth', params: { health: 'trying' } },
          after: { penalty: 'ready' },
        },
      },
    },
  },
});

/** A check failed, or its time is up: the last straw takes the backend out. */
const falling = [
  { guard: 'isLastStraw', target: 'unhealthy', actions: 'countFailure' },
  { target: 'failing', reenter: true, actions: 'countFailure' },
] as const;

/** The same of one that is out, or that has one chance. */
const out = { target: 'unhealthy', reenter: true, actions: 'countFailure' } as const;

/** A check passed: enough of them in a row bring the backend back. */
const rising = [
  { guard: 'isProved', target: 'healthy', actions: 'countPass' },
  { target: 'recovering', reenter: true, actions: 'countPass' },
] as const;

/** Active checks with HAProxy's rise and fall. */
export const healthMachine = setup({
  types: {} as {
    events: { type: 'due' | 'late' | 'passed' | 'failed' | 'drained' | 'returned' };
    tags: StateTag;
  },
  actions: {
    check: action,
    countPass: action,
    countFailure: action,
    rest: action,
    conclude: (_: unknown, _params: { verdict: Verdict }) => {},
  },
  guards: { isLastStraw: guard, isProved: guard },
}).createMachine({
  id: 'health',
  initial: 'untested',
  on: { due: { actions: 'check' } },
  states: {
    untested: {
      description: 'Not checked yet. The first check decides.',
      entry: { type: 'conclude', params: { verdict: 'untested' } },
      on: {
        passed: { target: 'healthy', actions: 'countPass' },
        failed: out,
        late: out,
        drained: 'draining',
      },
    },
    healthy: {
      description: 'Its checks pass.',
      entry: { type: 'conclude', params: { verdict: 'healthy' } },
      on: {
        passed: { target: 'healthy', reenter: true, actions: 'countPass' },
        failed: falling,
        late: falling,
        drained: 'draining',
      },
    },
    failing: {
      description: 'Its last checks failed, but not often enough to take it out.',
      tags: 'suspect',
      entry: { type: 'conclude', params: { verdict: 'failing' } },
      on: {
        passed: { target: 'healthy', actions: 'countPass' },
        failed: falling,
        late: falling,
        drained: 'draining',
      },
    },
    unhealthy: {
      description: 'Out: too many checks in a row failed.',
      tags: 'down',
      entry: { type: 'conclude', params: { verdict: 'unhealthy' } },
      on: {
        passed: rising,
        failed: out,
        late: out,
        drained: 'draining',
      },
    },
    recovering: {
      description: 'Out, but its last checks passed.',
      tags: 'starting',
      entry: { type: 'conclude', params: { verdict: 'recovering' } },
      on: {
        passed: rising,
        failed: out,
        late: out,
        drained: 'draining',
      },
    },
    draining: {
      description: 'Its weight is 0, or it left its pool: it finishes what it has, unchecked.',
      tags: 'draining',
      entry: ['rest', { type: 'conclude', params: { verdict: 'draining' } }],
      on: { returned: 'untested' },
    },
  },
});

/** Envoy's outlier detection, once it has counted enough errors. */
export const ejectionMachine = setup({
  types: {} as { events: { type: 'eject' }; tags: StateTag },
  actions: { leave: action, comeBack: action },
  delays: { ejectionTime: 0 },
}).createMachine({
  id: 'ejection',
  initial: 'trusted',
  states: {
    trusted: {
      description: 'In use, as far as its errors in a row go.',
      on: { eject: 'ejected' },
    },
    ejected: {
      description: 'Out for a while, longer each time: too many errors in a row.',
      tags: 'down',
      entry: 'leave',
      after: { ejectionTime: { target: 'trusted', actions: 'comeBack' } },
    },
  },
});
