import { expect, test } from 'vitest';
import { PICTURE_BOX } from '../../../lib/picture.ts';
import type { OutReport } from '../shared/out.ts';
import type { BackendReport, BalancerObservation, HealthWord } from './observation.ts';
import { picture } from './picture.ts';

function seen(
  healths: readonly HealthWord[],
  rest: Partial<BalancerObservation> = {},
): BalancerObservation {
  const backends = healths.map((health, at): BackendReport => {
    const id = `s${at}`;
    const counts = { active: 0, picks: 1, share: 1 / healths.length };
    return {
      id,
      name: id,
      health,
      isUp: health !== 'unhealthy',
      out: null,
      backup: false,
      isWanted: true,
      ...counts,
    };
  });
  return {
    state: 'up.balancing',
    hung: false,
    mode: 'l7',
    algorithm: 'round-robin',
    backends,
    connections: 0,
    backendConnections: 0,
    panics: false,
    natEntries: 0,
    natPorts: 0,
    serving: 0,
    refusals: {},
    ...rest,
  };
}

test('words say the layer and how many backends are in use', () => {
  expect(picture.words(seen(['healthy', 'healthy']))).toBe('L7 · 2 backends');
  expect(picture.words(seen(['healthy'], { mode: 'l4' }))).toBe('L4 · 1 backend');
  expect(picture.words(seen(['healthy', 'unhealthy', 'recovering']))).toBe('L7 · 2 of 3 backends');
  expect(picture.words(seen(['unhealthy']))).toBe('L7 · no healthy backend');
  expect(picture.words(seen(['unhealthy', 'healthy'], { panics: true }))).toBe(
    'L7 · panic: all 2 in use',
  );
  expect(picture.words(seen([]))).toBe('L7 · no backends');
  expect(picture.words(seen(['healthy'], { state: 'down' }))).toBe('down');
});

test('words say why a backend is out and for how long: first of the one that is back first', () => {
  const base = seen(['unhealthy', 'ejected', 'healthy', 'unhealthy']);
  const with_ = (...outs: (OutReport | null)[]) => ({
    ...base,
    backends: base.backends.map((one, at) => ({
      ...one,
      isUp: (outs[at] ?? null) === null,
      out: outs[at] ?? null,
    })),
  });
  const checks: OutReport = { by: 'checks', forMs: 3_123 };
  expect(picture.words(with_(checks))).toBe('3 of 4 · checks fail for 3.1 s');
  const late: OutReport = { by: 'ejection', leftMs: 20_480 };
  const soon: OutReport = { by: 'failures', leftMs: 4_230 };
  const all = with_(late, checks, soon);
  expect(picture.words(all)).toBe('1 of 4 · failed, next try in 4.2 s');
  expect(picture.keepsOut?.(all)).toEqual([
    { id: 's0', why: 'errors, back in 20.5 s' },
    { id: 's1', why: 'checks fail for 3.1 s' },
    { id: 's2', why: 'failed, next try in 4.2 s' },
  ]);
  expect(picture.words(with_({ by: 'failures', leftMs: 0 }))).toBe('3 of 4 · failed, on trial');
  expect(picture.keepsOut?.({ ...all, state: 'down' })).toEqual([]);
});

test('the bar is full where more ports are in use than there are now', () => {
  const full = (natEntries: number, natPorts: number) =>
    picture.utilization(seen(['healthy'], { natEntries, natPorts }));
  expect([full(1, 4), full(8, 2), full(0, 0)]).toEqual([0.25, 1, null]);
});

test('each health has a shape of its own, so that colour is never alone', () => {
  const healths: HealthWord[] = [
    'healthy',
    'failing',
    'unhealthy',
    'ejected',
    'recovering',
    'drained',
  ];
  const shapes = healths.map((health) => {
    const signs = picture.draw(seen([health]), PICTURE_BOX).filter((shape) => shape.s !== 'rect');
    return JSON.stringify(signs.map((sign) => [sign.s, 'fill' in sign]));
  });
  expect(new Set(shapes).size).toBe(healths.length);
});

test('a bar is as long as the share, and many backends still fit', () => {
  const bars = picture
    .draw(seen(['healthy', 'healthy']), PICTURE_BOX)
    .filter((shape) => shape.s === 'rect' && shape.fill === 'balancing');
  expect(bars.map((bar) => 'w' in bar && bar.w)).toEqual([22, 22]);
  for (const count of [6, 7, 35, 1000]) {
    for (const shape of picture.draw(seen(new Array(count).fill('healthy')), PICTURE_BOX)) {
      if (shape.s !== 'circle') continue;
      expect(shape.x + shape.r).toBeLessThanOrEqual(PICTURE_BOX.width);
      expect(shape.y + shape.r).toBeLessThanOrEqual(PICTURE_BOX.height);
    }
  }
});
