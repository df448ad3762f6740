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

export const spec = defineSpec({
  kind: 'server',
  key: 's',
  family: 'compute',
  title: 'Server',
  summary: 'Serves requests, so many at a time; the rest wait in line.',
  icon: 'server',
  fields: {
    slots: integer({
      key: 'c',
      label: 'Slots',
      help: 'How many requests are served at the same time: threads, workers or cores.',
      default: 4,
      min: 1,
      max: 10_000,
    }),
    service: distribution({
      key: 's',
      label: 'Service time',
      help: 'How long one request takes once a slot has it.',
      default: { dist: 'exponential', mean: 50 },
      unit: 'ms',
    }),
    queueLimit: integer({
      key: 'q',
      label: 'Places to wait',
      help: 'Requests that may wait for a slot. Whoever comes when all are taken is turned away at once.',
      default: 100,
      min: 0,
      max: 1_000_000,
    }),
    discipline: choice({
      key: 'd',
      label: 'Order',
      help: 'Who is served next. With processor sharing nobody waits: all share the slots, and the more there are the slower each gets.',
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
      help: 'From being started to taking requests. What stands on the table from the beginning is up already.',
      default: 100,
      min: 0,
      max: 3_600_000,
    }),
    drainTimeout: duration({
      key: 'g',
      label: 'Drain at most',
      group: 'Starting and failing',
      help: 'How long a draining server waits for its last requests before it cuts them off.',
      default: 30_000,
      min: 0,
      max: 3_600_000,
    }),
    mtbf: duration({
      key: 'f',
      label: 'Time between failures',
      group: 'Starting and failing',
      help: 'Mean time from being up to crashing by itself, exponentially distributed; 0 for never.',
      zero: 'never',
      default: 0,
    }),
    mttr: duration({
      key: 'r',
      label: 'Time to repair',
      group: 'Starting and failing',
      help: 'Mean time from a crash until somebody starts it again, exponentially distributed; 0 for never.',
      zero: 'never',
      default: 0,
    }),
    weight: integer({
      key: 'w',
      label: 'Weight',
      group: 'As a backend',
      help: 'Its share of the traffic compared to the others, for algorithms that look at weights.',
      default: 1,
      min: 0,
      max: 256,
    }),
    maxConnections: integer({
      key: 'm',
      label: 'Most connections',
      group: 'As a backend',
      help: 'A balancer gives it no more than so many at a time; 0 for no limit.',
      default: 0,
      min: 0,
      max: 1_000_000,
    }),
    backup: toggle({
      key: 'k',
      label: 'Backup',
      group: 'As a backend',
      help: 'Gets traffic only when none of the others can.',
      default: false,
    }),
  },
  gives: [],
  takes: ['request'],
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
