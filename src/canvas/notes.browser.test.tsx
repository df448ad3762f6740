import { beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { undo, useDocument } from '../store/document.ts';
import { useNotices } from '../store/notices.ts';
import { select, useSelection } from '../store/selection.ts';
import { removeSelected } from './gestures.ts';
import { canvas, card, current, dragTo, middle, note, openTable } from './hands-test-support.tsx';
import { attachNote, detachNote, placeNote } from './notes.ts';

beforeEach(async () => {
  const { close } = await openTable({
    notes: [{ id: 'n1', text: 'Why **two**?', at: [0, 320] }],
  });
  return close;
});

const noteOf = (id: string) => current().notes?.find((candidate) => candidate.id === id);
const area = (id: string) => note(id).querySelector('textarea')!;

test('a note shows its Markdown, and none of its HTML', async () => {
  // What draws it is fetched first.
  const bold = () => note('n1').querySelector('strong')?.textContent;
  await vi.waitFor(() => expect(bold()).toBe('two'), { timeout: 20_000 });
  await userEvent.dblClick(note('n1'));
  await userEvent.fill(area('n1'), '<img src=x onerror=alert(1)> ![](http://example.com/a.png)');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await vi.waitFor(() => expect(note('n1').textContent).toContain('<img src=x'));
  expect(note('n1').querySelector('img')).toBeNull();
});

test('a new note is written at once; left empty there is none', async () => {
  placeNote([500, 500]);
  const id = current().notes?.at(-1)?.id ?? '';
  await vi.waitFor(() => expect(document.activeElement).toBe(area(id)));
  await userEvent.keyboard('Retry storm{Control>}{Enter}{/Control}');
  expect(noteOf(id)?.text).toBe('Retry storm');
  expect(document.activeElement).toBe(canvas());
  placeNote([500, 500]);
  const empty = current().notes?.at(-1)?.id ?? '';
  await vi.waitFor(() => expect(document.activeElement).toBe(area(empty)));
  await userEvent.keyboard('{Escape}');
  expect(noteOf(empty)).toBeUndefined();
});

test('Enter on a note writes it, and Esc leaves it with what was written', async () => {
  canvas().focus();
  select(['n1']);
  useSelection.setState({ cursor: 'n1' });
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(document.activeElement).toBe(area('n1')));
  await userEvent.keyboard(' Three.{Escape}');
  expect(noteOf('n1')?.text).toBe('Why **two**? Three.');
  expect(document.activeElement).toBe(canvas());
});

test('a text longer than its note is not cut, written or read', async () => {
  await userEvent.dblClick(note('n1'));
  await userEvent.fill(area('n1'), 'One line after the other.\n\n'.repeat(12));
  expect(area('n1').scrollHeight).toBeLessThanOrEqual(area('n1').clientHeight);
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(note('n1').querySelectorAll('p').length).toBe(12));
  const last = [...note('n1').querySelectorAll('p')].at(-1) as HTMLElement;
  const { bottom } = note('n1').getBoundingClientRect();
  expect(last.getBoundingClientRect().bottom).toBeLessThanOrEqual(bottom);
});

test('more than a note holds is rejected in words, and nothing written is lost', async () => {
  await userEvent.dblClick(note('n1'));
  await userEvent.fill(area('n1'), 'x'.repeat(2_001));
  await vi.waitFor(() => expect(note('n1').textContent).toContain('1 characters too many'));
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(useNotices.getState().toast?.sentence).toMatch(
    /at most 2000 characters, and this one has 2001/,
  );
  expect(area('n1').value.length).toBe(2_001);
  await userEvent.keyboard('{Backspace}{Control>}{Enter}{/Control}');
  expect(noteOf('n1')?.text.length).toBe(2_000);
});

test('dropped on a node it hangs below it and moves with it, until it is taken off', async () => {
  await dragTo(note('n1'), middle(card('b')), {
    before: () => expect(card('b').dataset.target).toBe('legal'),
  });
  expect(noteOf('n1')).toMatchObject({ on: 'b' });
  await vi.waitFor(() =>
    expect(note('n1').getBoundingClientRect().top).toBeGreaterThan(
      card('b').getBoundingClientRect().bottom,
    ),
  );
  const before = middle(note('n1'));
  const [x, y] = middle(card('b'));
  await dragTo(card('b'), [x - 48, y]);
  await vi.waitFor(() => expect(middle(note('n1'))[0]).toBeLessThan(before[0] - 30));
  const there = middle(note('n1'));
  detachNote('n1');
  expect(noteOf('n1')?.on).toBeUndefined();
  await vi.waitFor(() => expect(middle(note('n1'))[0]).toBeCloseTo(there[0], 0));
  undo();
  expect(noteOf('n1')?.on).toBe('b');
});

test('moved, sized, walked to and removed like any part', async () => {
  const [x, y] = middle(note('n1'));
  await dragTo(note('n1'), [x + 30, y - 60]);
  expect(noteOf('n1')?.at).not.toEqual([0, 320]);
  canvas().focus();
  await userEvent.keyboard('{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}');
  expect(noteOf('n1')?.size).toEqual([216, 96]);
  useSelection.setState({ cursor: null });
  const seen = new Set<string | null>();
  for (let i = 0; i < 6; i++) {
    await userEvent.keyboard('{ArrowRight}');
    seen.add(useSelection.getState().cursor);
  }
  expect(seen).toContain('n1');
  select(['n1']);
  removeSelected();
  expect(current().notes ?? []).toEqual([]);
  undo();
  expect(noteOf('n1')?.text).toBe('Why **two**?');
  expect(useDocument.getState().future.length).toBe(1);
});

test('a note whose node is removed keeps its place on the table', async () => {
  attachNote('n1', 'a');
  await vi.waitFor(() => expect(note('n1').getAttribute('aria-label')).toMatch(/^Note on a,/));
  const there = middle(note('n1'));
  select(['a']);
  removeSelected();
  await vi.waitFor(() => expect(noteOf('n1')?.on).toBeUndefined());
  await vi.waitFor(() => expect(middle(note('n1'))[0]).toBeCloseTo(there[0], 0));
});
