import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { specs } from '../../kinds/specs.ts';
import { openDocument, undo, useDocument } from '../../store/document.ts';
import { useNotices } from '../../store/notices.ts';
import { connectSimulation, seek } from '../../store/playback.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { Fork } from './fork.tsx';

const scene: SceneDocument = {
  version: 2,
  title: 'One server',
  seed: 1,
  nodes: [{ id: 's', kind: 'server', name: 'Desk', at: [0, 0] }],
  edges: [],
  commands: [
    { at: 1000, do: 'slow', node: 's', factor: 2 },
    { at: 4000, do: 'crash', node: 's' },
    { at: 6000, do: 'restart', node: 's' },
  ],
};

test('in the past, what comes later is given up in one step that can be undone', async () => {
  provideSpecs(specs);
  const simulation = new FakeSimulation();
  connectSimulation(simulation);
  openDocument(scene, { guest: true, paused: true });
  const screen = await render(<Fork />);
  simulation.reach(2e6);
  // Nothing has been seen of the future: there is nothing to change.
  expect(screen.getByRole('button').query()).toBeNull();
  simulation.reach(8e6);
  seek(3e6);
  simulation.reach(3e6, [], undefined, { horizon: 8e6 });
  await expect.element(screen.getByText('2 commands come later.')).toBeVisible();
  await screen.getByRole('button', { name: 'Remove everything after this moment' }).click();
  expect(useDocument.getState().document.commands).toEqual(scene.commands.slice(0, 1));
  expect(useNotices.getState().toast?.sentence).toBe('2 commands after 0:03 removed.');
  await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
  undo();
  expect(useDocument.getState().document.commands).toEqual(scene.commands);
});
