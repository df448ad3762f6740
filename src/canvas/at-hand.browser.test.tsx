/** What is done to the table before anything listens; the files of tests do not share modules. */
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { newDocument, openDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { useAtHand } from './at-hand.ts';
import {
  canvas,
  card,
  current,
  dragTo,
  find,
  middle,
  openBareTable,
} from './hands-test-support.tsx';
import { prepareHands } from './prepare-hands.ts';

test('what is done early is done later, in order, unless something else is open by then', async () => {
  const table = await openBareTable();
  const [x, y] = middle(card('b'));
  await dragTo(card('b'), [x, y + 40]);
  card('a').click();
  const before = current();
  newDocument();
  openDocument(before, { guest: true });
  await vi.waitFor(() => expect(card('b')).not.toBeNull());

  await dragTo(card('web'), [middle(card('web'))[0], middle(card('web'))[1] + 40]);
  card('b').click();
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
  // A right button and a finger that rested have asked for a menu; a press would close it.
  const press = { pointerId: 77, bubbles: true };
  const menus = { pointerType: 'mouse', button: 2, ...press };
  card('web').dispatchEvent(new PointerEvent('pointerdown', menus));
  card('web').dispatchEvent(new PointerEvent('pointerup', menus));
  card('web').dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', ...press }));
  card('web').dispatchEvent(new PointerEvent('pointercancel', { pointerType: 'touch', ...press }));
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', 'what was copied');
  canvas().dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }));
  const pasted: unknown[] = [];
  const pointers: unknown[] = [];
  window.addEventListener('pointerdown', ({ pointerId }) => pointers.push(pointerId));
  window.addEventListener('paste', (event) => {
    pasted.push(event.clipboardData?.getData('text/plain'));
  });
  expect(useSelection.getState().ids).toEqual([]);
  expect(useAtHand.getState().here).toBeNull();
  await prepareHands();
  await vi.waitFor(() => expect(useSelection.getState().ids).toEqual(['b']));
  expect(find('b').at).toEqual([328, 240]);
  expect(find('a').at).toEqual([320, 0]);
  expect(find('web').at[1]).toBeGreaterThan(120);
  expect(document.activeElement).toBe(canvas());

  expect(pasted).toEqual(['what was copied']);
  expect(pointers).not.toContain(77);

  // And nothing is done twice.
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
  expect(find('b').at).toEqual([336, 240]);
  await table.close();
});
