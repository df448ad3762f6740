import { beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { cssVariables } from '../lib/ink.ts';
import { edit, undo, useDocument } from '../store/document.ts';
import { useNotices } from '../store/notices.ts';
import { startEditing, startPlacing, useSelection } from '../store/selection.ts';
import type { FakeSimulation } from '../store/simulation-test-support.ts';
import type { CardReport } from '../worker/protocol.ts';
import { cameraZoom, lookAt } from './camera.ts';
import { canvas, card, current, dragTo, find, middle, openTable } from './hands-test-support.tsx';

let fake: FakeSimulation;

beforeEach(async () => {
  const table = await openTable();
  fake = table.fake;
  return table.close;
});

test('the whole diagram is in view, and the painter knows where everything is', async () => {
  for (const id of ['web', 'a', 'b', 'pool']) {
    const box = card(id).getBoundingClientRect();
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(1000);
    expect(box.bottom).toBeLessThanOrEqual(600);
  }
  await vi.waitFor(() => {
    const sent = fake.sent.findLast((request) => request.type === 'geometry');
    expect(sent?.geometry.nodes.map((box) => box.id)).toEqual(['web', 'a', 'b', 'pool']);
    expect(sent?.geometry.lanes.map((lane) => lane.id)).toEqual(['e1']);
  });
  expect(fake.sent.filter((request) => request.type === 'canvases').length % 2).toBe(0);
});

test('walked and wired by keyboard alone', async () => {
  canvas().focus();
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}');
  expect(useSelection.getState().cursor).toBe('web');
  expect(canvas().getAttribute('aria-activedescendant')).toBe('node-web');
  await userEvent.keyboard('c');
  expect(card('b').dataset.target).toBe('legal');
  expect(card('a').dataset.target).toBe('illegal');
  await userEvent.keyboard('{ArrowRight}{ArrowDown}');
  expect(useSelection.getState().cursor).toBe('b');
  await userEvent.keyboard('{Enter}');
  expect(current().edges.map((edge) => [edge.from, edge.to])).toEqual([
    ['web', 'a'],
    ['web', 'b'],
  ]);
  await vi.waitFor(() => expect(document.querySelectorAll('[data-edge]').length).toBe(2));
  undo();
  expect(current().edges.length).toBe(1);
});

test('a connection that is not allowed says why, by keyboard and by click', async () => {
  useSelection.setState({ connecting: 'web' });
  card('a').click();
  expect(useNotices.getState().toast?.sentence).toMatch(/already connected to a/);
  expect(current().edges.length).toBe(1);
  expect(useSelection.getState().connecting).toBe('web');
});

test('two clicks connect', () => {
  useSelection.setState({ connecting: 'web' });
  card('pool').click();
  expect(current().edges.at(-1)).toMatchObject({ from: 'web', to: 'pool' });
  expect(useSelection.getState().connecting).toBeNull();
});

test('a drag from a grip connects to the card it ends on', async () => {
  const grip = card('web').querySelector('[data-handlepos="right"]')!;
  await dragTo(grip, middle(card('b')));
  await vi.waitFor(() => expect(current().edges.at(-1)).toMatchObject({ from: 'web', to: 'b' }));
});

test('a drag moves a card in one step on the grid, and undo puts it back', async () => {
  await dragTo(
    card('b'),
    middle(card('b')).map((value, axis) => value + (axis === 0 ? -60 : 30)) as [number, number],
  );
  await vi.waitFor(() => expect(find('b').at).not.toEqual([320, 240]));
  expect(find('b').at.every((value) => value % 8 === 0)).toBe(true);
  expect(useDocument.getState().past.length).toBe(1);
  undo();
  expect(find('b').at).toEqual([320, 240]);
});

test('a card dropped into a frame becomes its member, and one dragged out leaves it', async () => {
  await dragTo(card('b'), middle(card('pool')));
  await vi.waitFor(() => expect(find('b').in).toBe('pool'));
  expect(find('b').at[1]).toBeGreaterThanOrEqual(40);
  await vi.waitFor(() => {
    const inner = card('b').getBoundingClientRect();
    const outer = card('pool').getBoundingClientRect();
    expect(inner.left).toBeGreaterThanOrEqual(outer.left);
    expect(inner.bottom).toBeLessThanOrEqual(outer.bottom);
  });
  await dragTo(card('b'), [500, 560]);
  await vi.waitFor(() => expect(find('b').in).toBeUndefined());
});

test('a frame rejects what it does not hold: the card lies there, on the table', async () => {
  await dragTo(card('web'), middle(card('pool')));
  await vi.waitFor(() => expect(find('web').at).not.toEqual([0, 120]));
  expect(find('web').in).toBeUndefined();
});

