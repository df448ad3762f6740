/** The part of a state chart that says how loaded a station is, and what an arrival meets there. */
const action = () => {};
const guard = () => false;

export type StationEvent = 'request' | 'serviceDone';

/** The names of these states and of those that serve, for xstate's `setup`. */
export const stationNames = {
  actions: {
    serve: action,
    enqueue: action,
    turnAway: action,
    check: action,
    answer: action,
    takeNext: action,
    hangUp: action,
  },
  guards: {
    isCheck: guard,
    isFull: guard,
    hasFreeSlot: guard,
    isIdle: guard,
    isWorking: guard,
    isSaturated: guard,
    isRelieved: guard,
  },
} as const;

/** A request that comes in is turned away, served at once, or waits; a health check is none. */
export const arrival = [
  { guard: 'isCheck', actions: 'check' },
  { guard: 'isFull', actions: 'turnAway' },
  { guard: 'hasFreeSlot', actions: 'serve' },
  { actions: 'enqueue' },
] as const;

/**
 * The states of a process while it is up.
 * @param jobs what it works on: 'requests'
 */
export function loadStates(jobs: string) {
  return {
    idle: {
      description: `No ${jobs} to serve.`,
      tags: 'routine',
      always: { guard: 'isWorking', target: 'busy' },
    },
    busy: {
      description: `Serving ${jobs}.`,
      tags: 'routine',
      always: [
        { guard: 'isSaturated', target: 'saturated' },
        { guard: 'isIdle', target: 'idle' },
      ],
    },
    saturated: {
      description: 'All slots are taken and the queue is at least half full.',
      tags: 'saturated',
      always: { guard: 'isRelieved', target: 'busy' },
    },
  } as const;
}
