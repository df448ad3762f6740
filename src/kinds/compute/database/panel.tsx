/**
 * The inspector's view of replication: how far copies are behind as it is, and what a replica
 * believes of itself beside it.
 */
import { formatDuration, formatNumber } from '../../../lib/duration.ts';
import styles from '../../shared/panel.module.css';
import { PanelTable } from '../../shared/panel-table.tsx';
import type { ReplicaReport, ReplicationDetails } from './observation.ts';
import { words } from './panel-words.ts';
import type { DatabaseObservation } from './spec.ts';

export interface PanelProps {
  readonly observation: DatabaseObservation;
  /** What the model's `inspect` gives; null before the first report. */
  readonly details: ReplicationDetails | null;
}

export function Panel({ observation, details }: PanelProps) {
  if (observation.role === 'replica') return <Itself seen={observation} />;
  if (details === null || details.replicaCount === 0) return null;
  return <Replicas rows={details.replicas} count={details.replicaCount} />;
}

function Itself({ seen }: { readonly seen: DatabaseObservation }) {
  return (
    <div className={styles.panel}>
      <PanelTable
        caption={words.replication}
        names=""
        columns={[
          { title: words.asItIs, isNumber: true },
          { title: words.believes, isNumber: true },
        ]}
        rows={[
          {
            key: 'lag',
            name: words.lag,
            cells: [formatDuration(seen.lagMs), formatDuration(seen.believedLagMs)],
          },
          {
            key: 'behind',
            name: words.behind,
            cells: [formatNumber(seen.behind), formatNumber(seen.believedBehind)],
          },
        ]}
      />
      <div className={styles.lines}>
        <p>{words.staleReads(formatNumber(seen.staleReads))}</p>
        {seen.missed > 0 && <p>{words.missed(formatNumber(seen.missed))}</p>}
        <p className={styles.soft}>{words.whyTwo}</p>
      </div>
    </div>
  );
}

function Replicas({
  rows,
  count,
}: {
  readonly rows: readonly ReplicaReport[];
  readonly count: number;
}) {
  return (
    <div className={styles.panel}>
      <PanelTable
        caption={words.replicas(rows.length, count)}
        names={words.replica}
        columns={[
          { title: words.lag, isNumber: true },
          { title: words.behind, isNumber: true },
          { title: words.unsent, isNumber: true },
        ]}
        rows={rows.map((row) => ({
          key: row.id,
          name: row.name,
          note: words.states[row.state],
          cells: [formatDuration(row.lagMs), formatNumber(row.behind), formatNumber(row.unsent)],
        }))}
      />
    </div>
  );
}
