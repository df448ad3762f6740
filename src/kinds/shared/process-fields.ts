/**
 * The settings of every process that serves requests at a station, and the faults it knows. Each
 * kind says in its own words what it works on.
 */
import { duration, integer, percent } from '../../document/field.ts';

/** How many it serves at the same time; `help` says what a slot is. */
export function slots(about: { readonly default: number; readonly help: string }) {
  return integer({ ...about, key: 'c', label: 'Slots', min: 1, max: 10_000 });
}

/** How many wait for a slot; `help` says what they are. */
export function queueLimit(about: { readonly default: number; readonly help: string }) {
  return integer({ ...about, key: 'q', label: 'Queue limit', min: 0, max: 1_000_000 });
}

const GROUP = 'Starting and failing';

interface ProcessWords {
  /** What it is: 'server'. */
  readonly part: string;
  /** What it works on: 'requests'. */
  readonly jobs: string;
  /** What an answer with an error comes after: 'the full service time'. */
  readonly work: string;
  /** What it accepts once it has started: 'requests'. */
  readonly accepts: string;
}

/**
 * Errors, starting, draining, failures and repairs.
 * @param about.bootTime the default, in milliseconds
 * @param about.keys in links, where a kind has its own reasons to spell one otherwise
 */
export function processFields(
  about: ProcessWords & {
    readonly bootTime: number;
    readonly keys?: { readonly mttr?: string };
  },
) {
  const { part, jobs, work, accepts, bootTime, keys } = about;
  return {
    errorRate: percent({
      key: 'e',
      label: 'Error rate',
      group: GROUP,
      help: `Share of ${jobs} answered with status 500, after ${work}.`,
      default: 0,
    }),
    bootTime: duration({
      key: 'b',
      label: 'Boot time',
      group: GROUP,
      help: `Time from start to accepting ${accepts}. Parts present at the start are already running.`,
      default: bootTime,
      min: 0,
      max: 3_600_000,
    }),
    drainTimeout: duration({
      key: 'g',
      label: 'Drain timeout',
      group: GROUP,
      help: `How long a draining ${part} may take to finish its ${jobs}. Then it drops the rest.`,
      default: 30_000,
      min: 0,
      max: 3_600_000,
    }),
    mtbf: duration({
      key: 'f',
      label: 'Time between failures',
      group: GROUP,
      help: 'Mean time from start to a crash by chance, exponentially distributed.',
      zero: 'never',
      default: 0,
    }),
    mttr: duration({
      key: keys?.mttr ?? 'r',
      label: 'Time to repair',
      group: GROUP,
      help: 'Mean time from a crash to the next start, exponentially distributed.',
      zero: 'never',
      default: 0,
    }),
  };
}

/** What a spec says of its faults when it has the fields above. */
export const processFaults = {
  faults: ['crash', 'restart', 'slow', 'errors', 'drain', 'hang', 'resume', 'isolate', 'rejoin'],
  process: { errorRate: 'errorRate', failures: 'mtbf', repairs: 'mttr' },
} as const;
