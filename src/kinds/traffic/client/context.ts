/** What a client remembers while it runs. */
import { type CompiledDistribution, compileDistribution } from '../../../lib/distribution.ts';
import { numberSeries } from '../../../lib/series.ts';
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { LaneIndex, Micros, StreamId, TimerId } from '../../../sim/types.ts';
import type { Calls } from '../../shared/calls.ts';
import { type CallTimeouts, NO_PATIENCE, type Patience } from '../../shared/calls-records.ts';
import { type CallSettings, createCalls } from '../../shared/calls-settings.ts';
import { setTimeouts } from '../../shared/calls-timeouts.ts';
import { createResolver, type Resolver } from '../../shared/resolve.ts';
import { type ArrivalPlan, createPlan } from './arrivals.ts';
import { type Contents, createContents } from './contents.ts';
import { type ClientConfig, series } from './spec.ts';

export const SERIES = numberSeries(series);

export interface UserReady extends SimEvent {
  readonly type: 'userReady';
  readonly life: number;
}

export interface ClientContext {
  config: ClientConfig;
  isOpen: boolean;
  plan: ArrivalPlan;
  /** The planned moment of the next arrival, not rounded, so that rounding does not add up. */
  nextAt: number;
  arrivalTimer: TimerId;
  burstTimer: TimerId;
  arrivals: StreamId;
  mix: StreamId;
  writes: StreamId;
  thinking: StreamId;
  contents: Contents;
  think: CompiledDistribution;
  users: number;
  /** Users who will be ready at some time: each has one `userReady` of this life pending. */
  thinkers: number;
  /** Names the life it belongs to: users of one that ended in a crash are nobody's. */
  userReady: UserReady;
  limit: number;
  /** Sent since it began, against the limit. */
  issued: number;
  isStoppedByHand: boolean;
  timeoutMicros: Micros;
  /** Where an edge says itself how long is waited. */
  patience: Patience;
  /** Rings for the earliest request that will have taken too long, and when. */
  timeoutTimer: TimerId;
  timeoutAt: Micros;
  /** Its requests under way. */
  calls: Calls<null>;
  /** What the next request is created with; one object for all. */
  terms: { deadline: Micros };
  /** Addresses that it keeps for a while. */
  resolver: Resolver;
  /** Connections no longer fit settings or links. */
  mustReopen: boolean;
  sent: number;
  answered: number;
  failed: number;
  lost: number;
}

export function createContext(config: ClientConfig, sim: Sim): ClientContext {
  const like = config.trafficOf === '' ? undefined : config.trafficOf;
  const context: ClientContext = {
    config,
    isOpen: true,
    plan: createPlan(config, sim.now),
    nextAt: sim.now,
    arrivalTimer: 0,
    burstTimer: 0,
    arrivals: sim.stream('arrivals', like),
    mix: sim.stream('mix', like),
    writes: sim.stream('writes', like),
    thinking: sim.stream('think', like),
    contents: createContents(config),
    think: compileDistribution(config.think),
    users: 0,
    thinkers: 0,
    userReady: userReadyIn(1),
    limit: 0,
    issued: 0,
    isStoppedByHand: false,
    timeoutMicros: 0,
    patience: NO_PATIENCE,
    timeoutTimer: 0,
    timeoutAt: 0,
    calls: createCalls(callSettings(config, []), SERIES.requests),
    terms: { deadline: Number.POSITIVE_INFINITY },
    resolver: createResolver(),
    mustReopen: false,
    sent: 0,
    answered: 0,
    failed: 0,
    lost: 0,
  };
  adopt(context, config);
  setTimeouts(context.calls, timeoutsOf(context));
  return context;
}

/** Takes over settings; connections and plans follow when the machine hears of it. */
export function adopt(context: ClientContext, config: ClientConfig): void {
  context.config = config;
  context.isOpen = config.load === 'open';
  context.contents = createContents(config);
  context.think = compileDistribution(config.think);
  context.users = context.isOpen ? 0 : config.users;
  context.limit = config.limit;
  context.timeoutMicros = Math.round(config.timeout * 1000);
}

/** How it calls over these lanes. */
export function callSettings(config: ClientConfig, lanes: readonly LaneIndex[]): CallSettings {
  const { protocol, tls, connections, addresses, firstAddress } = config;
  const isKept = config.keepAlive || protocol !== 'http1';
  return { protocol, tls, lanes, connections: isKept ? connections : 0, addresses, firstAddress };
}

export function timeoutsOf({ timeoutMicros }: ClientContext): CallTimeouts {
  return { connect: 0, response: 0, total: timeoutMicros };
}

export function userReadyIn(life: number): UserReady {
  return Object.freeze({ type: 'userReady', life });
}
