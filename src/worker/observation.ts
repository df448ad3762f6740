/** What the page hears of a run many times a second. */
import type { Painter } from './painter.ts';
import type { Report } from './protocol.ts';
import type { Running, Skipping } from './running.ts';

type Observation = Extract<Report, { type: 'observation' }>;

/** While it plays, nothing has happened for so long of watching where there may be time to skip. */
const QUIET_MS = 500;

/** What the run itself does not know: how it is played and what the page has asked for. */
interface Play
  extends Pick<
    Observation,
    'revision' | 'sought' | 'ticket' | 'playing' | 'speed' | 'lagging' | 'judging'
  > {
  readonly skipping: Skipping | null;
}

type Seen = Pick<Painter, 'share' | 'classes' | 'isStretched' | 'followedAt'>;

/** @param at the viewer's time in milliseconds */
export function observe(run: Running, play: Play, painter: Seen, at: number): Observation {
  const { skipping, ...said } = play;
  return {
    type: 'observation',
    ...said,
    quiet: isQuiet(run, play),
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

function isQuiet(run: Running, { sought, playing, speed }: Play): boolean {
  if (sought !== null || run.moving > 0) return false;
  return !playing || run.now - run.happenedAt > QUIET_MS * 1000 * speed;
}
