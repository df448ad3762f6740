/** What a client remembers while it runs. */
import { type CompiledDistribution, compileDistribution } from '../../../lib/distribution.ts';
import type { Message, Micros, Sim, StreamId, TimerId } from '../../../sim/types.ts';
import { createDeque, type Deque } from '../../shared/deque.ts';
import { type ArrivalPlan, createPlan } from './arrivals.ts';
import { type Contents, createContents } from './contents.ts';
import { createLines, type Lines } from './lines.ts';
import type { ClientConfig } from './spec.ts';

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
  /** Users who will be ready at some time: each has one `userReady` pending. */
  thinkers: number;
  limit: number;
  /** Sent since it began, against the limit. */
  issued: number;
  isStoppedByHand: boolean;
  /** Requests whose end it has not heard of. */
  outstanding: number;
  /** Which life this is, from 1: requests of an earlier one (before a crash) are nobody's. Kept in `message.timer`. */
  life: number;
  timeoutMicros: Micros;
  /** Requests with a deadline, oldest first, some of them ended; one timer waits for the first. */
  trail: Deque<Message>;
  timeoutTimer: TimerId;
  lines: Lines;
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
    limit: 0,
    issued: 0,
    isStoppedByHand: false,
    outstanding: 0,
    life: 1,
    timeoutMicros: 0,
    trail: createDeque(),
    timeoutTimer: 0,
    lines: createLines(config),
    mustReopen: false,
    sent: 0,
    answered: 0,
    failed: 0,
    lost: 0,
  };
  adopt(context, config);
  return context;
}

/** Takes over settings; connections and plans follow when the machine is told. */
export function adopt(context: ClientContext, config: ClientConfig): void {
  context.config = config;
  context.isOpen = config.load === 'open';
  context.contents = createContents(config);
  context.think = compileDistribution(config.think);
  context.users = context.isOpen ? 0 : config.users;
  context.limit = config.limit;
  context.timeoutMicros = Math.round(config.timeout * 1000);
}
