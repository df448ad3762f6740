/** A database's settings, and what its card shows. */
import {
  type AnyConfig,
  choice,
  distribution,
  duration,
  integer,
  percent,
  toggle,
} from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { entry } from './entry.ts';

const isReplica = (config: AnyConfig) => config.role === 'replica';

export const spec = defineSpec({
  ...entry,
  fields: {
    role: choice({
      key: 'r',
      label: 'Role',
      help: 'A primary serves reads and writes, and copies its writes to the replicas it is connected to. A replica serves reads only.',
      default: 'primary',
      options: { primary: 'Primary', replica: 'Read replica' },
    }),
    slots: integer({
      key: 'c',
      label: 'Slots',
      help: 'How many queries it runs at the same time.',
      default: 8,
      min: 1,
      max: 10_000,
    }),
    readTime: distribution({
      key: 'rt',
      label: 'Read time',
      help: 'How long a read takes.',
      default: { dist: 'exponential', mean: 5 },
      unit: 'ms',
    }),
    writeTime: distribution({
      key: 'wt',
      label: 'Write time',
      help: 'How long a write takes to commit.',
      default: { dist: 'exponential', mean: 10 },
      unit: 'ms',
    }),
    queueLimit: integer({
      key: 'q',
      label: 'Queue limit',
      help: 'How many queries can wait for a slot. Queries beyond this are rejected.',
      default: 200,
      min: 0,
      max: 1_000_000,
    }),
    connectionLimit: integer({
      key: 'l',
      label: 'Connection limit',
      help: 'How many connections it holds, replication included. One more is refused ("too many connections").',
      default: 100,
      min: 1,
      max: 1_000_000,
    }),
    replicationDelay: distribution({
      key: 'a',
      label: 'Apply time',
      help: 'How long this replica takes to apply one change. It applies changes one by one, in the primary’s order.',
      default: { dist: 'exponential', mean: 5 },
      unit: 'ms',
      shownWhen: isReplica,
    }),
    errorRate: percent({
      key: 'e',
      label: 'Error rate',
      group: 'Starting and failing',
      help: 'Share of queries answered with status 500, after the full time.',
      default: 0,
    }),
    bootTime: duration({
      key: 'b',
      label: 'Boot time',
      group: 'Starting and failing',
      help: 'Time from start to accepting connections, recovery included. Parts present at the start are already running.',
      default: 5000,
      min: 0,
      max: 3_600_000,
    }),
    drainTimeout: duration({
      key: 'g',
      label: 'Drain timeout',
      group: 'Starting and failing',
      help: 'How long a draining database may take to finish its queries. Then it drops the rest.',
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
      key: 'm',
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
      key: 'x',
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

export type DatabaseConfig = ConfigOf<typeof spec.fields>;

/** What a database's picture is drawn from. */
export interface DatabaseObservation {
  /** Path of the state it is in: 'up.busy'. */
  readonly state: string;
  readonly hung: boolean;
  readonly role: DatabaseConfig['role'];
  readonly slots: number;
  readonly busy: number;
  readonly waiting: number;
  readonly queueLimit: number;
  readonly connections: number;
  readonly connectionLimit: number;
  readonly slowdown: number;
  readonly errorRate: number;
  readonly answered: number;
  readonly failed: number;
  /**
   * Replica, as it is: changes committed at its primary and not applied here, and the age of the
   * oldest.
   */
  readonly behind: number;
  readonly lagMs: number;
  /**
   * Replica, as it knows itself: changes that have arrived and are not applied, and the age of the
   * oldest.
   */
  readonly believedBehind: number;
  readonly believedLagMs: number;
  /** Replica: changes applied so far, and those it lacks for good. */
  readonly applied: number;
  readonly missed: number;
  /**
   * Replica: reads answered without a change that had been committed by then, and writes refused.
   */
  readonly staleReads: number;
  readonly refusedWrites: number;
  /** Primary: writes committed, and changes that wait for a replica to be reached. */
  readonly committed: number;
  readonly unsent: number;
}
