/**
 * What the cards and edges say right now, at most four times a second and only where it differs, so
 * that a card re-renders when its own words change and never because another's did.
 */
import { create } from 'zustand';
import { cssInk } from '../lib/ink.ts';
import type { CardReport, EdgeReport } from '../worker/protocol.ts';
import { type ObservationReport, usePlayback } from './playback.ts';
import { throttled } from './throttled.ts';

const LEAST_MS = 250;

export interface CardWords {
  words: string;
  tone: CardReport['tone'];
  /** Of the state, in CSS, where its kind brings one. */
  ink?: string | undefined;
  /** Who gives it nothing for now, and why; a line each. */
  out: string;
  /** Faults that are over by themselves, as `over` of the report, separated by spaces. */
  over: string;
}

/** `level` is the traffic in steps that a line's width can show, 0 to 4. */
export interface EdgeWords {
  cut: EdgeReport['cut'];
  perSecond: number;
  level: number;
}

interface Live {
  cards: ReadonlyMap<string, CardWords>;
  edges: ReadonlyMap<string, EdgeWords>;
}

export const useLive = create<Live>()(() => ({ cards: new Map(), edges: new Map() }));

throttled(() => {
  const { report } = usePlayback.getState();
  if (report !== null) useLive.setState(liveOf(report, useLive.getState()));
}, LEAST_MS);

/** The report as words; what is unchanged stays the very same object. */
export function liveOf(report: Pick<ObservationReport, 'cards' | 'edges'>, before: Live): Live {
  const cards = new Map(
    report.cards.map(({ id, words, tone, ink, out = [], over = [] }) => {
      const now = {
        words,
        tone,
        ink: ink && cssInk(ink),
        out: out.join('\n'),
        over: over.join(' '),
      };
      return keep(id, now, before.cards.get(id));
    }),
  );
  const edges = new Map(
    report.edges.map(({ id, cut, perSecond }) => {
      const rounded = roundRate(perSecond);
      const words = { cut, perSecond: rounded, level: levelOf(rounded) };
      return keep(id, words, before.edges.get(id));
    }),
  );
  return { cards, edges };
}

function keep<T extends object>(id: string, now: T, before: T | undefined): [string, T] {
  const same =
    before !== undefined &&
    (Object.keys(now) as (keyof T)[]).every((key) => now[key] === before[key]);
  return [id, same ? before : now];
}

/** Two significant digits: a rate that trembles less than that is not worth a new line. */
function roundRate(perSecond: number): number {
  if (perSecond <= 0) return 0;
  let unit = 0.1;
  while (perSecond >= unit * 100) unit *= 10;
  return Math.round(perSecond / unit) * unit;
}

function levelOf(perSecond: number): number {
  if (perSecond <= 0) return 0;
  if (perSecond < 10) return 1;
  if (perSecond < 100) return 2;
  return perSecond < 1000 ? 3 : 4;
}
