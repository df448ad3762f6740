/**
 * The balancing algorithms. Each looks at a tier's members in their order and returns a
 * position, or -1 when none can be used. None allocates: a pick is made for every request.
 */

import type { Sim } from '../../../sim/sim.ts';
import type { StreamId } from '../../../sim/types.ts';
import { type Backend, isUsable, type Moves } from './backend.ts';
import { pickDynamic } from './dynamic-round-robin.ts';
import { pickLeastConnections } from './least-connections.ts';
import type { Group, Tier } from './tier.ts';

/** What a decision may depend on besides the backends. */
export interface Chooser extends Moves {
  /** Where randomness comes from. */
  stream: StreamId;
  /** How many backends power of two choices compares (its name says two). */
  choices: number;
}

/** After this many unlucky draws or hashes nginx falls back to round robin. */
const TRIES = 20;

/**
 * The backend for a request from this address: a primary, else a backup; null when none can be
 * used. Counts nothing.
 */
export function pickFrom(
  group: Group,
  sourceIp: string,
  chooser: Chooser,
  sim: Sim,
): Backend | null {
  if (group.toPrimary < 1 && sim.random(chooser.stream) >= group.toPrimary) {
    const backup = pickBackup(group, sourceIp, chooser, sim);
    if (backup !== null) return backup;
  }
  const { primary } = group;
  const at = pick(primary, sourceIp, chooser, sim);
  return at < 0 ? pickBackup(group, sourceIp, chooser, sim) : (primary.members[at] as Backend);
}

function pickBackup(group: Group, sourceIp: string, chooser: Chooser, sim: Sim): Backend | null {
  const { backup, allBackups } = group;
  const at = allBackups ? pick(backup, sourceIp, chooser, sim) : firstUp(backup);
  return backup.members[at] ?? null;
}

/** The first that is up, or nobody while that one is full. */
function firstUp({ members }: Tier): number {
  const at = members.findIndex((member) => member.weight > 0 && member.isUp);
  return at >= 0 && isUsable(members[at] as Backend) ? at : -1;
}

function pick(tier: Tier, sourceIp: string, chooser: Chooser, sim: Sim): number {
  if (tier.members.length === 0) return -1;
  switch (tier.algorithm) {
    case 'round-robin':
      return pickInTurn(tier);
    case 'weighted-round-robin':
      return pickSmooth(tier);
    case 'weighted-round-robin-haproxy':
      return tier.dynamic === null ? -1 : pickDynamic(tier.dynamic, tier.members);
    case 'static-round-robin':
      return pickFromMap(tier);
    case 'random':
      return pickRandom(tier, chooser, sim);
    case 'power-of-two':
      return pickBestOfDrawn(tier, chooser, sim);
    case 'least-request':
      return pickLeast(tier);
    case 'source-ip-hash':
      return pickByAddress(tier, sourceIp);
    case 'first':
      return tier.members.findIndex(isUsable);
    case 'random-two-nginx':
      return pickOfTwo(tier, chooser, sim);
    case 'least-connections-haproxy':
      return tier.least === null ? -1 : pickLeastConnections(tier.least, tier.members, chooser);
    default:
      return tier.algorithm satisfies never;
  }
}

/** One after the other, whatever they weigh. */
function pickInTurn(tier: Tier): number {
  const count = tier.members.length;
  for (let tries = 0; tries < count; tries++) {
    const at = tier.turn % count;
    tier.turn = at + 1;
    if (isUsable(tier.members[at] as Backend)) return at;
  }
  return -1;
}

/**
 * nginx's smooth weighted round robin: everyone gains its weight, the richest is chosen and pays
 * what all gained. Weights 5, 1, 1 give a a b a c a a. A backend that failed gains less, and
 * recovers by one a pick. Source: nginx 1.22.
 */
function pickSmooth(tier: Tier): number {
  const { members, current } = tier;
  let best = -1;
  let total = 0;
  for (let i = 0; i < members.length; i++) {
    const backend = members[i] as Backend;
    if (!isUsable(backend)) continue;
    total += gain(tier, i);
    if (best < 0 || (current[i] as number) > (current[best] as number)) best = i;
  }
  if (best >= 0) current[best] = (current[best] as number) - total;
  return best;
}

function gain(tier: Tier, at: number): number {
  const gained = tier.effective[at] as number;
  tier.current[at] = (tier.current[at] as number) + gained;
  if (gained < (tier.members[at] as Backend).weight) tier.effective[at] = gained + 1;
  return gained;
}

/**
 * A failed backend loses a share of its effective weight: all of it once it has failed `maxFails`
 * times. Source: nginx 1.22.
 */
export function loseWeight(group: Group, backend: Backend): void {
  if (backend.maxFails === 0) return;
  const tier = backend.backup ? group.backup : group.primary;
  const at = tier.members.indexOf(backend);
  if (at < 0) return;
  const left = (tier.effective[at] as number) - Math.trunc(backend.weight / backend.maxFails);
  tier.effective[at] = Math.max(0, left);
}

