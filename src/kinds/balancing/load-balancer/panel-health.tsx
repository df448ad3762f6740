/** How each backend is, as far as the balancer knows: its last check, and why it is out. */
import { formatDuration } from '../../../lib/duration.ts';
import { PanelTable } from '../../shared/panel-table.tsx';
import { type OutReport, outWords } from '../shared/out.ts';
import type { BackendDetails, CheckReport } from './observation.ts';
import styles from './panel.module.css';
import { words } from './panel-words.ts';

/** Nothing where nobody is checked or out. */
export function Health({
  backends,
  panics,
}: {
  readonly backends: readonly BackendDetails[];
  readonly panics: boolean;
}) {
  if (backends.every(({ check, out }) => check === null && out === null)) return null;
  return (
    <>
      {panics && <p className={styles.remark}>{words.health.panics}</p>}
      <PanelTable
        caption={words.health.title}
        names={words.shares.backend}
        columns={[{ title: words.health.lastCheck }, { title: words.health.out }]}
        rows={backends.map(({ id, name, health, check, out }) => ({
          key: id,
          name,
          detail: words.health.states[health],
          cells: [check === null ? words.health.none : lastOf(check), outOf(out)],
        }))}
      />
    </>
  );
}

function lastOf({ lastMs, lastWords, fails, passes, fall, rise, verdict }: CheckReport): string {
  if (lastMs === null) return words.health.notYet;
  const last = words.health.last(lastWords, formatDuration(lastMs));
  if (verdict === 'failing') return `${last}, ${words.health.failed(fails, fall)}`;
  return verdict === 'recovering' ? `${last}, ${words.health.passed(passes, rise)}` : last;
}

function outOf(out: OutReport | null): string {
  return out === null ? words.health.inUse : outWords(out);
}
