/**
 * Where a caller's connections lead and which addresses they come from: lanes and addresses in
 * turn.
 */

import type { ConnectOptions, Sim } from '../../sim/sim.ts';
import type { Connection, LaneIndex } from '../../sim/types.ts';
import type { Calls } from './calls-records.ts';

/** Whose turn it is, a lane and an address, as one number. The next call takes the next of each. */
export function takeTurn<O>(calls: Calls<O>): number {
  // There may be fewer lanes than there were.
  const lane = calls.nextLane % calls.lanes.length;
  const turn = lane * calls.addresses + calls.nextAddress;
  calls.nextLane = lane + 1;
  if (calls.firstAddress !== null) calls.nextAddress = (calls.nextAddress + 1) % calls.addresses;
  return turn;
}

/** Opens a connection over the lane, and from the address, whose turn it is. */
export function connectFor<O>(calls: Calls<O>, turn: number, sim: Sim): Connection {
  const address = turn % calls.addresses;
  const lane = calls.lanes[(turn - address) / calls.addresses] as LaneIndex;
  const options: { -readonly [K in keyof ConnectOptions]: ConnectOptions[K] } = { tls: calls.tls };
  if (calls.protocol === 'udp') options.transport = 'udp';
  if (calls.firstAddress !== null) options.sourceIp = formatAddress(calls.firstAddress + address);
  return sim.connect(lane, options);
}

/** So many connections it takes to have one from each address and one on each lane. */
export function spreadOf<O>(calls: Calls<O>): number {
  return calls.addresses > calls.lanes.length ? calls.addresses : calls.lanes.length;
}

/** '203.0.113.7' as a number; null when it is not an IPv4 address. */
export function parseAddress(text: string): number | null {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  if (parts.length !== 4 || parts.some((part) => part > 255)) return null;
  return parts.reduce((address, part) => address * 256 + part, 0);
}

function formatAddress(address: number): string {
  const wrapped = address % 4_294_967_296;
  return [16_777_216, 65_536, 256, 1].map((unit) => Math.floor(wrapped / unit) % 256).join('.');
}
