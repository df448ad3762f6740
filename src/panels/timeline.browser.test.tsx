import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import { useDocument } from '../store/document.ts';
import { connectSimulation, usePlayback } from '../store/playback.ts';
import { FakeSimulation } from '../store/simulation-test-support.ts';
import { provideSpecs } from '../store/specs.ts';
import { Timeline } from './timeline.tsx';

const scene: SceneDocument = {
  version: 1,
  title: 'One server',
  seed: 1,
  nodes: [{ id: 's', kind: 'server', name: 'Desk', at: [0, 0] }],
  edges: [],
  commands: [
    { at: 2000, do: 'crash', node: 's' },
    { at: 6000, do: 'restart', node: 'gone' },
  ],
};

let simulation = new FakeSimulation();

function seeks(): number[] {
  return simulation.sent.flatMap((request) => (request.type === 'seek' ? [request.to / 1e6] : []));
}

beforeEach(() => {
  simulation = new FakeSimulation();
  provideSpecs(specs);
  connectSimulation(simulation);
  usePlayback.setState({ at: 3e6, playing: false });
  useDocument.setState({ document: scene, id: 'd', guest: false, past: [], future: [] });
});

async function show() {
  return await render(
    <div style={{ width: 400 }}>
      <Timeline />
    </div>,
  );
}

test('the keyboard scrubs both ways', async () => {
  const screen = await show();
  const slider = screen.getByRole('slider', { name: 'Timeline' });
  await expect.element(slider).toHaveAttribute('aria-valuemax', '10');
  slider.element().focus();
  await userEvent.keyboard('{ArrowRight}');
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
  await userEvent.keyboard('{PageDown}{Home}{End}');
  expect(seeks().map((at) => Number(at.toFixed(3)))).toEqual([3.1, 3, 2.9, 3.9, 2.9, 0, 10]);
  await expect.element(slider).toHaveAttribute('aria-valuenow', '10');
});

test('a press on the line goes to that moment', async () => {
  const screen = await show();
  const slider = screen.getByRole('slider', { name: 'Timeline' });
  const { width } = slider.element().getBoundingClientRect();
  await userEvent.click(slider, { position: { x: width / 4, y: 12 } });
  await expect.poll(seeks).toHaveLength(1);
  expect(seeks()[0]).toBeCloseTo(2.5, 1);
});

test('a mark says what was done and when; one that no longer applies says why', async () => {
  const screen = await show();
  await expect.element(screen.getByRole('button', { name: 'Crash Desk, at 0:02' })).toBeVisible();
  usePlayback.setState({ at: 7e6 });
  const skipped = screen.getByRole('button', { name: /gone, at 0:06, skipped: .*no node "gone"/ });
  await expect.element(skipped).toHaveAttribute('data-skipped', 'true');
});

test('a mark can be gone to, moved to the moment shown, and deleted', async () => {
  const screen = await show();
  const mark = screen.getByRole('button', { name: /Crash Desk/ });
  await mark.click();
  await screen.getByRole('menuitem', { name: 'Go to 0:02' }).click();
  expect(seeks()).toEqual([2]);
  usePlayback.setState({ at: 4.5e6 });
  await mark.click();
  await screen.getByRole('menuitem', { name: /Move it to 0:04.5/ }).click();
  expect(useDocument.getState().document.commands[0]).toMatchObject({ at: 4500, do: 'crash' });
  await screen.getByRole('button', { name: 'Crash Desk, at 0:04.5' }).click();
  await screen.getByRole('menuitem', { name: 'Delete it' }).click();
  expect(useDocument.getState().document.commands).toHaveLength(1);
});
