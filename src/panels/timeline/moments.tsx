/**
 * What happened by itself: nodes that went down, filled up or came back, and conditions that paused
 * the run. One tab stop, arrows from one to the next; where many lie at one place, a number stands
 * for them and opens their list.
 */
import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import { cssInk } from '../../lib/ink.ts';
import { TONES } from '../../lib/tone.ts';
import { type Micros, usePlayback } from '../../store/playback.ts';
import { late } from '../../ui/late.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { Moment } from '../../worker/protocol.ts';
import { shortClock } from '../format.ts';
import { goTo } from '../go-to.ts';
import { spread } from './spread.ts';
import css from './timeline.module.css';
import { words } from './words.ts';

const MomentList = late(async () => (await import('./moment-list.tsx')).MomentList);

const NONE: readonly Moment[] = [];
let kept: readonly Moment[] = NONE;

/** Every report brings its own list; as long as it says the same, it is the same. */
function momentsOf({ report }: { report: { moments: readonly Moment[] } | null }) {
  const fresh = report?.moments ?? NONE;
  const isSame =
    fresh.length === kept.length &&
    fresh.every((moment, index) => {
      const old = kept[index];
      return moment.at === old?.at && moment.words === old.words && moment.node === old.node;
    });
  if (!isSame) kept = fresh;
  return kept;
}

export const Moments = memo(function Moments({ end, width }: { end: Micros; width: number }) {
  const moments = usePlayback(momentsOf);
  const [reached, setReached] = useState(0);
  const [opened, setOpened] = useState<readonly number[] | null>(null);
  const anchor = useRef<HTMLElement | null>(null);
  const spots = useMemo(
    () =>
      spread(
        moments.map(({ at }) => (at * width) / end),
        width,
        1,
      ),
    [moments, end, width],
  );
  if (spots.length === 0) return null;
  const stop = Math.min(reached, spots.length - 1);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(spots.length - 1, Math.max(0, stop + way));
    setReached(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus({ preventScroll: true });
  };
  return (
    <div className={css.moments} role="toolbar" aria-label={words.moments} onKeyDown={walk}>
      {spots.map(({ x, items }, place) => {
        const first = moments[items[0] ?? 0];
        const worst = worstOf(items, moments);
        if (first === undefined || worst === undefined) return null;
        const says = saysOf(items, moments);
        return (
          <Tooltip key={`${items[0]} ${first.at}`} text={says} side="top">
            <button
              type="button"
              className={css.moment}
              style={{ left: x, color: worst.ink && cssInk(worst.ink) }}
              tabIndex={place === stop ? 0 : -1}
              data-what={first.what}
              data-tone={worst.tone}
              aria-label={says}
              onFocus={() => setReached(place)}
              onClick={(event) => {
                anchor.current = event.currentTarget;
                if (items.length === 1) goTo(first.at);
                else setOpened(items);
              }}
            >
              {items.length === 1 ? null : items.length}
            </button>
          </Tooltip>
        );
      })}
      {opened === null ? null : (
        <MomentList
          moments={opened.flatMap((index) => moments[index] ?? [])}
          anchor={anchor}
          onClose={() => setOpened(null)}
          show={(isShown) => setOpened(isShown ? opened : null)}
        />
      )}
    </div>
  );
});

function saysOf(items: readonly number[], moments: readonly Moment[]): string {
  const [first, last] = [moments[items[0] ?? 0], moments[items.at(-1) ?? 0]];
  if (first === undefined || last === undefined) return '';
  if (items.length === 1) return words.moment(first.words, shortClock(first.at));
  return words.severalMoments(items.length, shortClock(first.at), shortClock(last.at));
}

/** The first of the worst of them. */
function worstOf(items: readonly number[], moments: readonly Moment[]): Moment | undefined {
  const shown = items.flatMap((index) => moments[index] ?? []);
  return shown.toSorted((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone))[0];
}
