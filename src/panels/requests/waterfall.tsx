/**
 * Spans on one axis of time, a row each: who sent what on whose behalf is shown by how far a name
 * is indented.
 */
import { scaleLinear } from 'd3';
import { useState } from 'react';
import { clockText } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { Trace, TraceSpan } from '../../worker/protocol.ts';
import { goTo, showPlace } from '../go-to.ts';
import css from './waterfall.module.css';
import { words } from './words.ts';

/** Rows shown before somebody asks for more. */
const ROWS = 200;
const TICKS = 4;
/** A tick further along than this (percent) has no room for its words. */
const LAST_TICK = 92;

export function Waterfall({ trace }: { trace: Trace }) {
  const [most, setMost] = useState(ROWS);
  const { spans } = trace;
  const end = spans.reduce((last, { from, to }) => Math.max(last, to ?? from), trace.from + 1);
  const scale = scaleLinear([0, end - trace.from], [0, 100]);
  const ticks = scale.ticks(TICKS).filter((tick) => scale(tick) < LAST_TICK);
  const hidden = spans.length - most;
  return (
    <div className={css.room}>
      <table className={css.waterfall}>
        <caption className={css.hidden}>{words.waterfall}</caption>
        <thead>
          <tr>
            <th scope="col">{words.step}</th>
            <th scope="col">{words.what}</th>
            <th scope="col" className={css.axis}>
              <span className={css.hidden}>{words.time}</span>
              {ticks.map((tick) => (
                <span
                  key={tick}
                  className={css.tick}
                  style={{ left: `${scale(tick)}%` }}
                  aria-hidden="true"
                >
                  {formatDuration(tick / 1000)}
                </span>
              ))}
            </th>
          </tr>
        </thead>
        <tbody>
          {spans.slice(0, most).map((span) => (
            <Row
              key={`${span.message} ${span.what} ${span.name} ${span.from}`}
              span={span}
              begin={trace.from}
              end={end}
            />
          ))}
        </tbody>
      </table>
      {hidden > 0 ? (
        <button type="button" className={css.more} onClick={() => setMost(most + ROWS)}>
          {words.more(Math.min(hidden, ROWS))}
        </button>
      ) : null}
    </div>
  );
}

function Row({ span, begin, end }: { span: TraceSpan; begin: number; end: number }) {
  const share = 100 / (end - begin);
  const left = (span.from - begin) * share;
  const width = ((span.to ?? end) - span.from) * share;
  const start = formatDuration((span.from - begin) / 1000);
  const took =
    span.to === null
      ? words.lasting(start)
      : words.from(start, formatDuration((span.to - span.from) / 1000));
  return (
    <tr data-span={span.what} data-failed={span.failure !== null}>
      <th scope="row" style={{ paddingLeft: 4 + 12 * span.depth }}>
        <button
          type="button"
          className={css.name}
          title={words.show(span.name)}
          onClick={() => showPlace(span.place)}
        >
          {span.name}
        </button>
      </th>
      <td className={css.what}>{words.spans[span.what]}</td>
      <td className={css.track}>
        <button
          type="button"
          className={css.bar}
          data-late={left > 50}
          style={{ left: `${left}%`, width: `max(3px, ${width}%)` }}
          title={`${took}. ${words.goTo(clockText(span.from))}`}
          aria-label={`${took}. ${words.goTo(clockText(span.from))}`}
          onClick={() => goTo(span.from)}
        />
        {span.failure === null ? null : (
          <span
            className={css.failure}
            style={left + width > 55 ? { right: 4 } : { left: `${left + width}%` }}
          >
            ✕ {span.failure}
          </span>
        )}
      </td>
    </tr>
  );
}
