/**
 * The rows that are in view, out of hundreds of thousands. At the end of the list it stays at the
 * end while the run goes on; anywhere else the rows stay where they are.
 */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { clockText } from '../../lib/clock.ts';
import { follow } from '../../store/instruments.ts';
import { fetchOrSay } from '../../store/lost.ts';
import { say } from '../../store/notices.ts';
import { simulation } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import { useMedia } from '../../ui/media.ts';
import type { LogFilter, LogPage, LogRow } from '../../worker/protocol.ts';
import { useClockColumn } from '../clock-room.ts';
import { saveCsv } from '../csv.ts';
import { goTo } from '../go-to.ts';
import { useAnswer } from '../use-answer.ts';
import css from './log.module.css';
import { logCsv } from './log-csv.ts';
import { ROW, windowOf } from './window.ts';
import { words } from './words.ts';

/** Four times a second. */
const EVERY_MS = 250;
/** Rows asked for before it is known how many there are. */
const FIRST = 40;
/** Rows a saved file holds at most. */
const SAVED = 100_000;
/** Nearer to the end than this (CSS pixels) counts as being there. */
const NEAR_END = 4;

export function LogRows({ filter }: { filter: LogFilter }) {
  const box = useRef<HTMLDivElement>(null);
  const row = useMedia('(pointer: coarse)') ? ROW.coarse : ROW.fine;
  const [view, setView] = useState({ top: 0, height: 240 });
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [active, setActive] = useState<number | null>(null);
  // A row that the keys lead to takes the focus as soon as it is drawn.
  const [isWalking, setIsWalking] = useState(false);
  const [total, setTotal] = useState(0);
  const { from, count } = isAtEnd
    ? windowOf({ top: Math.max(0, total * row - view.height), height: view.height, row }, total)
    : windowOf({ ...view, row }, total);
  // At the end, whatever has joined meanwhile is wanted too.
  const wanted = isAtEnd ? count + FIRST : count;
  const page = useAnswer({ ask: 'log', filter, from, count: Math.max(FIRST, wanted) }, EVERY_MS);
  const last = useLast(page);
  const column = useClockColumn();
  const isShown = last !== null;
  useEffect(() => {
    if (last !== null) setTotal(last.total);
  }, [last]);
  useLayoutEffect(() => {
    if (isAtEnd && box.current !== null && last !== null) {
      box.current.scrollTop = last.total * row;
    }
  }, [isAtEnd, last, row]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() =>
      setView({ top: element.scrollTop, height: element.clientHeight }),
    );
    if (isShown) watch.observe(element);
    return () => watch.disconnect();
  }, [isShown]);
  useLayoutEffect(() => {
    if (!isWalking || last === null) return;
    const reached = box.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (reached === null || reached === undefined) return;
    reached.focus({ preventScroll: true });
    setIsWalking(false);
  }, [isWalking, active, last]);
  if (last === null) return <p className={css.none}>{words.none}</p>;
  const keys = (event: KeyboardEvent) => {
    const at = active ?? last.total - 1;
    const next = afterKey(event.key, at, last.total, view.height / row);
    if (next !== null) {
      event.preventDefault();
      setActive(next);
      setIsAtEnd(next === last.total - 1);
      bringIn(box.current, next * row, row);
      setIsWalking(true);
      return;
    }
    const chosen = last.rows.find(({ index }) => index === at);
    if (event.key.toLowerCase() !== 'f' || chosen === undefined || chosen.message === null) return;
    event.preventDefault();
    follow(chosen.message, chosen.at);
  };
  const tabbed = active ?? last.total - 1;
  return (
    <>
      <Facts page={last} filter={filter} />
      <div
        ref={box}
        className={css.box}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          setView({ top: scrollTop, height: clientHeight });
          setIsAtEnd(scrollTop + clientHeight >= scrollHeight - NEAR_END);
        }}
      >
        {last.total === 0 ? <p className={css.none}>{words.noneLeft}</p> : null}
        <ol
          className={css.rows}
          style={{ ...column, height: last.total * row }}
          aria-label={words.label}
          aria-description={words.help}
          onKeyDown={keys}
        >
          {last.rows.map((one) => (
            <Row
              key={one.index}
              row={one}
              total={last.total}
              top={one.index * row}
              height={row}
              isActive={one.index === tabbed}
              onPick={() => setActive(one.index)}
            />
          ))}
        </ol>
      </div>
    </>
  );
}

/** The newest page; while another one is on its way the old one stays. */
function useLast(page: LogPage | null): LogPage | null {
  const last = useRef<LogPage | null>(null);
  if (page !== null) last.current = page;
  return last.current;
}

/** Where the arrow keys lead from a row; null for any other key. */
function afterKey(key: string, at: number, total: number, shown: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: Math.floor(shown) - 1,
    PageUp: 1 - Math.floor(shown),
    Home: -total,
    End: total,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined || total === 0) return null;
  return Math.min(total - 1, Math.max(0, at + step));
}

function bringIn(box: HTMLElement | null, top: number, row: number): void {
  if (box === null) return;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + row > box.scrollTop + box.clientHeight) {
    box.scrollTop = top + row - box.clientHeight;
  }
}

interface RowProps {
  row: LogRow;
  total: number;
  top: number;
  height: number;
  /** The one that the Tab key comes to. */
  isActive: boolean;
  onPick: () => void;
}

function Row({ row, total, top, height, isActive, onPick }: RowProps) {
  const { message } = row;
  return (
    <li
      aria-setsize={total}
      aria-posinset={row.index + 1}
      className={css.row}
      style={{ top, height }}
      data-kind={row.kind}
    >
      <button
        type="button"
        className={css.event}
        data-row={row.index}
        tabIndex={isActive ? 0 : -1}
        onClick={() => {
          onPick();
          goTo(row.at);
        }}
      >
        <span className={css.at}>{clockText(row.at)}</span>
        <span className={css.kind}>{words.kinds[row.kind]}</span>
        <span className={css.words}>{row.words}</span>
      </button>
      {message === null ? null : (
        <button
          type="button"
          className={css.follow}
          tabIndex={-1}
          aria-label={words.follow(message)}
          onClick={() => follow(message, row.at)}
        >
          {words.followShort}
        </button>
      )}
    </li>
  );
}

function Facts({ page, filter }: { page: LogPage; filter: LogFilter }) {
  const save = () => {
    const from = Math.max(0, page.total - SAVED);
    void fetchOrSay(
      () => simulation().ask({ ask: 'log', filter, from, count: SAVED }),
      (all) => {
        if (all === null) return;
        saveCsv('events.csv', logCsv(all.rows));
        if (from > 0) say(words.saved(SAVED.toLocaleString('en')));
      },
    );
  };
  return (
    <p className={css.facts}>
      <span>{words.total(page.total.toLocaleString('en'))}</span>
      {page.heldFrom > 0 ? <span>{words.heldFrom(clockText(page.heldFrom))}</span> : null}
      <Button look="plain" disabled={page.total === 0} onClick={save}>
        {words.save}
      </Button>
    </p>
  );
}
