/**
 * HAProxy's `leastconn`. Servers stand in a line, ordered by what one more would make of their load
 * for their weight; idle ones stand in front, whatever they weigh. Whose load or weight changes, or
 * who returns, goes to the end of its equals: so idle servers take turns, and of two with the same
 * load the one that got it first is next. Weights 3, 2, 1 that keep all they get are filled a b c a
 * b a a b a c b a; idle ones of weights 1, 3, 2 get a b c a b c.
 *
 * nginx's least connections differs: it compares what they hold now, and ties go by its smooth
 * rotation. Source: HAProxy 2.6 (lb_fwlc.c), checked against runs of it.
 */
import { type Backend, isUsable, type Moves } from './backend.ts';

/** The largest weight; loads are kept as whole numbers of this for each unit of weight. */
const LARGEST = 256;

export interface LeastConnections {
  /** Weights of those in the line, 0 for others. */
  readonly weights: number[];
  /** Which move, or change of weight or health, put each at the end of its equals. */
  readonly since: number[];
}

/** A line in the order of the members, as of a process that starts now. */
export function createLeastConnections(
  members: readonly Backend[],
  moves: Moves,
): LeastConnections {
  const since = ++moves.moves;
  return { weights: members.map(weightNow), since: members.map(() => since) };
}

/**
 * The same line for other members: `from` says which of the old ones each is, -1 for a newcomer.
 */
export function carryLeastConnections(
  state: LeastConnections,
  from: readonly number[],
  members: readonly Backend[],
  moves: Moves,
): LeastConnections {
  const carried: LeastConnections = {
    weights: from.map((at) => state.weights[at] ?? 0),
    since: from.map((at) => state.since[at] ?? 0),
  };
  catchUp(carried, members, moves);
  return carried;
}

function weightNow(backend: Backend): number {
  return backend.isUp ? backend.weight : 0;
}

function catchUp(state: LeastConnections, members: readonly Backend[], moves: Moves): void {
  for (let i = 0; i < members.length; i++) {
    const weight = weightNow(members[i] as Backend);
    if (weight === state.weights[i]) continue;
    state.weights[i] = weight;
    state.since[i] = ++moves.moves;
  }
}

/** The position among `members` of the first in the line that is usable; -1 when none is. */
export function pickLeastConnections(
  state: LeastConnections,
  members: readonly Backend[],
  moves: Moves,
): number {
  catchUp(state, members, moves);
  let best = -1;
  let bestLoad = 0;
  let bestSince = 0;
  for (let i = 0; i < members.length; i++) {
    const backend = members[i] as Backend;
    if (!isUsable(backend)) continue;
    const load = loadOf(backend);
    const since = Math.max(backend.movedAt, state.since[i] as number);
    if (best >= 0 && (load > bestLoad || (load === bestLoad && since >= bestSince))) continue;
    best = i;
    bestLoad = load;
    bestSince = since;
  }
  return best;
}

/**
 * Rounded down, so that loads which hardly differ are equal: one request weighs 2 for weights of
 * 200 and of 256.
 */
function loadOf({ active, weight }: Backend): number {
  return active === 0 ? 0 : Math.trunc(((active + 1) * LARGEST) / weight);
}
