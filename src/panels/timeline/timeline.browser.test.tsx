import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { DocumentCommand, SceneDocument } from '../../document/types.ts';
import { specs } from '../../kinds/specs.ts';
import { useDocument } from '../../store/document.ts';
import { pointAt, useInstruments } from '../../store/instruments.ts';
import { connectSimulation, loadDocument, usePlayback } from '../../store/playback.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import type { Moment } from '../../worker/protocol.ts';
import { Timeline } from './timeline.tsx';

const scene: SceneDocument = {
  version: 2,
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

function ats(): number[] {
  return useDocument.getState().document.commands.map(({ at }) => at);
}

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

test('a mark is changed in its editor: gone to, given another time, moved to the moment shown, deleted', async () => {
  const screen = await show();
  await screen.getByRole('button', { name: /Crash Desk/ }).click();
  const editor = screen.getByRole('dialog', { name: 'Crash Desk' });
  await editor.getByRole('button', { name: 'Go to 0:02' }).click();
  expect(seeks()).toEqual([2]);
  await editor.getByLabelText('At', { exact: true }).fill('soon');
  await userEvent.keyboard('{Enter}');
  await expect.element(editor.getByRole('alert')).toHaveTextContent(/“soon” is not a duration/);
  await editor.getByLabelText('At', { exact: true }).fill('8.25 s');
  await userEvent.keyboard('{Enter}');
  // It is the second command now, and the editor has stayed with it.
  expect(ats()).toEqual([6000, 8250]);
  await expect.element(editor.getByLabelText('At', { exact: true })).toHaveValue('8.25 s');
  await userEvent.keyboard('{Escape}');
  usePlayback.setState({ at: 4.5e6 });
  await screen.getByRole('button', { name: 'Crash Desk, at 0:08.25' }).click();
  await editor.getByRole('button', { name: /Move to 0:04.5/ }).click();
  expect(ats()).toEqual([4500, 6000]);
  await editor.getByRole('button', { name: 'Remove' }).click();
  expect(ats()).toEqual([6000]);
  expect(useDocument.getState().past).toHaveLength(3);
});

test('a mark is dragged along the line in one step for undo', async () => {
  const screen = await show();
  const mark = screen.getByRole('button', { name: /Crash Desk/ }).element();
  const line = screen.getByRole('slider').element().getBoundingClientRect();
  const from = line.left + line.width * 0.2;
  const drag = (type: string, clientX: number) =>
    mark.dispatchEvent(
      new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, clientX, clientY: 8 }),
    );
  mark.setPointerCapture = () => undefined;
  drag('pointerdown', from);
  drag('pointermove', from + line.width * 0.1);
  drag('pointermove', from + line.width * 0.3);
  await expect.element(screen.getByRole('button', { name: 'Crash Desk, at 0:05' })).toBeVisible();
  expect(ats()).toEqual([2000, 6000]);
  drag('pointerup', from + line.width * 0.3);
  (mark as HTMLElement).click();
  await expect.poll(ats).toEqual([5000, 6000]);
  expect(useDocument.getState().past).toHaveLength(1);
  expect(screen.getByRole('dialog').query()).toBeNull();
});

test('arrows move a focused mark, a key held down in one step, and the keyboard stays with it', async () => {
  const screen = await show();
  (screen.getByRole('button', { name: /Crash Desk/ }).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight>3/}');
  expect(ats()).toEqual([2300, 6000]);
  expect(useDocument.getState().past).toHaveLength(1);
  await userEvent.keyboard('{Shift>}{ArrowRight>4/}{/Shift}');
  expect(ats()).toEqual([6000, 6300]);
  await expect.element(screen.getByRole('button', { name: 'Crash Desk, at 0:06.3' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('dialog', { name: 'Crash Desk' })).toBeVisible();
});

test('the values of a command are changed where it stands', async () => {
  useDocument.setState({
    document: { ...scene, commands: [{ at: 2000, do: 'slow', node: 's', factor: 4 }] },
  });
  const screen = await show();
  await screen.getByRole('button', { name: /Slow Desk/ }).click();
  await screen.getByLabelText('How many times').fill('0');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent(/too small/);
  await screen.getByLabelText('How many times').fill('2.5');
  await userEvent.keyboard('{Enter}');
  expect(useDocument.getState().document.commands).toEqual([
    { at: 2000, do: 'slow', node: 's', factor: 2.5 },
  ]);
});

test('too many commands at one moment are one number that opens their list', async () => {
  const many = [1, 2, 3, 4, 5, 6].map((factor) => ({ at: 2000, do: 'slow', node: 's', factor }));
  useDocument.setState({ document: { ...scene, commands: many as DocumentCommand[] } });
  const screen = await show();
  await screen.getByRole('button', { name: '6 commands between 0:02 and 0:02' }).click();
  await screen.getByRole('button', { name: /Slow Desk ×5/ }).click();
  await expect.element(screen.getByRole('dialog', { name: 'Slow Desk ×5' })).toBeVisible();
});

test('what happened is one tab stop; arrows walk it and Enter goes there', async () => {
  const screen = await show();
  const moments: Moment[] = [
    { at: 2e6, what: 'state', node: 's', tone: 'down', words: 'Desk is down' },
    { at: 6e6, what: 'stop', node: 's', tone: 'saturated', words: 'More than 5 wait at Desk' },
  ];
  loadDocument(scene, 3e6);
  simulation.reach(7e6, [], undefined, { moments });
  const first = screen.getByRole('button', { name: 'Desk is down, at 0:02' });
  await expect.element(first).toHaveAttribute('tabindex', '0');
  const second = screen.getByRole('button', { name: 'More than 5 wait at Desk, at 0:06' });
  await expect.element(second).toHaveAttribute('tabindex', '-1');
  (first.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect(seeks()).toEqual([6]);
});

test('where the pointer is in time is shared with the charts', async () => {
  const screen = await show();
  const slider = screen.getByRole('slider');
  await userEvent.hover(slider);
  expect(useInstruments.getState().pointedAt).toBeCloseTo(5e6, -5);
  pointAt(2.5e6);
  await expect.poll(() => screen.container.querySelector('[data-pointed="2500000"]')).toBeTruthy();
});
