/**
 * The states of a node's machines over the last minute, one line each: how long they lasted, and
 * how well the node was. A press goes to that moment; below it the same as a table.
 */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { formatDuration } from '../../lib/duration.ts';
import { cssInk } from '../../lib/ink.ts';
import { useDocument } from '../../store/document.ts';
import { pointAt, useInstruments } from '../../store/instruments.ts';
import { type Micros, usePlayback } from '../../store/playback.ts';
import type { StateStrip as Strip } from '../../worker/protocol.ts';
import { shortClock } from '../format.ts';
import { goTo } from '../go-to.ts';
import { partName } from '../part-name.ts';
import { useAnswer } from '../use-answer.ts';
import css from './state-strip.module.css';
import { stripRuns } from './strip-runs.ts';
import { words } from './words.ts';

type Line = Strip['lines'][number];

const WINDOW = 60e6;
/** It is asked for a little more, so that the question stays the same for a while. */
const SLACK = 10e6;
const EVERY_MS = 500;
const LINES = 5;
const ROWS = 20;
const HEIGHT = 18;
/** Of one letter, at least. */
const LETTER = 6;

export function StateStrip({ node }: { node: string }) {
  const asked = usePlayback(({ at }) => Math.max(0, Math.floor((at - WINDOW) / SLACK) * SLACK));
  const answer = useAnswer(
    { ask: 'strip', node, from: asked, to: Number.MAX_SAFE_INTEGER },
    EVERY_MS,
  );
  if (answer === null || answer.lines.length === 0) return null;
  const { to } = answer;
  const from = Math.max(0, to - WINDOW);
  const shown = answer.lines.slice(0, LINES);
  const [main] = answer.lines;
  const span = words.strip.span(shortClock(from), shortClock(to));
  return (
    <section className={css.strip} aria-label={words.strip.title}>
      <h2 className={css.heading}>
        {words.strip.title} <span className={css.span}>{span}</span>
      </h2>
      {shown.map((line) => (
        <StripLine
          key={`${line.machine} ${line.key}`}
          node={node}
          line={line}
          from={from}
          to={to}
        />
      ))}
      {answer.lines.length > LINES ? (
        <p className={css.more}>{words.strip.more(answer.lines.length - LINES)}</p>
      ) : null}
      {main === undefined ? null : <Table line={main} to={to} />}
    </section>
  );
}

interface LineProps {
  node: string;
  line: Line;
  from: Micros;
  to: Micros;
}

function StripLine({ node, line, from, to }: LineProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const measure = () => setWidth(Math.floor(current.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const runs = width === 0 ? [] : stripRuns(line.segments, from, to, width);
  const document = useDocument((state) => state.document);
  const of = (id: string) => partName(id, document);
  // A child's key is made of the ids of the parts it is about.
  const name =
    line.key === '' ? of(node) : `${line.machine} ${line.key.split('/').map(of).join(' / ')}`;
  const now = nameOf(line.segments.at(-1)?.state ?? '');
  const momentAt = (event: PointerEvent<Element>): Micros => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    return from + Math.min(1, Math.max(0, share)) * (to - from);
  };
  return (
    <div className={css.line}>
      <p className={css.name}>
        <span>{name}</span> <strong>{now}</strong>
      </p>
      <div ref={place} className={css.place}>
        <svg
          className={css.runs}
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={words.strip.line(name, now)}
          onPointerMove={(event) => pointAt(momentAt(event))}
          onPointerLeave={() => pointAt(null)}
          onPointerUp={(event) => {
            const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
            const run = runs.find((each) => x >= each.x && x < each.x + each.width);
            goTo(Math.round(run === undefined ? momentAt(event) : run.from));
          }}
        >
          {runs.map((run) => (
            <g
              key={run.x}
              data-tone={run.tone}
              className={css.run}
              style={{ color: run.ink && cssInk(run.ink) }}
            >
              <rect x={run.x} y={0} width={run.width} height={HEIGHT} />
              <rect
                className={css.level}
                x={run.x}
                y={HEIGHT - LEVELS[run.tone]}
                width={run.width}
                height={LEVELS[run.tone]}
              />
              {run.state !== null && run.width > nameOf(run.state).length * LETTER + 8 ? (
                <text x={run.x + 4} y={11}>
                  {nameOf(run.state)}
                </text>
              ) : null}
            </g>
          ))}
          <Pointed from={from} to={to} width={width} />
        </svg>
      </div>
    </div>
  );
}

/** The worse, the higher: not by ink alone. */
const LEVELS: Readonly<Record<Line['segments'][number]['tone'], number>> = {
  normal: 2,
  standby: 1,
  starting: 4,
  saturated: 6,
  down: HEIGHT,
};

function Pointed({ from, to, width }: { from: Micros; to: Micros; width: number }) {
  const at = useInstruments((state) => state.pointedAt);
  if (at === null || at < from || at > to) return null;
  const x = ((at - from) / Math.max(1, to - from)) * width;
  return <line className={css.pointed} x1={x} x2={x} y1={0} y2={HEIGHT} />;
}

/** "saturated" for `up.saturated`. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function Table({ line, to }: { line: Line; to: Micros }) {
  const { strip } = words;
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={css.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{strip.table}</summary>
      {isOpen ? (
        <table className={css.table}>
          <caption className={css.more}>{strip.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{strip.since}</th>
              <th scope="col">{strip.state}</th>
              <th scope="col">{strip.lasted}</th>
            </tr>
          </thead>
          <tbody>
            {line.segments
              .slice(-ROWS)
              .reverse()
              .map((segment) => (
                <tr key={segment.from}>
                  <td>
                    <button
                      type="button"
                      className={css.go}
                      aria-label={strip.goTo(shortClock(segment.from))}
                      onClick={() => goTo(segment.from)}
                    >
                      {shortClock(segment.from)}
                    </button>
                  </td>
                  <td>{segment.state.replaceAll('.', ', ')}</td>
                  <td>{lastedWords(segment, to)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ) : null}
    </details>
  );
}

function lastedWords(segment: { from: number; to: number }, to: Micros): string {
  const time = formatDuration((segment.to - segment.from) / 1000);
  return segment.to === to ? words.strip.soFar(time) : time;
}
