/** What frames do with what is put into them. */
import { beforeEach, expect, test, vi } from 'vitest';
import { undo, useDocument } from '../store/document.ts';
import { select } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { arrangeFrame, canArrange } from './arranging.ts';
import { placeBeside } from './gestures.ts';
import { card, current, dragTo, find, middle, openTable } from './hands-test-support.tsx';
import { moveInto } from './into-frame.ts';
import { overlaps } from './layout.ts';
import { useLayout } from './layout-store.ts';

beforeEach(async () => (await openTable()).close);

const boxOf = (id: string) => useLayout.getState().layout.boxes.get(id) as Box;
const members = () => current().nodes.filter((node) => node.in === 'pool');
const steps = () => useDocument.getState().past.length;

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
