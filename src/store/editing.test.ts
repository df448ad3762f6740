import { expect, test } from 'vitest';
import { edit, newDocument, useDocument, whenEditable } from './document.ts';
import { editor, prepareEditing } from './editing.ts';
import { connectSimulation, type simulation } from './playback.ts';

const deaf = {
  send: () => undefined,
  subscribe: () => () => undefined,
  status: () => ({ status: 'ready', sentence: null }),
  onStatus: () => () => undefined,
} as unknown as ReturnType<typeof simulation>;

const title = () => useDocument.getState().document.title;

test('what is changed before there is an editor is changed when there is one, in its own diagram', async () => {
  connectSimulation(deaf);
  newDocument();
  expect(edit({ edit: 'title', title: 'Of another diagram' })).toBe(false);
  newDocument();
  const before = title();
  let followed = '';
  whenEditable(() => {
    const isDone = edit({ edit: 'title', title: 'First' });
    followed = isDone ? title() : 'not done';
    return isDone;
  });
  expect(edit({ edit: 'title', title: 'Mine' })).toBe(false);
  expect(title()).toBe(before);
  await prepareEditing();
  expect(followed).toBe('First');
  expect(title()).toBe('Mine');
  expect(useDocument.getState().past).toHaveLength(2);
  edit({ edit: 'title', title: 'Changed since' });
  await prepareEditing();
  expect(title()).toBe('Changed since');
  expect(editor()).not.toBe(null);
});
