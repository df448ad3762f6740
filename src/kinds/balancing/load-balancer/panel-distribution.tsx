/**
 * How choices spread over the backends: since the start, and of the last ones, where a change of
 * algorithm shows at once. A line across each bar says where it would end by weight alone.
 */
import { formatNumber, formatShare } from '../../../lib/duration.ts';
import shared from '../../shared/panel.module.css';
import type { BackendDetails } from './observation.ts';
import styles from './panel.module.css';
import { words } from './panel-words.ts';

export function Distribution({
  backends,
  latest,
}: {
  readonly backends: readonly BackendDetails[];
  readonly latest: number;
}) {
  if (backends.length === 0) return null;
  const say = words.distribution;
  const hasExpected = backends.some(({ expectedShare }) => expectedShare !== null);
  return (
    <figure className={styles.distribution}>
      <figcaption>
        <strong>{say.title}</strong>
        <span className={styles.key}>
          <span className={styles.sample} data-bar="start" aria-hidden="true" /> {say.start}
          <span className={styles.sample} data-bar="latest" aria-hidden="true" />{' '}
          {say.latest(latest)}
        </span>
        {hasExpected ? <span className={shared.soft}>{say.expected}</span> : null}
      </figcaption>
      <ul>
        {backends.map(({ id, name, share, picks, latestPicks, expectedShare }) => (
          <li key={id}>
            <span className={styles.name}>{name}</span>
            <Bar which="start" share={share} count={picks} expected={expectedShare} />
            <Bar
              which="latest"
              share={latest === 0 ? 0 : latestPicks / latest}
              count={latestPicks}
              expected={expectedShare}
            />
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Bar({
  which,
  share,
  count,
  expected,
}: {
  readonly which: 'start' | 'latest';
  readonly share: number;
  readonly count: number;
  readonly expected: number | null;
}) {
  return (
    <span className={styles.row} data-bar={which}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${100 * share}%` }} />
        {expected === null ? null : (
          <span className={styles.expected} style={{ left: `${100 * expected}%` }} />
        )}
      </span>
      <span className={styles.figure}>
        {words.distribution.share(formatShare(share), formatNumber(count))}
      </span>
    </span>
  );
}
