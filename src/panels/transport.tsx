/**
 * Playback: back to the start, play, one event, the clock, the timeline and the speed; below it
 * what the dots mean.
 */
import { FastForward, Pause, Play, SkipBack, StepForward } from 'lucide-react';
import { pause, play, seek, setSpeed, skipQuiet, step, usePlayback } from '../store/playback.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { Slider } from '../ui/slider.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { clockRoom } from './clock-room.ts';
import {
  clockText,
  SPEED_SLIDER,
  shortClock,
  sliderOfSpeed,
  speedOfSlider,
  speedText,
} from './format.ts';
import { Legend } from './legend.tsx';
import { StopNotice, StopWhen } from './stops/stop-when.tsx';
import { Fork } from './timeline/fork.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { roundAlong, timelineEnd } from './timeline/timeline-scale.ts';
import css from './transport.module.css';
import { words } from './words.ts';

export function Transport() {
  return (
    <Island label={words.transport.label}>
      <div className={css.around}>
        <div className={css.transport}>
          <Buttons />
          <Clock />
          <div className={css.timeline}>
            <Timeline />
          </div>
          <Speed />
        </div>
      </div>
      <div className={css.remarks}>
        <Legend />
        <StopNotice />
        <Fork />
        <Remarks />
      </div>
    </Island>
  );
}

function Buttons() {
  const playing = usePlayback((state) => state.playing);
  return (
    <div className={css.buttons}>
      <IconButton
        label={words.transport.reset}
        icon={<SkipBack strokeWidth={1.5} />}
        onClick={() => seek(0)}
      />
      <IconButton
        label={playing ? words.transport.pause : words.transport.play}
        shortcut="Space"
        size="large"
        look={playing ? 'plain' : 'accent'}
        icon={playing ? <Pause strokeWidth={1.5} /> : <Play strokeWidth={1.5} />}
        onClick={playing ? pause : play}
      />
      <IconButton
        label={words.transport.step}
        shortcut="."
        icon={<StepForward strokeWidth={1.5} />}
        onClick={step}
      />
      <Skip />
      <StopWhen />
    </div>
  );
}

/** Where something is happening it can be reached and says so, but does nothing. */
function Skip() {
  const isQuiet = usePlayback(({ report }) => report?.quiet ?? false);
  const isSkipping = usePlayback(({ report }) => (report?.skipping ?? null) !== null);
  const { skip, notQuiet, stopSkipping } = words.transport;
  return (
    <IconButton
      label={isSkipping ? stopSkipping : isQuiet ? skip : notQuiet}
      shortcut="S"
      icon={<FastForward strokeWidth={1.5} />}
      aria-disabled={!isQuiet && !isSkipping}
      onClick={skipQuiet}
    />
  );
}

/** Height of the clock's letters in pixels. */
const CLOCK_SIZE = 15;
/** Slower than this (simulated seconds a second) and while it stands, microseconds are seen. */
const SLOW = 0.005;

/**
 * It has room for every moment up to the end of the line, so that it never moves what stands beside
 * it.
 */
function Clock() {
  const at = usePlayback((state) => state.at);
  const isUpToDate = usePlayback((state) => state.isUpToDate);
  const room = usePlayback(({ at: now, report }) =>
    clockRoom(timelineEnd(Math.max(now, report?.horizon ?? 0)) - 1, CLOCK_SIZE),
  );
  const isFine = usePlayback(({ playing, speed }) => !playing || speed < SLOW);
  return (
    <div className={css.clock} style={{ '--room': `${room}px` } as React.CSSProperties}>
      <output aria-label={words.transport.clock} aria-live="off" aria-busy={!isUpToDate}>
        {clockText(at)}
      </output>
      <span className={css.micros} aria-hidden="true">
        {isFine ? String(at % 1000).padStart(3, '0') : ''}
      </span>
    </div>
  );
}

function Speed() {
  const asked = usePlayback((state) => state.asked);
  const speed = usePlayback((state) => state.speed);
  const said =
    asked === 'max'
      ? words.transport.asFastAsPossible
      : words.transport.speedShows(speedText(speed));
  return (
    <div className={css.speed}>
      <Slider
        label={words.transport.speed}
        value={asked === 'max' ? SPEED_SLIDER.most : sliderOfSpeed(speed)}
        min={SPEED_SLIDER.least}
        max={SPEED_SLIDER.most}
        step={1}
        words={said}
        onChange={(position) => setSpeed(speedOfSlider(position))}
      />
      <span className={css.says}>{said}</span>
      <Tooltip text={words.transport.fitHelp} side="top">
        <Button
          look="plain"
          aria-label={words.transport.fitName}
          aria-pressed={asked === 'fit'}
          onClick={() => setSpeed('fit')}
        >
          {words.transport.fit}
        </Button>
      </Tooltip>
      <Tooltip text={words.transport.maxHelp} side="top">
        <Button
          look="plain"
          aria-label={words.transport.maxName}
          aria-pressed={asked === 'max'}
          onClick={() => setSpeed('max')}
        >
          {words.transport.max}
        </Button>
      </Tooltip>
    </div>
  );
}

/** As exactly as the way of a search is shown, in microseconds. */
const MINUTE = 60e6;

/**
 * What the person should know about the run: that it cannot keep up, or why it slows itself down.
 */
function Remarks() {
  const lagging = usePlayback((state) => state.report?.lagging ?? null);
  const trouble = usePlayback((state) => state.report?.trouble ?? null);
  const asked = usePlayback((state) => state.asked);
  const skipping = usePlayback((state) => state.report?.skipping ?? null);
  const sentences = [
    skipping === null ? null : words.transport.skipping(shortClock(roundAlong(skipping, MINUTE))),
    trouble,
    lagging !== null && asked !== 'max' ? words.transport.lagging(speedText(lagging)) : null,
  ].filter((sentence) => sentence !== null);
  return <p className={css.remark}>{sentences.join(' ')}</p>;
}
