/**
 * The timeline: the line to scrub along, above it what the document does and when, below it what
 * happened: nodes that went down and came back, conditions that paused the run. A moment pointed at
 * here is shown on the charts, and the other way round.
 */
import { useEffect, useRef, useState } from 'react';
import { useDocument } from '../../store/document.ts';
import { pointAt, useInstruments } from '../../store/instruments.ts';
import { type Micros, usePlayback } from '../../store/playback.ts';
import { late } from '../../ui/late.tsx';
import { shortClock } from '../format.ts';
import css from './timeline.module.css';
import { roundAlong, timelineEnd, timelineTicks } from './timeline-scale.ts';
import { momentUnder, Track } from './track.tsx';

// The first picture does not wait for marks.
const Marks = late(async () => (await import('./marks.tsx')).Marks);
const Moments = late(async () => (await import('./moments.tsx')).Moments);

export function Timeline() {
  const line = useRef<HTMLDivElement>(null);
  const width = useWidth(line);
  const commands = useDocument((state) => state.document.commands);
  const last = commands.reduce((latest, command) => Math.max(latest, command.at * 1000), 0);
  // It changes rarely: the end of the line is a round time.
  const end = usePlayback(({ at, report }) =>
    timelineEnd(Math.max(at, report?.horizon ?? 0, last)),
  );
  return (
    <div
      ref={line}
      className={css.timeline}
      onPointerMove={(event) => {
        if (event.pointerType === 'mouse') pointAt(momentUnder(event, end));
      }}
      onPointerLeave={() => pointAt(null)}
    >
      <Track end={end} />
      <div className={css.ticks} aria-hidden="true">
        {timelineTicks(end, width).map(({ at, text }) => (
          <span key={at} className={css.tick} style={{ left: `${(at / end) * 100}%` }}>
            {text}
          </span>
        ))}
      </div>
      <Pointed end={end} width={width} />
      {width === 0 ? null : (
        <>
          <Marks end={end} width={width} />
          <Moments end={end} width={width} />
        </>
      )}
    </div>
  );
}

/** Where the pointer is in time, here or on a chart. */
function Pointed({ end, width }: { end: Micros; width: number }) {
  const at = useInstruments((state) => state.pointedAt);
  if (at === null || at < 0 || at > end) return null;
  const share = at / end;
  // Towards the ends the words lean inwards.
  const lean = { '--lean': `${-100 * share}%`, left: `${share * 100}%` } as React.CSSProperties;
  return (
    <div className={css.pointed} style={lean} aria-hidden="true" data-pointed={Math.round(at)}>
      <span>{shortClock(roundAlong(at, width === 0 ? 1 : end / width))}</span>
    </div>
  );
}

/** The element's width as it changes; 0 until it is known. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = () => setWidth(Math.round(current.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
