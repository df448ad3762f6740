/**
 * The inspector's view of replication: how far copies are behind as it is, and what a replica
 * believes of itself beside it.
 */
import { formatDuration, formatNumber } from '../../../lib/duration.ts';
import type { ReplicaReport, ReplicationDetails } from './observation.ts';
import styles from './panel.module.css';
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
      <table className={styles.table}>
        <caption>{words.replication}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.asItIs}</th>
            <th scope="col">{words.believes}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.lag}</th>
            <td>{formatDuration(seen.lagMs)}</td>
            <td>{formatDuration(seen.believedLagMs)}</td>
          </tr>
          <tr>
            <th scope="row">{words.behind}</th>
            <td>{formatNumber(seen.behind)}</td>
            <td>{formatNumber(seen.believedBehind)}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles.note}>{words.staleReads(formatNumber(seen.staleReads))}</p>
      {seen.missed > 0 && <p className={styles.note}>{words.missed(formatNumber(seen.missed))}</p>}
      <p className={styles.soft}>{words.whyTwo}</p>
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
      <table className={styles.table}>
        <caption>{words.replicas(rows.length, count)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.replica}</th>
            <th scope="col">{words.lag}</th>
            <th scope="col">{words.behind}</th>
            <th scope="col">{words.unsent}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.name}
                <span className={styles.soft}>{words.states[row.state]}</span>
              </th>
              <td>{formatDuration(row.lagMs)}</td>
              <td>{formatNumber(row.behind)}</td>
              <td>{formatNumber(row.unsent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
