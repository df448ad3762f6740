/** What frames do with what is put into them. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { InnerLinks } from '../document/spec.ts';
import { edit, openDocument, undo, useDocument } from '../store/document.ts';
import { select, useSelection } from '../store/selection.ts';
import { provideSpecs, specs } from '../store/specs.ts';
import type { Box, CardReport } from '../worker/protocol.ts';
import { arrangeFrame, canArrange } from './arranging.ts';
import { LEGIBLE, lookAt } from './camera.ts';
import { foldSelected, isFolded } from './folding.ts';
import { placeBeside } from './gestures.ts';
import { canvas, card, current, dragTo, find, middle, openTable } from './hands-test-support.tsx';
import { moveInto } from './into-frame.ts';
import { overlaps } from './layout.ts';
import { useLayout } from './layout-store.ts';

let table: Awaited<ReturnType<typeof openTable>>;

beforeEach(async () => {
  table = await openTable();
  return table.close;
});

const boxOf = (id: string) => useLayout.getState().layout.boxes.get(id) as Box;
const members = () => current().nodes.filter((node) => node.in === 'pool');
const steps = () => useDocument.getState().past.length;

const report = (id: string, tone: CardReport['tone']): CardReport => ({
  id,
  words: tone,
  tone,
  utilization: null,
  dropped: {},
  completions: 0,
});

/** No member lies on another, or on the frame's title or border. */
function isInOrder(): boolean {
  const frame = boxOf('pool');
  const boxes = members().map(({ id }) => boxOf(id));
  const isInside = (box: Box) =>
    box.x >= frame.x + 8 &&
    box.y >= frame.y + 40 &&
    box.x + box.width <= frame.x + frame.width - 16 &&
    box.y + box.height <= frame.y + frame.height - 16;
  const isClear = (box: Box) => boxes.every((other) => other === box || !overlaps(other, box));
  return boxes.every((box) => isInside(box) && isClear(box));
}

test('a part that would cover a member finds a free place, and the frame grows for it', async () => {
  for (const id of ['b', 'a']) await dragTo(card(id), middle(card('pool')));
  expect(find('a').in).toBe('pool');
  expect(isInOrder()).toBe(true);
  for (let i = 0; i < 4; i++) {
    select(['pool']);
    placeBeside('sink');
  }
  expect(members()).toHaveLength(6);
  expect(isInOrder()).toBe(true);
});

test('a part dropped over the border makes the frame grow to that side', async () => {
  const box = card('pool').getBoundingClientRect();
  await dragTo(card('b'), [box.left + 10, box.top + 10]);
  expect(find('b').in).toBe('pool');
  expect(boxOf('pool').x).toBeLessThan(640);
  expect(boxOf('pool').y).toBeLessThan(40);
  expect(isInOrder()).toBe(true);
  undo();
  expect(boxOf('pool')).toMatchObject({ x: 640, y: 40 });
});

test('and so does a member that is moved over it', async () => {
  await dragTo(card('b'), middle(card('pool')));
  await vi.waitFor(() => expect(card('b').dataset.selected).toBe('true'));
  const [x] = middle(card('b'));
  await dragTo(card('b'), [x - 20, card('pool').getBoundingClientRect().bottom - 4]);
  expect(find('b').in).toBe('pool');
  expect(boxOf('pool').height).toBeGreaterThan(240);
  expect(isInOrder()).toBe(true);
});

test('arranged, members stand in rows and columns that the frame fits, in one step', async () => {
  expect(canArrange()).toBe(false);
  moveInto(['a', 'b'], 'pool');
  select(['pool']);
  for (let i = 0; i < 3; i++) {
    placeBeside('sink');
    select(['pool']);
  }
  await dragTo(card('a'), [middle(card('a'))[0] + 30, middle(card('a'))[1] + 200]);
  select(['pool']);
  expect(canArrange()).toBe(true);
  const before = current();
  const count = steps();
  arrangeFrame();
  expect(steps()).toBe(count + 1);
  expect(useDocument.getState().past.at(-1)?.label).toBe('Arrange pool');
  expect(isInOrder()).toBe(true);
  expect(find('pool').size).toEqual([424, 352]);
  expect(new Set(members().map(({ at }) => at[0]))).toEqual(new Set([16, 224]));
  undo();
  expect(current()).toEqual(before);
});

