/**
 * When TCP sends again, and when it gives up, as Linux does today. Times are whole microseconds.
 * Source: Linux 6.18 (net/ipv4/tcp_timer.c, tcp_input.c), RFC 6298 for the estimate, RFC 8985 for
 * the probe and the reordering window.
 *
 * Worked example, a round trip of 100 ms right after the handshake: RTO = 100 + max(4 × 50, 200) =
 * 300 ms. A lone segment that is lost five times is sent at 0 and again at 0.3 (the probe), 0.6,
 * 1.2, 2.4 and 4.8 s.
 */
import type { Micros } from './types.ts';

/** What an administrator could set with sysctl. */
export interface TcpRules {
  /**
   * tcp_syn_retries and tcp_syn_linear_timeouts: the first `linear + 1` repeats of a SYN come a
   * second apart, then the gaps double.
   */
  readonly synRetries: number;
  readonly synLinearTimeouts: number;
  /** tcp_synack_retries. */
  readonly synAckRetries: number;
  /** tcp_retries2: a limit of time in disguise. */
  readonly retries: number;
  /**
   * tcp_orphan_retries as it takes effect: for what a process sent before it closed the connection.
   */
  readonly orphanRetries: number;
  /**
   * tcp_rto_min_us: the floor of the variance's share, so that the RTO is the round trip and that
   * much at least.
   */
  readonly rtoMin: Micros;
  /** tcp_rto_max_ms. */
  readonly rtoMax: Micros;
  /**
   * tcp_early_retrans: whether the first repeat of a lone segment is a probe, which does not count
   * as a timeout.
   */
  readonly tailLossProbe: boolean;
  /**
   * net.core.somaxconn, which bounds what listen() asks for: with more connections than that not
   * accepted yet, a SYN is dropped without a word.
   */
  readonly backlog: number;
}

const SECOND: Micros = 1_000_000;

/** The defaults since Linux 6.5. */
export const LINUX: TcpRules = {
  synRetries: 6,
  synLinearTimeouts: 4,
  synAckRetries: 5,
  retries: 15,
  orphanRetries: 8,
  rtoMin: 200_000,
  rtoMax: 120 * SECOND,
  tailLossProbe: true,
  backlog: 4096,
};

/** The estimate of the round trip and of how much it varies, in µs; -1 before the first sample. */
export interface RoundTrip {
  srtt: number;
  rttvar: number;
}

/** Round trips below this (18 minutes, in µs) are reckoned with in small integers. */
const SMALL: Micros = 1_073_741_824;

/**
 * Takes a sample in (RFC 6298: 1/8 and 1/4). Kept in whole microseconds, as by every real TCP, and
 * reckoned by shifts: a fraction would be a new number on the heap for every segment.
 */
export function sample(trip: RoundTrip, micros: Micros): void {
  const whole = micros < SMALL ? micros | 0 : micros;
  if (trip.srtt < 0) {
    trip.srtt = whole;
    trip.rttvar = Math.round(whole / 2);
    return;
  }
  const error = whole - trip.srtt;
  const off = (error < 0 ? -error : error) - trip.rttvar;
  if (error === 0 && trip.rttvar < 2) return;
  if (whole < SMALL && trip.srtt < SMALL) {
    trip.rttvar = (trip.rttvar + ((off + 2) >> 2)) | 0;
    trip.srtt = (trip.srtt + ((error + 4) >> 3)) | 0;
  } else {
    trip.rttvar += Math.round(off / 4);
    trip.srtt += Math.round(error / 8);
  }
}

/** How long an unanswered segment is waited for: a second before anything was measured. */
export function timeoutOf(trip: RoundTrip, rules: TcpRules): Micros {
  if (trip.srtt < 0) return SECOND;
  const rto = trip.srtt + Math.max(4 * trip.rttvar, rules.rtoMin);
  return Math.round(Math.min(rto, rules.rtoMax));
}

/** The same after so many timeouts in a row. */
export function backedOff(rto: Micros, timeouts: number, rules: TcpRules): Micros {
  return Math.min(rto * powerOfTwo(timeouts), rules.rtoMax);
}

/** When the probe for a lost tail is due: before the RTO on a steady path. */
export function probeAfter(trip: RoundTrip, rules: TcpRules): Micros {
  const rto = timeoutOf(trip, rules);
  if (!rules.tailLossProbe || trip.srtt < 0) return rto;
  return Math.min(rto, Math.round(2 * trip.srtt) + 200_000);
}

/** How much later than the third a hole is filled when fewer than three segments came behind it. */
export function reorderingWindow(trip: RoundTrip): Micros {
  return trip.srtt < 0 ? 0 : Math.round(trip.srtt / 4);
}

/**
 * For so long after the first timeout nothing is given up; the next timer after it does. 924.6 s
 * for 15.
 * @param retries how many timeouts there would be if none were capped
 */
export function patience(retries: number, rules: TcpRules): Micros {
  const doublings = Math.floor(log2(rules.rtoMax / 200_000));
  const capped = retries - doublings;
  if (capped <= 0) return (powerOfTwo(retries + 1) - 1) * 200_000;
  return (powerOfTwo(doublings + 1) - 1) * 200_000 + capped * rules.rtoMax;
}

/**
 * When the n-th repeat of a SYN (or SYN-ACK) leaves, counted from the first; Infinity where the
 * attempt is given up instead. With the defaults a SYN is repeated at 1, 2, 3, 4, 5, 7, 11, 19, 35,
 * 67 s.
 */
export function handshakeRepeatAt(n: number, isSyn: boolean, rules: TcpRules): Micros {
  return n > handshakeRepeats(isSyn, rules) ? Number.POSITIVE_INFINITY : timerAt(n, isSyn, rules);
}

/**
 * When a handshake that nobody answers is given up, counted from its first packet: 131 s with the
 * defaults, 63 s for a SYN-ACK.
 */
export function handshakeGivenUpAt(isSyn: boolean, rules: TcpRules): Micros {
  return timerAt(handshakeRepeats(isSyn, rules) + 1, isSyn, rules);
}

/** The count is one limit, the time of so many doublings from one second the other. */
function handshakeRepeats(isSyn: boolean, rules: TcpRules): number {
  if (!isSyn) return rules.synAckRetries;
  const limit = (powerOfTwo(rules.synRetries + 1) - 1) * SECOND;
  let n = 0;
  while (n < rules.synRetries + rules.synLinearTimeouts && timerAt(n + 1, true, rules) < limit) n++;
  return n;
}

function timerAt(n: number, isSyn: boolean, rules: TcpRules): Micros {
  const linear = isSyn ? rules.synLinearTimeouts : 0;
  if (n <= linear) return n * SECOND;
  let at = linear * SECOND;
  let gap = SECOND;
  for (let i = linear; i < n; i++) {
    at += Math.min(gap, rules.rtoMax);
    gap *= 2;
  }
  return at;
}

function powerOfTwo(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= 2;
  return power;
}

/** The whole part of the binary logarithm. */
function log2(x: number): number {
  let n = 0;
  for (let rest = x; rest >= 2; rest /= 2) n++;
  return n;
}
