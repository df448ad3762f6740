/**
 * HAProxy's `roundrobin`. Imagine a ruler on which each pick is one notch: a backend that was used is put back onto the ruler one
 * interval further on, and its interval is the shorter the more it weighs. The next pick takes whoever is due; nobody due means there
 * is a hole, filled by the heaviest backend not yet used in this period. The order differs from nginx's for the same weights.
 *
 * HAProxy keeps trees, because weights may change at any moment; here a scan of a few arrays does the same. A backend that cannot be
 * used is passed over like a full one (HAProxy takes it out of the trees).
 * Source: HAProxy 2.6 (lb_fwrr.c), checked against runs of it.
 */
import { type Backend, isUsable } from './backend.ts';

/** Weights are multiplied by this inside HAProxy, to leave room for slow start. */
const SCALE = 16;
const WEIGHT_RANGE = 256;
const LARGEST = WEIGHT_RANGE * SCALE;

const PLACE = { init: 0, due: 1, next: 2, out: 3 } as const;

export interface DynamicRoundRobin {
  /** Scaled weights and their sum. */
  readonly weights: readonly number[];
  readonly total: number;
  /** Notch reached so far. */
  position: number;
  /** Which list each backend is in: not yet used in this period, on the ruler, in the next period, or taken out for a moment. */
  readonly place: number[];
  /** Its next notch, and the remainder of its interval. */
  readonly notch: number[];
  readonly rest: number[];
  /** Order within a list: by key, then by who was put there first. */
  readonly key: number[];
  readonly since: number[];
  sequence: number;
}

export function createDynamicRoundRobin(weights: readonly number[]): DynamicRoundRobin {
  const scaled = weights.map((weight) => weight * SCALE);
  const total = scaled.reduce((sum, weight) => sum + weight, 0);
  return {
    weights: Object.freeze(scaled),
    total,
    position: total,
    place: weights.map((weight) => (weight > 0 ? PLACE.init : PLACE.out)),
    notch: weights.map(() => 0),
    rest: weights.map(() => 0),
    key: scaled.map((weight) => LARGEST - weight),
    since: weights.map((_, i) => i),
    sequence: weights.length,
  };
}

/** The next backend's position among `members`; -1 when none is usable. */
export function pickDynamic(state: DynamicRoundRobin, members: readonly Backend[]): number {
  let switched = false;
  let passedOver = 0;
  for (;;) {
    const at = nextDue(state);
    if (at < 0) {
      if (switched) {
        putBack(state, passedOver, switched);
        return -1;
      }
      switched = true;
      turnPeriod(state);
      continue;
    }
    advance(state, at);
    state.place[at] = PLACE.out;
    state.position++;
    if (isUsable(members[at] as Backend)) {
      putOnRuler(state, at);
      putBack(state, passedOver, switched);
      return at;
    }
    passedOver++;
  }
}

/** Whoever is due on the ruler; else the first of this period's unused; else whoever comes next on the ruler. */
function nextDue(state: DynamicRoundRobin): number {
  const onRuler = firstOf(state, PLACE.due);
  if (onRuler >= 0 && (state.notch[onRuler] as number) <= state.position) return onRuler;
  const unused = firstOf(state, PLACE.init);
  if (unused < 0) return onRuler;
  state.notch[unused] = 0;
  state.rest[unused] = 0;
  return unused;
}

function firstOf(state: DynamicRoundRobin, place: number): number {
  let best = -1;
  for (let i = 0; i < state.place.length; i++) {
    if (state.place[i] !== place) continue;
    if (best < 0 || isBefore(state, i, best)) best = i;
  }
  return best;
}

function isBefore(state: DynamicRoundRobin, a: number, b: number): boolean {
  const byKey = (state.key[a] as number) - (state.key[b] as number);
  return byKey < 0 || (byKey === 0 && (state.since[a] as number) < (state.since[b] as number));
}

function advance(state: DynamicRoundRobin, at: number): void {
  const weight = state.weights[at] as number;
  const from = state.notch[at] === 0 ? state.position : (state.notch[at] as number);
  let notch = from + Math.trunc(state.total / weight);
  let rest = (state.rest[at] as number) + (state.total % weight);
  if (rest >= weight) {
    rest -= weight;
    notch++;
  }
  state.notch[at] = notch;
  state.rest[at] = rest;
}

function putOnRuler(state: DynamicRoundRobin, at: number): void {
  const notch = state.notch[at] as number;
  if (notch >= 2 * state.total) {
    state.notch[at] = notch - state.total;
    putByWeight(state, at, PLACE.next);
    return;
  }
  const late = LARGEST + (state.rest[at] as number) - (state.weights[at] as number);
  state.place[at] = PLACE.due;
  state.key[at] = WEIGHT_RANGE * notch + Math.trunc(late / SCALE);
  state.since[at] = state.sequence++;
}

function putByWeight(state: DynamicRoundRobin, at: number, place: number): void {
  state.place[at] = place;
  state.key[at] = LARGEST - (state.weights[at] as number);
  state.since[at] = state.sequence++;
}

/** A new period: those set aside for it are the unused ones now. */
function turnPeriod(state: DynamicRoundRobin): void {
  for (let i = 0; i < state.place.length; i++) {
    if (state.place[i] === PLACE.next) state.place[i] = PLACE.init;
  }
  state.position = state.total;
}

/** Backends passed over return to where they belong; after a new period began only their weight matters. */
function putBack(state: DynamicRoundRobin, count: number, switched: boolean): void {
  if (count === 0) return;
  for (let i = 0; i < state.place.length; i++) {
    if (state.place[i] !== PLACE.out || state.weights[i] === 0) continue;
    if (switched) putByWeight(state, i, PLACE.init);
    else putOnRuler(state, i);
  }
}
