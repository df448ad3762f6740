/**
 * The slowest and the failed requests of the last simulated minute. The rows stay put while
 * somebody is about to pick one.
 */
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { clockText } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/duration.ts';
import { follow, useInstruments } from '../../store/instruments.ts';
import { IconButton } from '../../ui/button.tsx';
import type { RequestRow } from '../../worker/protocol.ts';
import { useClockColumn } from '../clock-room.ts';
import { useAnswer } from '../use-answer.ts';
import css from './requests.module.css';
import { words } from './words.ts';

/** Twice a second. */
const EVERY_MS = 500;

export function RequestLists() {
  const [isNear, setIsNear] = useState(false);
  const [turn, setTurn] = useState(0);
  return (
    <section
      className={css.lists}
      aria-label={words.lists}
      onPointerEnter={() => setIsNear(true)}
      onPointerLeave={() => setIsNear(false)}
      onFocus={() => setIsNear(true)}
      onBlur={() => setIsNear(false)}
    >
      <div className={css.refresh}>
        <IconButton
          label={words.refresh}
          icon={<RefreshCw strokeWidth={1.5} />}
          onClick={() => setTurn(turn + 1)}
        />
      </div>
      <Lists key={turn} isHeld={isNear} />
    </section>
  );
}

function Lists({ isHeld }: { isHeld: boolean }) {
  const lists = useAnswer({ ask: 'requests' }, EVERY_MS, isHeld);
  if (lists === null || (lists.slowest.length === 0 && lists.failed.length === 0)) {
    return <p className={css.none}>{words.noneYet}</p>;
  }
  return (
    <>
      <List
        title={words.failed}
        moment={words.failedAt}
        rows={lists.failed}
        none={words.noneFailed}
        momentOf={({ at, took }) => at + took}
      />
      <List
        title={words.slowest}
        moment={words.sentAt}
        rows={lists.slowest}
        none={words.noneYet}
        momentOf={({ at }) => at}
      />
    </>
  );
}

interface ListProps {
  title: string;
  /** Which moment that is, in words. */
  moment: string;
  rows: readonly RequestRow[];
  none: string;
  /** The moment that counts in this list: µs. */
  momentOf: (row: RequestRow) => number;
}

function List({ title, moment, rows, none, momentOf }: ListProps) {
  const followed = useInstruments((state) => state.followed?.message ?? null);
  const column = useClockColumn();
  return (
    <>
      <h2 className={css.heading}>
        {title} <span className={css.moment}>{moment}</span>
      </h2>
      {rows.length === 0 ? <p className={css.none}>{none}</p> : null}
      <ul className={css.rows} style={column} aria-label={title}>
        {rows.map((row) => (
          <li key={row.message}>
            <button
              type="button"
              className={css.row}
              aria-pressed={row.message === followed}
              onClick={() => follow(row.message, row.at)}
            >
              <span className={css.at}>{clockText(momentOf(row))}</span>
              <span className={css.request}>
                {row.words}
                {row.failure === null ? null : (
                  <span className={css.failure}>
                    {' ✕ '}
                    {row.failure}
                  </span>
                )}
              </span>
              <span className={css.took}>{formatDuration(row.took / 1000)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