describe('a folded frame', () => {
  const button = () => card('pool').querySelector<HTMLElement>('[data-fold]')!;
  const dots = () => [...card('pool').querySelectorAll<HTMLElement>('[data-dots] > [data-tone]')];

  test('is a card that shows its parts as dots, and back again by undo', async () => {
    moveInto(['a', 'b'], 'pool');
    select(['a']);
    await vi.waitFor(() => expect(button()).not.toBeNull());
    button().click();
    expect(current().view).toEqual({ folded: ['pool'] });
    await vi.waitFor(() => expect(dots()).toHaveLength(2));
    expect(card('a')).toBeNull();
    expect(boxOf('pool')).toMatchObject({ x: 640, y: 40, width: 184, height: 76 });
    expect(useSelection.getState().ids).toEqual(['pool']);
    expect(document.querySelector('[data-resizes]')).toBeNull();

    table.fake.reach(1_000, [report('a', 'down'), report('b', 'normal')]);
    await vi.waitFor(() =>
      expect(dots().map(({ dataset }) => dataset.tone)).toEqual(['down', 'normal']),
    );
    expect(card('pool').getAttribute('aria-label')).toMatch(/folded, with 2 parts, 1 down$/);
    const sent = table.fake.sent.findLast((request) => request.type === 'geometry');
    expect(sent?.geometry.lanes.map(({ id }) => id)).toEqual(['e1']);
    expect(sent?.geometry.nodes.find(({ id }) => id === 'pool')?.hidden).toBe(true);
    undo();
    await vi.waitFor(() => expect(card('a')).not.toBeNull());
  });

  test('is folded by its button while the grips are around it, however far the camera is', async () => {
    for (const zoom of [1, LEGIBLE]) {
      lookAt([800, 160, zoom]);
      select(['pool']);
      await vi.waitFor(() => expect(document.querySelector('[data-resizes]')).not.toBeNull());
      const grips = [...document.querySelectorAll('[data-resizes]')];
      const button = card('pool').querySelector('[data-fold]')!;
      const [x, y] = middle(button);
      const over = grips.filter((grip) => {
        const box = grip.getBoundingClientRect();
        return x > box.left && x < box.right && y > box.top && y < box.bottom;
      });
      expect(over).toEqual([]);
      expect(document.elementFromPoint(x, y)?.closest('[data-fold]')).toBe(button);
    }
  });

  test('takes what is dropped on it, and what is in it lies in order when it is unfolded', async () => {
    moveInto(['a'], 'pool');
    select(['pool']);
    foldSelected();
    await vi.waitFor(() => expect(dots()).toHaveLength(1));
    await dragTo(card('b'), middle(card('pool')));
    expect(find('b').in).toBe('pool');
    select(['pool']);
    expect(isFolded()).toBe(true);
    foldSelected();
    await vi.waitFor(() => expect(card('b')).not.toBeNull());
    expect(isInOrder()).toBe(true);
  });

  test('is walked to and moved like any part', async () => {
    moveInto(['a', 'b'], 'pool');
    select(['pool']);
    foldSelected();
    await vi.waitFor(() => expect(dots()).toHaveLength(2));
    canvas().focus();
    useSelection.setState({ cursor: 'web' });
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(useSelection.getState().cursor).toBe('pool');
    const at = find('a').at;
    await dragTo(card('pool'), [middle(card('pool'))[0] - 60, middle(card('pool'))[1] + 50]);
    expect(find('pool').at).not.toEqual([640, 40]);
    expect(find('a').at).toEqual(at);
  });
});

