import { beforeAll, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { specs } from '../../kinds/specs.ts';
import { scenarioSlugs } from '../../scenarios/scenarios.ts';
import { openDialog, useShell } from '../../store/shell.ts';
import { provideSpecs } from '../../store/specs.ts';
import { GalleryDialog } from './gallery-dialog.tsx';

beforeAll(() => provideSpecs(specs));

test('every scene is a link with its picture; words and lists narrow them down, and a click closes the gallery', async () => {
  openDialog('gallery');
  const page = await render(<GalleryDialog />);
  const links = page.getByRole('link');
  await expect.poll(() => links.elements().length).toBe(scenarioSlugs.length);
  expect(links.elements().every((link) => link.querySelector('svg rect') !== null)).toBe(true);
  await page.getByLabelText('Concept').selectOptions('Scaling out');
  await page.getByLabelText('Find a scene').fill('grows');
  await expect.element(page.getByText(`1 of ${scenarioSlugs.length} scenes`)).toBeVisible();
  await page.getByLabelText('Find a scene').fill('zeppelin');
  await page.getByRole('button', { name: 'Show all scenes' }).click();
  await expect.poll(() => links.elements().length).toBe(scenarioSlugs.length);
  const growing = page.getByRole('link', { name: /^A pool that grows/ });
  expect(new URL(growing.element().getAttribute('href') ?? '').hash).toBe('#x=growing-pool');
  await growing.click();
  expect(location.hash).toBe('#x=growing-pool');
  expect(useShell.getState().dialog).toBeNull();
  history.replaceState(null, '', location.pathname + location.search);
});
