/**
 * The inspector's view of replication: how far copies are behind as it is, and what a replica
 * believes of itself beside it.
 */
import { formatDuration, formatNumber } from '../../../lib/duration.ts';
import type { PanelProps } from '../../panel-props.ts';
import styles from '../../shared/panel.module.css';
import { PanelTable } from '../../shared/panel-table.tsx';
import type { DatabaseAnswers } from './observation.ts';
import { words } from './panel-words.ts';
import type { DatabaseConfig, DatabaseObservation } from './spec.ts';

type Props = PanelProps<DatabaseConfig, DatabaseObservation, DatabaseAnswers>;

export function Panel({ observation, ask }: Props) {
  return observation.role === 'replica' ? <Itself seen={observation} /> : <Replicas ask={ask} />;
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

function Replicas({ ask }: Pick<Props, 'ask'>) {
  const replicas = ask({ about: 'replicas' });
  if (replicas === null || replicas.count === 0) return null;
  const { rows, count } = replicas;
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
          detail: words.states[row.state],
          cells: [formatDuration(row.lagMs), formatNumber(row.behind), formatNumber(row.unsent)],
        }))}
      />
    </div>
  );
}