test('a part in hand is placed where the canvas is clicked', async () => {
  startPlacing('sink');
  const pane = document.querySelector<HTMLElement>('.react-flow__pane')!;
  await userEvent.click(pane, { position: { x: 400, y: 300 } });
  await vi.waitFor(() => expect(current().nodes.length).toBe(5));
  expect(current().nodes.at(-1)).toMatchObject({
    kind: 'sink',
    name: 'Sink 1',
    config: { slots: 8 },
  });
  expect(useSelection.getState()).toMatchObject({
    placing: null,
    ids: [current().nodes.at(-1)?.id],
  });
});

test('a card whose words change is the only one the page touches', async () => {
  const report = (id: string, words: string): CardReport => ({
    id,
    words,
    tone: 'normal',
    utilization: null,
    dropped: {},
    completions: 0,
  });
  fake.reach(1_000, [report('web', 'sending'), report('a', 'idle'), report('b', 'idle')]);
  await vi.waitFor(() => expect(card('a').textContent).toContain('idle'));
  const touched = new Set<string>();
  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      const element = change.target.parentElement?.closest<HTMLElement>('[data-node]');
      const self =
        change.target instanceof Element ? change.target.closest<HTMLElement>('[data-node]') : null;
      touched.add((self ?? element)?.dataset.node ?? 'elsewhere');
    }
  });
  watch.observe(canvas(), {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  fake.reach(2_000, [
    report('web', 'sending'),
    report('a', 'busy · 3 waiting'),
    report('b', 'idle'),
  ]);
  await vi.waitFor(() => expect(card('a').textContent).toContain('busy · 3 waiting'));
  watch.disconnect();
  expect([...touched]).toEqual(['a']);
});

test('a state in an ink of its kind edges the card and colours its words, in both themes', async () => {
  const inks = document.createElement('style');
  inks.textContent = cssVariables();
  document.head.append(inks);
  const { dataset } = document.documentElement;
  const restocking = { words: 'restocking', ink: ['#4f6f00', '#c0eb75'] } as const;
  const rest = { utilization: null, dropped: {}, completions: 0 };
  fake.reach(1_000, [
    { id: 'a', ...rest, ...restocking, tone: 'saturated' },
    { id: 'pool', ...rest, ...restocking, tone: 'standby' },
  ]);
  await vi.waitFor(() => expect(card('pool').textContent).toContain('restocking'));
  const seen = () =>
    ['a', 'pool'].flatMap((id) => [
      getComputedStyle(card(id)).borderTopColor,
      getComputedStyle(card(id).querySelector('[class*=words]') as Element).color,
    ]);
  for (const [theme, colour] of [
    ['light', 'rgb(79, 111, 0)'],
    ['dark', 'rgb(192, 235, 117)'],
  ] as const) {
    dataset.theme = theme;
    expect(seen()).toEqual([colour, colour, colour, colour]);
  }
  expect(getComputedStyle(card('a')).boxShadow).toContain('rgb(192, 235, 117)');
  delete dataset.theme;
  inks.remove();
});

test('a reason pops beside the node that dropped', async () => {
  const report = (count: number): CardReport => ({
    id: 'b',
    words: '',
    tone: 'normal',
    utilization: null,
    dropped: { 'queue-full': count },
    completions: 0,
  });
  fake.reach(1_000, [report(30)]);
  fake.reach(2_000, [report(42)]);
  await vi.waitFor(() =>
    expect(document.querySelector('[data-pop="b"]')?.textContent).toBe('queue full ×12'),
  );
});

test('what an edit drops at the moment it is done pops, and what undoing it brings back does not', async () => {
  const report = (count: number): CardReport => ({
    id: 'b',
    words: '',
    tone: 'normal',
    utilization: null,
    dropped: { 'connection-reset': count },
    completions: 0,
  });
  const pop = () => document.querySelector('[data-pop="b"]')?.textContent;
  fake.reach(1_000_000, [report(30)]);
  expect(edit({ edit: 'remove', nodes: [], edges: ['e1'] })).toBe(true);
  fake.reach(1_000_000, [report(32)]);
  await vi.waitFor(() => expect(pop()).toBe('connection reset ×2'));
  undo();
  fake.reach(1_000_000, [report(40)]);
  fake.reach(1_001_000, [report(41)]);
  await vi.waitFor(() => expect(pop()).toBe('connection reset ×3'));
});

test('what is written in place is large enough to read, and the camera goes back afterwards', async () => {
  lookAt([0, 0, 0.3]);
  await vi.waitFor(() => expect(cameraZoom()).toBe(0.3));
  const before = card('a').getBoundingClientRect();
  startEditing('a');
  await userEvent.keyboard('Shop{Enter}');
  startEditing('b');
  await vi.waitFor(() => expect(cameraZoom()).toBeGreaterThanOrEqual(0.75));
  expect(card('b').querySelector('input')).toBe(document.activeElement);
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(cameraZoom()).toBe(0.3));
  expect(card('a').getBoundingClientRect().x).toBeCloseTo(before.x, 0);
  expect(find('a').name).toBe('Shop');
});
