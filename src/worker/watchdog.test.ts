import { expect, test } from 'vitest';
import { BEAT_MS, PATIENCE_MS, Watchdog } from './watchdog.ts';

test('three silent seconds are enough', () => {
  const watchdog = new Watchdog();
  let at = 0;
  while (watchdog.tick(at) === 'ask') at += BEAT_MS;
  expect(at).toBe(PATIENCE_MS);
});

test('an answer starts the wait anew', () => {
  const watchdog = new Watchdog();
  for (let at = 0; at < 60_000; at += BEAT_MS) {
    expect(watchdog.tick(at)).toBe('ask');
    if (at % 2_000 === 0) watchdog.heard();
  }
});

test('a page that slept, or whose timers are slowed in the background, suspects nobody', () => {
  const watchdog = new Watchdog();
  for (let at = 0; at < 60_000; at += 1_000) expect(watchdog.tick(at)).toBe('ask');
  expect(watchdog.tick(3_600_000)).toBe('ask');
});
