/** What a caller may choose, and how it begins: no calls, no connections, no timeouts. */
import { createDeque } from '../../lib/deque.ts';
import type { SeriesNumber } from '../../lib/series.ts';
import type { LaneIndex } from '../../sim/types.ts';
import { parseAddress, spreadOf } from './calls-addresses.ts';
import { type Calls, NO_PATIENCE } from './calls-records.ts';

/** What a caller may choose. */
export interface CallSettings {
  readonly protocol: Calls<unknown>['protocol'];
  readonly tls: boolean;
  readonly lanes: readonly LaneIndex[];
  /**
   * HTTP/1: most idle connections kept, 0 lets each request open its own. HTTP/2, UDP: that many
   * connections or flows, 1 or more.
   */
  readonly connections: number;
  /**
   * From how many addresses its connections come, and the first of them ('203.0.113.1'; anything
   * else is the node's own).
   */
  readonly addresses?: number;
  readonly firstAddress?: string;
}

const NO_TIMEOUTS = Object.freeze({ connect: 0, response: 0, total: 0 });

/**
 * A caller without calls or timeouts (`setTimeouts` gives it some).
 * @param sentSeries its owner's counter of the requests that went out, by the node they went to
 */
export function createCalls<O>(
  settings: CallSettings,
  sentSeries: SeriesNumber<'counter'>,
): Calls<O> {
  const calls: Calls<O> = {
    protocol: settings.protocol,
    tls: false,
    lanes: [],
    nextLane: 0,
    addresses: 1,
    firstAddress: null,
    nextAddress: 0,
    keepIdle: 0,
    lines: new Map(),
    idle: createDeque(),
    waiting: createDeque(),
    channels: [],
    nextChannel: 0,
    active: 0,
    waits: 0,
    timeouts: NO_TIMEOUTS,
    patience: NO_PATIENCE,
    placed: new Map(),
    sent: createDeque(),
    opening: createDeque(),
    sentSeries,
  };
  adopt(calls, settings);
  return calls;
}

/** Takes over settings, as somebody who has no connection yet. */
export function adopt<O>(calls: Calls<O>, settings: CallSettings): void {
  calls.protocol = settings.protocol;
  calls.tls = settings.tls && settings.protocol !== 'udp';
  calls.lanes = settings.lanes;
  calls.nextLane = 0;
  calls.nextAddress = 0;
  calls.addresses = settings.addresses ?? 1;
  calls.firstAddress = parseAddress(settings.firstAddress ?? '');
  const spread = spreadOf(calls);
  const wanted = settings.connections > spread ? settings.connections : spread;
  calls.keepIdle = settings.connections > 0 ? wanted : 0;
  const channels = settings.protocol === 'http1' ? 0 : wanted;
  calls.channels = Array.from({ length: channels }, () => null);
  calls.nextChannel = 0;
}
