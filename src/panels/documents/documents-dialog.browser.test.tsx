import { beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { specs } from '../../kinds/specs.ts';
import { MemoryLibrary } from '../../store/library.test-support.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';

const library = new MemoryLibrary();
vi.mock('../../store/library.ts', () => ({ library }));

const { DocumentsDialog } = await import('./documents-dialog.tsx');
const { edit, openDocument, useDocument } = await import('../../store/document.ts');
const { openStored } = await import('../../store/own-diagrams.ts');
const { connectSimulation } = await import('../../store/playback.ts');
const { provideSpecs } = await import('../../store/specs.ts');
const { useDiagrams } = await import('../../store/diagrams.ts');

const scene = (title: string): SceneDocument => ({
  version: 2,
  title,
  seed: 1,
  nodes: [{ id: 's1', kind: 'server', at: [0, 0] }],
  edges: [],
  commands: [],
});

beforeEach(async () => {
  library.diagrams.clear();
  provideSpecs(specs);
  connectSimulation(new FakeSimulation());
  useDiagrams.setState({ all: null, removed: [] });
  for (const [i, title] of ['Oldest', 'Middle', 'Newest'].entries()) {
    const record = { at: 0, playing: false, savedAt: i + 1, stamp: '' };
    library.diagrams.set(title, { document: scene(title), ...record });
  }
  library.diagrams.set('future', {
    document: { version: 99, title: 'From the future' },
    at: 0,
    playing: false,
    savedAt: 0,
    stamp: '',
  });
  openDocument(scene('Guest'), { guest: true });
});

const titles = () => (useDiagrams.getState().all ?? []).map(({ title }) => title);

test('by keys alone: walk, rename, delete, bring back, open', async () => {
  const page = await render(<DocumentsDialog />);
  const newest = page.getByRole('button', { name: /^Newest/ });
  await expect.element(newest).toBeVisible();
  expect(titles()).toEqual(['Newest', 'Middle', 'Oldest', 'From the future']);
  newest.element().focus();
  // Typed without looking: no key waits for the field to be drawn.
  await userEvent.keyboard('{ArrowRight}{F2}Renamed{Enter}');
  await expect.poll(titles).toEqual(['Renamed', 'Newest', 'Oldest', 'From the future']);
  await expect.element(page.getByRole('button', { name: /^Renamed/ })).toHaveFocus();
  await userEvent.keyboard('{Delete}');
  await expect.poll(titles).toEqual(['Newest', 'Oldest', 'From the future']);
  // Its neighbour has the keyboard now.
  await expect.element(page.getByRole('button', { name: /^Newest/ })).toHaveFocus();
  await page.getByRole('button', { name: 'Restore Renamed' }).click();
  await expect.poll(titles).toContain('Renamed');
  page
    .getByRole('button', { name: /^Oldest/ })
    .element()
    .focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => useDocument.getState().id).toBe('Oldest');
});

test('leaving the new name by Esc changes nothing and closes nothing', async () => {
  const page = await render(<DocumentsDialog />);
  const newest = page.getByRole('button', { name: /^Newest/ });
  await expect.element(newest).toBeVisible();
  newest.element().focus();
  await userEvent.keyboard('{F2}');
  await expect.element(page.getByLabelText('New name for Newest')).toHaveFocus();
  await userEvent.keyboard('Other{Escape}');
  await expect.element(page.getByLabelText('New name for Newest')).not.toBeInTheDocument();
  await expect.element(page.getByRole('dialog')).toBeVisible();
  expect(titles()[0]).toBe('Newest');
});

test('what this page cannot read is listed and said so, and found by its title', async () => {
  const page = await render(<DocumentsDialog />);
  await page.getByLabelText('Find a diagram').fill('future');
  await expect.element(page.getByText('Cannot be read')).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^Newest/ })).not.toBeInTheDocument();
});

test('the diagram on the table can be deleted and brought back without leaving the table', async () => {
  await openStored('Middle');
  edit({ edit: 'title', title: 'Edited a moment ago' });
  const page = await render(<DocumentsDialog />);
  const card = page.getByRole('button', { name: /^Edited a moment ago.*Open now/ });
  await expect.element(card).toBeVisible();
  card.element().focus();
  await userEvent.keyboard('{Delete}');
  const back = page.getByRole('button', { name: 'Restore Edited a moment ago' });
  await expect.element(back).toBeVisible();
  expect(useDocument.getState()).toMatchObject({ id: null, guest: true });
  expect(useDocument.getState().document.title).toBe('Edited a moment ago');
  await back.click();
  await expect.poll(() => useDocument.getState().id).toBe('Middle');
  await expect.poll(titles).toContain('Edited a moment ago');
});
