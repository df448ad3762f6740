import { expect, test } from 'vitest';
import {
  backedOff,
  handshakeGivenUpAt,
  handshakeRepeatAt,
  LINUX,
  patience,
  probeAfter,
  sample,
  timeoutOf,
} from './tcp-rules.ts';

const seconds = (isSyn: boolean, rules = LINUX): number[] => {
  const times: number[] = [];
  for (let n = 1; handshakeRepeatAt(n, isSyn, rules) < Number.POSITIVE_INFINITY; n++) {
    times.push(handshakeRepeatAt(n, isSyn, rules) / 1e6);
  }
  return [...times, handshakeGivenUpAt(isSyn, rules) / 1e6];
};

test('a SYN is repeated and given up when Linux does', () => {
  expect(seconds(true)).toEqual([1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 131]);
  expect(seconds(false)).toEqual([1, 3, 7, 15, 31, 63]);
  expect(seconds(true, { ...LINUX, synRetries: 2 })).toEqual([1, 2, 3, 4, 5, 7]);
  expect(seconds(true, { ...LINUX, synRetries: 2, synLinearTimeouts: 0 })).toEqual([1, 3, 7]);
  expect(seconds(true, { ...LINUX, synRetries: 4, synLinearTimeouts: 2 })).toEqual([
    1, 2, 3, 5, 9, 17, 33,
  ]);
});

test('the timeout is a second at first, then the smoothed round trip and four deviations, 200 ms at least', () => {
  const trip = { srtt: -1, rttvar: -1 };
  expect(timeoutOf(trip, LINUX)).toBe(1_000_000);
  const after = (...samples: number[]): number => {
    const fresh = { srtt: -1, rttvar: -1 };
    for (const ms of samples) sample(fresh, ms * 1000);
    return timeoutOf(fresh, LINUX) / 1000;
  };
  expect(after(100)).toBe(300);
  expect(after(50)).toBe(250);
  expect(after(500, 500, 500)).toBe(1062.5);
  expect(after(300, 100, 300, 100)).toBeCloseTo(818.36, 2);
  expect(after(...new Array(8).fill(100))).toBe(300);
});

test('a probe leaves before the timeout where the round trip is long', () => {
  const trip = { srtt: -1, rttvar: -1 };
  sample(trip, 300_000);
  expect([timeoutOf(trip, LINUX), probeAfter(trip, LINUX)]).toEqual([900_000, 800_000]);
  expect(probeAfter(trip, { ...LINUX, tailLossProbe: false })).toBe(900_000);
});

test('timeouts double up to two minutes, and patience is a limit of time', () => {
  expect([0, 1, 2, 9].map((n) => backedOff(300_000, n, LINUX) / 1e6)).toEqual([0.3, 0.6, 1.2, 120]);
  expect([3, 5, 8, 15].map((n) => patience(n, LINUX) / 1e6)).toEqual([3, 12.6, 102.2, 924.6]);
});
