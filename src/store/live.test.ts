import { expect, test } from 'vitest';
import type { CardReport } from '../worker/protocol.ts';
import { liveOf } from './live.ts';

const card = (id: string, words: string, ink?: CardReport['ink']): CardReport => ({
  id,
  words,
  tone: 'normal',
  ...(ink && { ink }),
  utilization: null,
  dropped: {},
  completions: 0,
});
const edge = (id: string, perSecond: number) => ({
  id,
  inFlight: 0,
  perSecond,
  cut: null,
  lose: 0,
  delayMs: 0,
  repeats: 0,
});
const NOTHING = { cards: new Map(), edges: new Map() };

test('a card whose words did not change keeps the very same object', () => {
  const first = liveOf({ cards: [card('a', 'idle'), card('b', 'idle')], edges: [] }, NOTHING);
  const second = liveOf({ cards: [card('a', 'idle'), card('b', 'busy')], edges: [] }, first);
  expect(second.cards.get('a')).toBe(first.cards.get('a'));
  expect(second.cards.get('b')).toEqual({ words: 'busy', tone: 'normal', out: '', over: '' });
});

test('so does one in an ink of its kind, which is a fresh pair in every report', () => {
  const report = () => ({ cards: [card('a', 'idle', ['#4f6f00', '#c0eb75'])], edges: [] });
  const first = liveOf(report(), NOTHING);
  expect(liveOf(report(), first).cards.get('a')).toBe(first.cards.get('a'));
  expect(first.cards.get('a')?.ink).toContain('light-dark(#4f6f00,#c0eb75)');
});

test('a rate that trembles within two digits changes nothing', () => {
  const first = liveOf({ cards: [], edges: [edge('e', 123.4)] }, NOTHING);
  const second = liveOf({ cards: [], edges: [edge('e', 121.9)] }, first);
  expect(second.edges.get('e')).toBe(first.edges.get('e'));
  expect(first.edges.get('e')?.perSecond).toBe(120);
});

test('more traffic is a higher level', () => {
  const live = liveOf(
    { cards: [], edges: [0, 3, 30, 300, 3_000].map((rate) => edge(`e${rate}`, rate)) },
    NOTHING,
  );
  expect([...live.edges.values()].map((words) => words.level)).toEqual([0, 1, 2, 3, 4]);
});