function pickFromMap(tier: Tier): number {
  const { map, members } = tier;
  for (let tries = 0; tries < map.length; tries++) {
    const place = tier.turn % map.length;
    tier.turn = place + 1;
    const at = map[place] as number;
    if (isUsable(members[at] as Backend)) return at;
  }
  return -1;
}

function pickRandom(tier: Tier, chooser: Chooser, sim: Sim): number {
  if (tier.totalWeight === 0) return -1;
  for (let tries = 0; tries < TRIES; tries++) {
    const at = drawn(tier, sim.random(chooser.stream));
    if (isUsable(tier.members[at] as Backend)) return at;
  }
  return pickSmooth(tier);
}

/** The least loaded of a few drawn by weight, with replacement; the first drawn among equals. */
function pickBestOfDrawn(tier: Tier, chooser: Chooser, sim: Sim): number {
  let best = pickRandom(tier, chooser, sim);
  if (best < 0) return -1;
  for (let i = 1; i < chooser.choices; i++) {
    const at = drawn(tier, sim.random(chooser.stream));
    const rival = tier.members[at] as Backend;
    if (isUsable(rival) && isLessLoaded(rival, tier.members[best] as Backend)) best = at;
  }
  return best;
}

/**
 * nginx's `random two`: two different ones drawn by weight, the less loaded for its weight of them;
 * among equals the second. So idle backends of weights 3 and 1 are chosen 1 : 3, because the
 * lighter one is mostly the second. When 21 draws do not give two, the choice is by smooth round
 * robin: with weights 10 and 1 that is one request in seven. Source: nginx 1.22.
 */
function pickOfTwo(tier: Tier, chooser: Chooser, sim: Sim): number {
  const { members } = tier;
  if (tier.totalWeight === 0) return -1;
  let first = -1;
  for (let tries = 0; members.length > 1 && tries <= TRIES; tries++) {
    const at = drawn(tier, sim.random(chooser.stream));
    const backend = members[at] as Backend;
    if (at === first || !isUsable(backend)) continue;
    if (first >= 0) return isLessLoaded(members[first] as Backend, backend) ? first : at;
    first = at;
  }
  return pickSmooth(tier);
}

function drawn(tier: Tier, chance: number): number {
  const wanted = chance * tier.totalWeight;
  let low = 0;
  let high = tier.cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tier.cumulative[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Compares active / weight without dividing. */
function isLessLoaded(a: Backend, b: Backend): boolean {
  return a.active * b.weight < b.active * a.weight;
}

/**
 * The fewest active for its weight; among equals, smooth weighted round robin. Source: nginx 1.22
 * least_conn.
 */
function pickLeast(tier: Tier): number {
  const { members, current } = tier;
  let least = -1;
  let tied = false;
  for (let i = 0; i < members.length; i++) {
    const backend = members[i] as Backend;
    if (!isUsable(backend)) continue;
    if (least < 0 || isLessLoaded(backend, members[least] as Backend)) {
      least = i;
      tied = false;
    } else if (!isLessLoaded(members[least] as Backend, backend)) tied = true;
  }
  if (!tied) return least;
  const lightest = members[least] as Backend;
  let best = least;
  let total = 0;
  for (let i = least; i < members.length; i++) {
    const backend = members[i] as Backend;
    if (!isUsable(backend) || isLessLoaded(lightest, backend)) continue;
    total += gain(tier, i);
    if ((current[i] as number) > (current[best] as number)) best = i;
  }
  current[best] = (current[best] as number) - total;
  return best;
}

/**
 * nginx's ip_hash: the first three octets of an IPv4 address choose among the weights laid end to
 * end, so that a network of 256 addresses stays together. Example: 10.0.0.2 over three equal
 * backends goes 89 → 3796 → 2520 → 2565, and 2565 mod 3 = 0 is the first. A backend that cannot be
 * used is hashed past, twenty times; then the choice is by smooth round robin.
 */
function pickByAddress(tier: Tier, sourceIp: string): number {
  const { members, totalWeight } = tier;
  if (totalWeight === 0) return -1;
  let hash = 89;
  for (let tries = 0; tries <= TRIES && members.length > 1; tries++) {
    hash = hashOctets(hash, sourceIp);
    let left = hash % totalWeight;
    let at = 0;
    while (left >= (members[at] as Backend).weight) left -= (members[at++] as Backend).weight;
    if (isUsable(members[at] as Backend)) return at;
  }
  return pickSmooth(tier);
}

const DOT = 46;
const ZERO = 48;

function hashOctets(from: number, address: string): number {
  let hash = from;
  let octet = 0;
  let octets = 0;
  for (let i = 0; octets < 3 && i < address.length; i++) {
    const code = address.charCodeAt(i);
    if (code === DOT) {
      hash = (hash * 113 + octet) % 6271;
      octet = 0;
      octets++;
    } else octet = octet * 10 + (code - ZERO);
  }
  return hash;
}
