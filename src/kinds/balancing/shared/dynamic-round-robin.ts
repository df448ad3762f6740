/**
 * HAProxy's `roundrobin`. Imagine a ruler on which each pick is one notch: a backend that was used
 * is put back onto the ruler one interval further on, and its interval is the shorter the more it
 * weighs. The next pick takes whoever is due; nobody due means there is a hole, filled by the
 * heaviest backend not yet used in this period. The order differs from nginx's for the same
 * weights.
 *
 * Nothing starts anew when backends leave, return or change weight: who returns is put onto the
 * ruler where its interval would end, who changes weight moves from its last place, and the length
 * of the period follows at its end. Weights 1, 1, 1 with the second away after the first pick give
 * a | c a c a c, and once it is back a c b a c b.
 *
 * HAProxy keeps trees; here a scan of a few arrays does the same. Source: HAProxy 2.6 (lb_fwrr.c),
 * checked against runs of it.
 */
import { type Backend, isUsable } from './backend.ts';

/** Weights are multiplied by this inside HAProxy, to leave room for slow start. */
const SCALE = 16;
const WEIGHT_RANGE = 256;
const LARGEST = WEIGHT_RANGE * SCALE;

const PLACE = { init: 0, due: 1, next: 2, out: 3 } as const;

export interface DynamicRoundRobin {
  /**
   * Scaled weights of those in the rotation, 0 for others; their sum; and what that was when this
   * period began.
   */
  readonly weights: number[];
  total: number;
  period: number;
  /** Notch reached so far; a period goes from its own length to twice that. */
  position: number;
  /**
   * Which list each backend is in: not yet used in this period, on the ruler, in the next period,
   * or in none.
   */
  readonly place: number[];
  /** Its next notch, the one before, and the remainder of its interval. */
  readonly notch: number[];
  readonly last: number[];
  readonly rest: number[];
  /** Order within a list: by key, then by who was put there first. */
  readonly key: number[];
  readonly since: number[];
  sequence: number;
}

/** A fresh start, as of a process that finds its backends as they are now. */
export function createDynamicRoundRobin(members: readonly Backend[]): DynamicRoundRobin {
  const weights = members.map(weightNow);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    weights,
    total,
    period: total,
    position: total,
    place: weights.map((weight) => (weight > 0 ? PLACE.init : PLACE.out)),
    notch: weights.map(() => 0),
    last: weights.map(() => 0),
    rest: weights.map(() => 0),
    key: weights.map((weight) => LARGEST - weight),
    since: weights.map((_, i) => i),
    sequence: weights.length,
  };
}

/**
 * The same rotation for other members: `from` says which of the old ones each is, -1 for a
 * newcomer.
 */
export function carryDynamic(
  state: DynamicRoundRobin,
  from: readonly number[],
  members: readonly Backend[],
): DynamicRoundRobin {
  const kept = (values: readonly number[], otherwise: number): number[] =>
    from.map((at) => values[at] ?? otherwise);
  const weights = kept(state.weights, 0);
  const carried: DynamicRoundRobin = {
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0),
    period: state.period,
    position: state.position,
    place: kept(state.place, PLACE.out),
    notch: kept(state.notch, 0),
    last: kept(state.last, 0),
    rest: kept(state.rest, 0),
    key: kept(state.key, 0),
    since: kept(state.since, 0),
    sequence: state.sequence,
  };
  catchUp(carried, members);
  return carried;
}

function weightNow(backend: Backend): number {
  return backend.isUp ? backend.weight * SCALE : 0;
}

/** Takes over what happened to weights and health since the last pick. */
function catchUp(state: DynamicRoundRobin, members: readonly Backend[]): void {
  for (let i = 0; i < members.length; i++) {
    const weight = weightNow(members[i] as Backend);
    if (weight !== state.weights[i]) changeWeight(state, i, weight);
  }
}

function changeWeight(state: DynamicRoundRobin, at: number, weight: number): void {
  const before = state.weights[at] as number;
  state.weights[at] = weight;
  state.total += weight - before;
  if (weight === 0) state.place[at] = PLACE.out;
  else if (before === 0) {
    // Unsigned, as in HAProxy: past the end of a shrunken period the distance wraps round and means
    // the next period.
    const left = (state.total + state.period - state.position) >>> 0;
    state.notch[at] = state.position + Math.trunc(left / weight);
    putOnRuler(state, at);
  } else if (state.place[at] === PLACE.init) putByWeight(state, at, PLACE.init);
  else moveOnRuler(state, at);
}

/**
 * One that stays gets the notch its new interval would have brought it to, but none later than
 * before, and none in the past.
 */
function moveOnRuler(state: DynamicRoundRobin, at: number): void {
  const before = (state.notch[at] as number) + (state.place[at] === PLACE.next ? state.period : 0);
  const step = Math.trunc(state.total / (state.weights[at] as number));
  let notch = Math.min((state.last[at] as number) + step, before);
  if (notch < state.position + 2) notch = state.position + step;
  state.notch[at] = notch;
  state.rest[at] = 0;
  putOnRuler(state, at);
}

/** The next backend's position among `members`; -1 when none is usable. */
export function pickDynamic(state: DynamicRoundRobin, members: readonly Backend[]): number {
  catchUp(state, members);
  if (state.total === 0) return -1;
  if (state.period === 0) turnPeriod(state);
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
    state.since[at] = state.sequence++;
    state.position++;
    if (isUsable(members[at] as Backend)) {
      putOnRuler(state, at);
      putBack(state, passedOver, switched);
      return at;
    }
    passedOver++;
  }
}

/**
 * Whoever is due on the ruler; else the first of this period's unused; else whoever comes next on
 * the ruler.
 */
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
  state.last[at] = from;
  state.notch[at] = notch;
  state.rest[at] = rest;
}

/** What would lie beyond this period, or beyond what will be one, waits for the next. */
function putOnRuler(state: DynamicRoundRobin, at: number): void {
  const notch = state.notch[at] as number;
  if (notch >= state.period + Math.min(state.period, state.total)) {
    state.notch[at] = notch - state.period;
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
  state.period = state.total;
  state.position = state.total;
}

/**
 * Backends passed over return to where they belong, the last one first; after a new period began
 * only their weight matters. They are in no list though they have a weight.
 */
function putBack(state: DynamicRoundRobin, count: number, switched: boolean): void {
  for (let left = count; left > 0; left--) {
    let latest = -1;
    for (let i = 0; i < state.place.length; i++) {
      if (state.place[i] !== PLACE.out || state.weights[i] === 0) continue;
      if (latest < 0 || (state.since[i] as number) > (state.since[latest] as number)) latest = i;
    }
    if (latest < 0) return;
    if (switched) putByWeight(state, latest, PLACE.init);
    else putOnRuler(state, latest);
  }
}