test('a trunk is one line with a band as wide as its load; other lines do not hear of theirs', async () => {
  edit({
    edit: 'add',
    nodes: [],
    edges: [{ id: 'e2', from: 'web', to: 'pool', protocol: 'request' }],
  });
  moveInto(['a', 'b'], 'pool');
  const line = () => document.querySelector<SVGElement>('[data-edge="e2"]')!;
  const bands = () => line().querySelectorAll('[class*=band]').length;
  await vi.waitFor(() => expect(line().querySelectorAll('[class*=line]').length).toBe(2));
  expect(bands()).toBe(0);
  select(['pool']);
  foldSelected();
  await vi.waitFor(() => expect(bands()).toBe(1));
  expect(line().querySelectorAll('[class*=line]').length).toBe(1);
  const width = () => getComputedStyle(line().querySelector('[class*=band]')!).strokeWidth;
  const idle = width();
  const rest = { inFlight: 0, cut: null, lose: 0, delayMs: 0, repeats: 0, perSecond: 300 };
  table.fake.reach(1_000, [], undefined, {
    edges: [
      { id: 'e1', ...rest },
      { id: 'e2', ...rest },
    ],
  });
  await vi.waitFor(() => expect(line().dataset.load).toBe('3'));
  expect(Number.parseFloat(width())).toBeGreaterThan(Number.parseFloat(idle));
  expect(document.querySelector<SVGElement>('[data-edge="e1"]')?.dataset.load).toBe('0');
});

test('replicas are small cards with a number, and a hand on one moves the part they are made of', async () => {
  const { nodes, edges } = current();
  const many = nodes.map((node) =>
    node.id === 'b' ? { ...node, replicas: { min: 1, max: 3 } } : node,
  );
  openDocument({ ...current(), nodes: many, edges }, { guest: true });
  await vi.waitFor(() => expect(card('b.3')).not.toBeNull());
  expect(card('b').textContent).toContain('×1–3');
  table.fake.reach(1_000, [
    { ...report('b.1', 'saturated'), words: 'busy · 14 waiting' },
    report('b.3', 'standby'),
  ]);
  await vi.waitFor(() => expect(card('b.1').textContent).toBe('b 114'));
  expect(card('b.1').getAttribute('aria-label')).toBe('b 1, Sink, busy · 14 waiting');
  expect(card('b.1').dataset.tone).toBe('saturated');
  expect(card('b.3').dataset.tone).toBe('standby');
  expect(card('b.1').querySelector('[data-rim]')).toBeNull();
  expect(boxOf('b.1')).toMatchObject({ width: 112, height: 40 });

  const { x, y } = boxOf('b.2');
  await dragTo(card('b.2'), [middle(card('b.2'))[0] - 80, middle(card('b.2'))[1] + 40]);
  const [bx, by] = find('b').at;
  expect([bx, by]).not.toEqual([320, 240]);
  expect(boxOf('b.2')).toMatchObject({ x: x + bx - 320, y: y + by - 240 });
  expect(current().nodes).toHaveLength(4);
});

test('a link inside a frame is not seen before anything has travelled it', async () => {
  const { room, ...others } = specs();
  const [protocol] = others.sink?.takes ?? [];
  if (room?.frame === undefined || protocol === undefined) throw new Error('There is no room.');
  const inner: InnerLinks = { protocol, pairs: ([a, b]) => (a && b ? [[a, b]] : []) };
  provideSpecs({ ...others, room: { ...room, frame: { ...room.frame, inner } } });
  moveInto(['a', 'b'], 'pool');
  const line = () => document.querySelector<SVGElement>('[data-edge="a~b"] [class*=line]')!;
  await vi.waitFor(() => expect(line()).not.toBeNull());
  expect(getComputedStyle(line()).opacity).toBe('0');
  const rest = { inFlight: 0, cut: null, lose: 0, delayMs: 0, repeats: 0 };
  table.fake.reach(1_000, [], undefined, { edges: [{ id: 'a~b', ...rest, perSecond: 5_000 }] });
  await vi.waitFor(() => expect(getComputedStyle(line()).opacity).toBe('1'));
  expect(getComputedStyle(line()).strokeWidth).toBe('0.75px');
});
