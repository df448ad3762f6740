/**
 * The state chart of a process: it starts, works, may be drained, and is down when it crashed or
 * was drained. A frame may switch it off, which drains it first. A machine adds what it does while
 * it is up and while it drains.
 */
const action = () => {};
const guard = () => false;

export type ProcessEvent =
  | 'connect'
  | 'closed'
  | 'reset'
  | 'crash'
  | 'failure'
  | 'repaired'
  | 'restart'
  | 'drain'
  | 'slow'
  | 'errors'
  | 'configured'
  | 'powerOn'
  | 'powerOff'
  | 'measure'
  | 'frame';

/** The names of these states and of those that a process has while up, for xstate's `setup`. */
export const processNames = {
  actions: {
    closePort: action,
    openPort: action,
    closeDown: action,
    accept: action,
    refuse: action,
    forget: action,
    closeIdle: action,
    slowDown: action,
    setErrorRate: action,
    applySettings: action,
    planFailure: action,
    cancelFailure: action,
    planRepair: action,
    cancelRepair: action,
    switchOn: action,
    switchOff: action,
    powerUp: action,
    measure: action,
  },
  guards: { isUpAlready: guard, isDrained: guard, isSwitchedOff: guard, isWanted: guard },
  delays: { bootTime: 0, drainTimeout: 0 },
} as const;

/**
 * The part of a machine's definition that processes have in common, for `createMachine`.
 * @param own `on`, `up.on` and `draining.on` come in beside what every process does there
 */
export function processStates<
  const On extends object,
  const Up extends { readonly initial: string; readonly on: object },
  const Draining extends { readonly description: string; readonly on: object },
>(own: {
  /** Description of the state `starting`. */
  readonly starting: string;
  readonly on?: On;
  readonly up: Up;
  readonly draining: Draining;
}) {
  const { up, draining } = own;
  return {
    initial: 'starting',
    on: {
      configured: { actions: 'applySettings' },
      closed: { actions: 'forget' },
      reset: { actions: 'forget' },
      powerOn: { actions: 'switchOn' },
      powerOff: { actions: 'switchOff' },
      // Its frame is another, which knows nothing of what the one before switched off.
      frame: { actions: 'switchOn' },
      measure: { actions: 'measure' },
      ...own.on,
      slow: { actions: 'slowDown' },
      errors: { actions: 'setErrorRate' },
    },
    states: {
      starting: {
        description: own.starting,
        tags: 'starting',
        entry: 'closePort',
        always: [
          { guard: 'isSwitchedOff', target: 'down' },
          { guard: 'isUpAlready', target: 'up' },
        ],
        after: { bootTime: 'up' },
        on: {
          crash: { target: 'down', actions: 'planRepair' },
          drain: 'down',
          restart: { target: 'starting', reenter: true, actions: 'closeDown' },
        },
      },
      up: {
        ...up,
        exit: 'cancelFailure',
        on: {
          ...up.on,
          drain: 'draining',
          powerOff: { target: 'draining', actions: 'switchOff' },
          crash: { target: 'down', actions: 'planRepair' },
          failure: { target: 'down', actions: 'planRepair' },
          restart: { target: 'starting', actions: 'closeDown' },
        },
      },
      draining: {
        ...draining,
        tags: 'draining',
        entry: 'closeIdle',
        always: { guard: 'isDrained', target: 'down' },
        after: { drainTimeout: 'down' },
        on: {
          connect: { actions: 'refuse' },
          ...draining.on,
          crash: { target: 'down', actions: 'planRepair' },
          restart: { target: 'starting', actions: 'closeDown' },
        },
      },
      down: {
        description: 'Crashed or drained. Connections are refused.',
        tags: 'down',
        entry: 'closeDown',
        exit: 'cancelRepair',
        always: { guard: 'isSwitchedOff', target: 'switched-off' },
        on: {
          restart: 'starting',
          repaired: 'starting',
          crash: { actions: ['cancelRepair', 'planRepair'] },
        },
      },
      'switched-off': {
        description: 'Switched off by the frame it is in. Connections are refused.',
        tags: 'off',
        exit: 'powerUp',
        always: { guard: 'isWanted', target: 'starting' },
        // It stays off, and has forgotten what was done to it.
        on: { restart: { actions: 'closeDown' }, crash: { actions: 'closeDown' } },
      },
    },
  } as const;
}
