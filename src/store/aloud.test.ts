import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Moment } from '../worker/protocol.ts';
import { freshMoments, merged, speakOfMoments } from './aloud.ts';
import { useNotices } from './notices.ts';
import { type ObservationReport, usePlayback } from './playback.ts';

const moment = (at: number, words: string): Moment => ({
  at,
  what: 'state',
  node: 's1',
  tone: 'down',
  words,
});
const report = (at: number, moments: Moment[], more: Partial<ObservationReport> = {}) =>
  ({ at, revision: 1, playing: true, moments, ...more }) as ObservationReport;

describe('what is fresh', () => {
  const down = moment(150, 's1 went down');
  test('is what happened since the last report', () => {
    expect(freshMoments(report(200, [moment(50, 'old'), down]), report(100, []))).toEqual([down]);
  });
  test('is nothing when the clock jumped, the document changed, or nothing was shown before', () => {
    const now = report(200, [down]);
    expect(freshMoments(now, null)).toEqual([]);
    expect(freshMoments(now, report(300, []))).toEqual([]);
    expect(freshMoments(now, report(100, [], { revision: 0 }))).toEqual([]);
    expect(freshMoments(now, report(100, [], { playing: false }))).toEqual([]);
  });
  test('is nothing that a stop condition says: it is said where the run pauses', () => {
    const stop: Moment = { ...down, what: 'stop' };
    expect(freshMoments(report(200, [stop]), report(100, []))).toEqual([]);
  });
});

test('many changes are one sentence', () => {
  expect(merged(['a went down'])).toBe('a went down.');
  expect(merged(['a went down', 'b went down.', 'c', 'd'])).toBe(
    'a went down. b went down. 2 more changes.',
  );
});

describe('speaking', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    usePlayback.setState({ report: report(0, []) });
    useNotices.setState({ spoken: null });
    const leave = speakOfMoments();
    return () => {
      leave();
      vi.useRealTimers();
    };
  });
  const spoken = () => useNotices.getState().spoken?.sentence ?? null;
  const reach = (at: number, words: string) =>
    usePlayback.setState({ report: report(at, [moment(at, words)]) });

  test('is at once, then silent for three seconds, then of all that happened meanwhile', () => {
    reach(10, 'a went down');
    vi.advanceTimersByTime(0);
    expect(spoken()).toBe('a went down.');
    reach(20, 'b went down');
    reach(30, 'c went down');
    vi.advanceTimersByTime(2_900);
    expect(spoken()).toBe('a went down.');
    vi.advanceTimersByTime(100);
    expect(spoken()).toBe('b went down. c went down.');
  });
});
