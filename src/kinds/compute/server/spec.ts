/** A server's settings, and what its card shows. */
import {
  choice,
  distribution,
  duration,
  integer,
  percent,
  toggle,
} from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { entry } from './entry.ts';

export const spec = defineSpec({
  ...entry,
  fields: {
    slots: integer({
      key: 'c',
      label: 'Slots',
      help: 'How many requests it serves at the same time: threads, workers or cores.',
      default: 4,
      min: 1,
      max: 10_000,
    }),
    service: distribution({
      key: 's',
      label: 'Service time',
      help: 'How long a slot takes for one request.',
      default: { dist: 'exponential', mean: 50 },
      unit: 'ms',
    }),
    queueLimit: integer({
      key: 'q',
      label: 'Queue limit',
      help: 'How many requests can wait for a slot. Requests beyond this are rejected.',
      default: 100,
      min: 0,
      max: 1_000_000,
    }),
    discipline: choice({
      key: 'd',
      label: 'Order',
      help: 'Which request is served next. With processor sharing none waits: all share the slots, and each gets slower the more there are.',
      default: 'fifo',
      options: {
        fifo: 'First come, first served',
        lifo: 'Last come, first served',
        'processor-sharing': 'Processor sharing',
      },
    }),
    errorRate: percent({
      key: 'e',
      label: 'Error rate',
      group: 'Starting and failing',
      help: 'Share of requests answered with status 500, after the full service time.',
      default: 0,
    }),
    bootTime: duration({
      key: 'b',
      label: 'Boot time',
      group: 'Starting and failing',
      help: 'Time from start to accepting requests. Parts present at the start are already running.',
      default: 100,
      min: 0,
      max: 3_600_000,
    }),
    drainTimeout: duration({
      key: 'g',
      label: 'Drain timeout',
      group: 'Starting and failing',
      help: 'How long a draining server may take to finish its requests. Then it drops the rest.',
      default: 30_000,
      min: 0,
      max: 3_600_000,
    }),
    mtbf: duration({
      key: 'f',
      label: 'Time between failures',
      group: 'Starting and failing',
      help: 'Mean time from start to a crash by chance, exponentially distributed.',
      zero: 'never',
      default: 0,
    }),
    mttr: duration({
      key: 'r',
      label: 'Time to repair',
      group: 'Starting and failing',
      help: 'Mean time from a crash to the next start, exponentially distributed.',
      zero: 'never',
      default: 0,
    }),
    weight: integer({
      key: 'w',
      label: 'Weight',
      group: 'As a backend',
      help: 'Its share of the traffic relative to other backends, for algorithms that use weights.',
      default: 1,
      min: 0,
      max: 256,
    }),
    maxConnections: integer({
      key: 'm',
      label: 'Backend limit',
      group: 'As a backend',
      help: 'How many requests (layer 7) or connections (layer 4) a balancer gives it at the same time.',
      zero: 'no limit',
      default: 0,
      min: 0,
      max: 1_000_000,
    }),
    backup: toggle({
      key: 'k',
      label: 'Backup',
      group: 'As a backend',
      help: 'Gets traffic only when no other backend can.',
      default: false,
    }),
  },
  faults: ['crash', 'restart', 'slow', 'errors', 'drain', 'hang', 'resume'],
  process: { errorRate: 'errorRate', failures: 'mtbf', repairs: 'mttr' },
});

export type ServerConfig = ConfigOf<typeof spec.fields>;

/** What a server's picture is drawn from. */
export interface ServerObservation {
  /** Path of the state it is in: 'up.busy'. */
  readonly state: string;
  readonly hung: boolean;
  readonly slots: number;
  /** Slots taken. */
  readonly busy: number;
  /** Requests beyond the slots. */
  readonly waiting: number;
  readonly queueLimit: number;
  readonly discipline: ServerConfig['discipline'];
  /** 1 at normal speed, 4 when everything takes four times as long. */
  readonly slowdown: number;
  readonly errorRate: number;
  readonly connections: number;
  readonly answered: number;
  readonly failed: number;
}
