import { beforeEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { cssVariables } from '../../lib/ink.ts';
import { useDocument } from '../../store/document.ts';
import { connectSimulation, usePlayback } from '../../store/playback.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { StateStrip } from './state-strip.tsx';

const inks = document.createElement('style');
inks.textContent = cssVariables();
document.head.append(inks);

let simulation = new FakeSimulation();

const shop: SceneDocument = {
  version: 2,
  title: 'test',
  seed: 1,
  nodes: [
    { id: 's', kind: 'load-balancer', name: 'shop', at: [0, 0] },
    { id: 'p', kind: 'pool', name: 'tills', at: [200, 0] },
    { id: 's1', kind: 'server', name: 'till 1', at: [20, 60], in: 'p' },
  ],
  edges: [],
  commands: [],
};

beforeEach(() => {
  simulation = new FakeSimulation();
  connectSimulation(simulation);
  useDocument.setState({ document: shop });
  usePlayback.setState({ at: 100e6, playing: true });
  simulation.answers = {
    strip: {
      from: 40e6,
      to: 100e6,
      lines: [
        {
          machine: 'server',
          key: '',
          segments: [
            { from: 40e6, to: 70e6, state: 'up.busy', tone: 'normal', ink: ['#4f6f00', '#c0eb75'] },
            { from: 70e6, to: 100e6, state: 'down', tone: 'down' },
          ],
        },
        {
          machine: 'backend',
          key: 'p/s1',
          segments: [{ from: 40e6, to: 100e6, state: 'healthy', tone: 'normal' }],
        },
      ],
    },
  };
});

const seeks = () =>
  simulation.sent.flatMap((request) => (request.type === 'seek' ? [request.to / 1e6] : []));

async function show() {
  return await render(
    <div style={{ width: 300 }}>
      <StateStrip node="s" />
    </div>,
  );
}

test('the last minute is asked for, and drawn with the names of its states', async () => {
  const screen = await show();
  const line = screen.getByRole('img', { name: 'shop, now down' });
  await expect.element(line).toHaveTextContent('busydown');
  const child = screen.getByRole('img', { name: 'backend tills / till 1, now healthy' });
  await expect.element(child).toBeVisible();
  expect(simulation.queries[0]).toMatchObject({ ask: 'strip', node: 's', from: 40e6 });
});

test('a press goes to where the state began, and stays there', async () => {
  const screen = await show();
  await screen
    .getByRole('img')
    .first()
    .click({ position: { x: 220, y: 9 } });
  expect(seeks()).toEqual([70]);
  expect(usePlayback.getState().playing).toBe(false);
});

test('the same is told state by state, newest first', async () => {
  const screen = await show();
  await screen.getByText('Show as a table').click();
  const rows = screen.getByRole('row');
  await expect.element(rows.nth(1)).toHaveTextContent(/1:10.*down.*30 s so far/);
  await expect.element(rows.nth(2)).toHaveTextContent(/0:40.*up, busy.*30 s$/);
  await screen.getByRole('button', { name: 'Go to 0:40' }).click();
  expect(seeks()).toEqual([40]);
});

test('a state in an ink of its kind is drawn in it in both themes, and as the system says', async () => {
  const screen = await show();
  await expect.element(screen.getByRole('img').first()).toHaveTextContent('busydown');
  const fill = (state: string) => {
    const run = [...document.querySelectorAll('g')].find((each) => each.textContent === state);
    return run && getComputedStyle(run.querySelector('rect') as SVGRectElement).fill;
  };
  const { dataset } = document.documentElement;
  dataset.theme = 'light';
  expect([fill('busy'), fill('down')]).toEqual(['rgb(79, 111, 0)', 'rgb(201, 42, 42)']);
  dataset.theme = 'dark';
  expect(fill('busy')).toBe('rgb(192, 235, 117)');
  const system = (value: string) =>
    cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] });
  await system('active');
  expect(fill('busy')).toBe(fill('down'));
  await system('');
  delete dataset.theme;
});
