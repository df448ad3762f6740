/**
 * The inspector's view of a pool that scales: how many members are wanted, and of the last looks
 * what the figures were, how many they asked for, and what that came to.
 */
import { formatDuration, formatNumber } from '../../../lib/duration.ts';
import type { PanelProps } from '../../panel-props.ts';
import styles from '../../shared/panel.module.css';
import { PanelTable } from '../../shared/panel-table.tsx';
import type { DecisionReport, FigureReport, PoolAnswers, PoolObservation } from './observation.ts';
import { words } from './panel-words.ts';
import type { PoolConfig } from './spec.ts';

type Props = PanelProps<PoolConfig, PoolObservation, PoolAnswers>;

export function Panel({ observation: { counts }, ask }: Props) {
  const looks = ask({ about: 'decisions' });
  if (counts === null) return null;
  return (
    <div className={styles.panel}>
      <div className={styles.lines}>
        <p>{words.counts(counts.wanted, counts.count, counts.ready)}</p>
      </div>
      {looks !== null && looks.length > 0 && (
        <PanelTable
          caption={words.looks}
          names={words.at}
          columns={[
            { title: words.figure, isNumber: true },
            { title: words.asked, isNumber: true },
            { title: words.wanted, isNumber: true },
          ]}
          rows={looks.map((look) => ({
            key: String(look.at),
            name: formatDuration(look.at / 1000),
            detail: whyOf(look),
            cells: [figuresOf(look), look.proposal ?? words.unknown, wantedOf(look)],
          }))}
        />
      )}
    </div>
  );
}

/** What kept the number from what was asked for; empty where nothing did. */
function whyOf({ proposal, stabilized, reason }: DecisionReport): string {
  const sentences: string[] = [];
  if (proposal !== null && stabilized < proposal) sentences.push(words.stabilizedUp);
  if (proposal !== null && stabilized > proposal) sentences.push(words.stabilizedDown);
  sentences.push(words.reasons[reason]);
  return sentences.join(' ').trim();
}

function figuresOf({ figures }: DecisionReport): string {
  return figures.map(figureOf).join(', ');
}

function figureOf({ by, reported, target }: FigureReport): string {
  const unit = by === 'utilization' ? words.percent : words.rate;
  const seen = reported === null ? words.unknown : unit(formatNumber(reported));
  return words.ofTarget(seen, unit(formatNumber(target)));
}

function wantedOf({ current, replicas }: DecisionReport): string | number {
  return current === replicas ? replicas : words.changed(current, replicas);
}
