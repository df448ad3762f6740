/**
 * Which way a caller takes to a frame whose members are found by DNS: it asks for the name, gets
 * one of the addresses in the answer, and keeps it for its time to live, whatever becomes of the
 * one that has it. Whoever is out of the answer is not enrolled.
 */
import type { Sim } from '../../sim/sim.ts';
import type { LaneIndex, Link, Micros } from '../../sim/types.ts';

/** An answer, by the edge along which it is used. */
interface Resolved {
  readonly edge: string;
  readonly lane: LaneIndex;
  readonly until: Micros;
}

/** The answers that a caller keeps. */
export interface Resolver {
  kept: readonly Resolved[];
  /** When the first of them is too old; Infinity while it has none. */
  expiresAt: Micros;
}

export function createResolver(): Resolver {
  return { kept: [], expiresAt: Number.POSITIVE_INFINITY };
}

/**
 * The lanes to call over now: all whose ends take part, but of a frame found by DNS the one that it
 * resolves to. Ask again when links change, and when an answer has expired.
 */
export function lanesToCall(resolver: Resolver, links: readonly Link[], sim: Sim): LaneIndex[] {
  const kept: Resolved[] = [];
  const lanes: LaneIndex[] = [];
  for (const link of links) {
    const { edge, lane, enrolled } = link;
    const ttl = ttlOf(link);
    if (ttl === null) {
      if (enrolled) lanes.push(lane);
    } else if (!kept.some((each) => each.edge === edge)) {
      const along = links.filter((each) => each.edge === edge);
      const answer = keptFor(resolver, along, sim.now) ?? ask(along, ttl, sim);
      if (answer === undefined) continue;
      kept.push(answer);
      lanes.push(answer.lane);
    }
  }
  resolver.kept = kept;
  resolver.expiresAt = Math.min(...kept.map(({ until }) => until));
  return lanes;
}

/** How long an address may be kept; null where it is not found by DNS. */
function ttlOf({ frameConfig }: Link): Micros | null {
  if (frameConfig?.mode !== 'dns') return null;
  return typeof frameConfig.ttl === 'number' ? Math.round(frameConfig.ttl * 1000) : null;
}

function keptFor({ kept }: Resolver, along: readonly Link[], now: Micros): Resolved | undefined {
  return kept.find(({ lane, until }) => until > now && along.some((link) => link.lane === lane));
}

/** Servers shuffle their answers, and callers take the first address. */
function ask(along: readonly Link[], ttl: Micros, sim: Sim): Resolved | undefined {
  const listed = along.filter(({ enrolled }) => enrolled);
  const drawn = listed[Math.floor(sim.random(sim.stream('dns')) * listed.length)];
  return drawn && { edge: drawn.edge, lane: drawn.lane, until: sim.now + ttl };
}
