/** What the page hears of a run many times a second. */
import type { Painter } from './painter.ts';
import type { Report } from './protocol.ts';
import type { Running, Skipping } from './running.ts';

type Observation = Extract<Report, { type: 'observation' }>;

/** What the run itself does not know: how it is played and what the page has asked for. */
interface Play
  extends Pick<Observation, 'revision' | 'sought' | 'ticket' | 'playing' | 'speed' | 'lagging'> {
  readonly quiet: boolean;
  readonly skipping: Skipping | null;
}

type Seen = Pick<Painter, 'share' | 'classes' | 'isStretched' | 'followedAt'>;

/** @param at the viewer's time in milliseconds */
export function observe(run: Running, play: Play, painter: Seen, at: number): Observation {
  const { skipping, ...said } = play;
  return {
    type: 'observation',
    ...said,
    at: skipping?.from ?? run.now,
    skipping: skipping === null ? null : run.now,
    cards: run.cards(),
    edges: run.edges(),
    followedAt: painter.followedAt,
    dotsPerMessage: painter.share,
    stretched: painter.isStretched(at),
    classes: painter.classes(at),
    marks: run.marks(),
    moments: run.moments(),
    stopped: play.playing ? null : run.stopped,
    horizon: skipping?.horizon ?? run.horizon,
    trouble: run.trouble,
    trace: run.trace(),
  };
}
