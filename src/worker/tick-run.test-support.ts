import type { SceneDocument } from '../document/types.ts';
import { createAgenda } from '../sim/agenda.ts';
import type { Running, Skipping } from './running.ts';

/**
 * A run with one event every millisecond of simulated time, each of which takes `eventMs` of the
 * viewer's time.
 */
export class TickRun implements Running {
  now = 0;
  horizon = 0;
  trouble = null;
  stopped: Running['stopped'] = null;
  flights = createAgenda();
  lanes = [];
  updates: SceneDocument[] = [];
  canChange = true;
  failAt = Number.POSITIVE_INFINITY;
  stopAt = Number.POSITIVE_INFINITY;
  readonly work: (events: number) => void;

  constructor(work: (events: number) => void) {
    this.work = work;
  }

  runUntil = (until: number, maxEvents: number): boolean => {
    this.stopped = null;
    for (let left = maxEvents; left > 0; left--) {
      const next = Math.floor(this.now / 1000) * 1000 + 1000;
      if (next > until) {
        this.now = until;
        return true;
      }
      if (next >= this.failAt) throw new Error('the run broke at 5 ms');
      this.now = next;
      this.work(1);
      if (next === this.stopAt) {
        this.stopped = { condition: 0, at: next, words: 'enough' };
        return true;
      }
    }
    return false;
  };
  step = (): boolean => {
    this.now = Math.floor(this.now / 1000) * 1000 + 1000;
    return true;
  };
  seek = (to: number, maxEvents: number): boolean => {
    if (to < this.now) this.now = 0;
    return this.runUntil(to, maxEvents);
  };
  update = (document: SceneDocument): boolean => {
    if (!this.canChange) return false;
    this.updates.push(document);
    return true;
  };
  isBehind = false;
  /** How far its conditions have been judged. */
  judged = 0;
  catchUp = (maxEvents: number): boolean => {
    for (let left = maxEvents; left > 0 && this.isBehind; left--) {
      if (this.judged >= this.now) this.isBehind = false;
      else {
        this.judged += 1000;
        this.work(1);
      }
    }
    return !this.isBehind;
  };
  moving = 0;
  happenedAt = 0;
  /** What the next look for something that matters finds, and when. */
  matters: { at: number; why: ReturnType<Skipping['go']> } = { at: 50_000, why: 'found' };
  skip = (): Skipping => {
    const { now: from, horizon } = this;
    const go = (events: number) => {
      const isThere = this.runUntil(this.matters.at, events);
      return isThere ? this.matters.why : 'looking';
    };
    const back = () => {
      this.now = from;
    };
    return { from, horizon, go, back };
  };
  recent = () => createAgenda();
  isSentFor = () => false;
  nodes = () => [];
  observation = () => undefined;
  isPartOf = () => false;
  cards = () => [];
  edges = () => [];
  kindOf = (): string | null => null;
  marks = () => [];
  moments = () => [];
  trace = () => ({ events: 0, hash: '' });
  fitSpeed = () => 0.02;
  picked = (dot: { flight: number | null; message: number } | null) => {
    if (dot === null) return { message: null, words: null };
    const { flight, message } = dot;
    const words = flight === null ? 'over' : 'GET /, from web';
    return { message, words: `request ${message}, ${words}` };
  };
  /** Each stretch of an answer's work takes a millisecond; 20 make an answer. */
  answer = function* (this: TickRun) {
    for (let i = 0; i < 20; i++) {
      this.work(1);
      yield;
    }
    return { slowest: [], failed: [], at: this.now };
  };
}
