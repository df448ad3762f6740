/** A database's settings, and what its card shows. */
import { type AnyConfig, choice, distribution, integer } from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import type { SeriesTable } from '../../../lib/series.ts';
import { backendFields } from '../../shared/backend-fields.ts';
import { loadSeries } from '../../shared/load-series.ts';
import type { StationObservation } from '../../shared/observation.ts';
import { processFaults, processFields, queueLimit, slots } from '../../shared/process-fields.ts';
import { entry } from './entry.ts';

const isPrimary = (config: AnyConfig) => config.role === 'primary';
const isReplica = (config: AnyConfig) => config.role === 'replica';

export const series = {
  /** Of a primary: changes that went along each feed, those sent again included. */
  sent: {
    is: 'counter',
    label: 'Changes sent',
    unit: 'changes',
    keyed: { by: 'replica', isNode: true },
    keptWhen: isPrimary,
  },
  /** Of a primary: changes that wait until their replica can be reached. */
  unsent: {
    is: 'gauge',
    label: 'Changes unsent',
    unit: 'changes',
    keyed: { by: 'replica', isNode: true },
    keptWhen: isPrimary,
  },
  /** Of a replica: changes that have arrived and are not applied. */
  unapplied: {
    is: 'gauge',
    label: 'Changes to apply',
    unit: 'changes',
    keptWhen: isReplica,
  },
  ...loadSeries,
} as const satisfies SeriesTable;

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
    slots: slots({ help: 'How many queries it runs at the same time.', default: 8 }),
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
    queueLimit: queueLimit({
      help: 'How many queries can wait for a slot. Queries beyond this are rejected.',
      default: 200,
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
    ...processFields({
      part: 'database',
      jobs: 'queries',
      work: 'the full time',
      accepts: 'connections, recovery included',
      bootTime: 5000,
      keys: { mttr: 'm' },
    }),
    ...backendFields({ maxConnections: 'x' }),
  },
  ...processFaults,
  series,
});

export type DatabaseConfig = ConfigOf<typeof spec.fields>;

/** What a database's picture is drawn from. */
export interface DatabaseObservation extends StationObservation {
  readonly role: DatabaseConfig['role'];
  readonly connectionLimit: number;
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
