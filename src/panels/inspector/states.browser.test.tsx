import '@fontsource-variable/inter';
import { beforeAll, describe, expect, test } from 'vitest';
import { cleanup, render } from 'vitest-browser-react';
import { kinds } from '../../kinds/kinds.ts';
import { FONT } from '../../lib/display-list.ts';
import { compileMachine } from '../../sim/machine.ts';
import { describeMachine } from '../../sim/machine-describe.ts';
import { connectSimulation } from '../../store/playback.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { useStatecharts } from '../../store/statecharts.ts';
import { Island } from '../../ui/island.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { NodeStates, Statechart } from '../../worker/protocol.ts';
import { States } from './states.tsx';

/** The inspector's width on the page and on the narrowest phones. */
const PANEL_WIDTH = 360;

const chartsOf = new Map(
  Object.values(kinds.models).map((model) => [
    model.kind,
    Object.fromEntries(
      Object.entries(model.machines).map(([name, machine]) => [
        name,
        describeMachine(compileMachine(machine)),
      ]),
    ),
  ]),
);

const machines = [...chartsOf].flatMap(([kind, charts]) =>
  Object.keys(charts).map((machine) => ({ kind, machine })),
);

function reportOf(machine: string, state: string): NodeStates {
  return {
    machine,
    state,
    children: [{ machine, key: 'a-child-with-a-long-name-10.0.0.1:54321', state }],
    transitions: [{ at: 1_500_000, machine, key: '', from: state, to: state, event: 'request' }],
  };
}

function leavesOf(chart: Statechart): string[] {
  return chart.states.filter((state) => state.kind !== 'compound').map((state) => state.path);
}

async function show(kind: string, machine: string, state: string): Promise<HTMLElement> {
  const charts = chartsOf.get(kind)!;
  useStatecharts.setState({ byKind: new Map([[kind, charts]]) });
  const simulation = new FakeSimulation();
  simulation.answers.states = reportOf(machine, state);
  connectSimulation(simulation);
  const content = <States node={{ id: 'a', kind, at: [0, 0] }} />;
  const screen = await render(
    <div style={{ width: PANEL_WIDTH, height: 600, display: 'grid', fontFamily: FONT }}>
      <Island>
        <Tabs
          label="Tabs"
          shown="states"
          onShow={() => {}}
          pages={[{ id: 'states', label: 'States', content }]}
        />
      </Island>
    </div>,
  );
  await expect.element(screen.getByRole('group', { name: /statechart/i })).toBeInTheDocument();
  return screen.container;
}

function overlaps(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

beforeAll(async () => {
  await Promise.all(
    ['400', '600'].map((weight) => document.fonts.load(`${weight} 12px 'Inter Variable'`)),
  );
  expect(document.fonts.check("600 12px 'Inter Variable'")).toBe(true);
});

describe.each(machines)(
  'the states of $kind, machine $machine, at 360 pixels',
  ({ kind, machine }) => {
    test('no label overlaps another or is cut', async () => {
      const chart = chartsOf.get(kind)![machine]!;
      const container = await show(kind, machine, leavesOf(chart)[0]!);
      const svg = container.querySelector('svg[role="group"]')!;
      const labels = [...svg.querySelectorAll('text')].map((text) => ({
        text: text.textContent,
        box: text.getBoundingClientRect(),
      }));
      expect(labels.length).toBeGreaterThan(chart.states.length);
      const meeting = labels.flatMap((a, index) =>
        labels.slice(index + 1).flatMap((b) => (overlaps(a.box, b.box) ? [[a.text, b.text]] : [])),
      );
      expect(meeting).toEqual([]);
      const room = svg.getBoundingClientRect();
      const cut = labels.filter(
        ({ box }) =>
          box.left < room.left ||
          box.right > room.right ||
          box.top < room.top ||
          box.bottom > room.bottom,
      );
      expect(cut.map(({ text }) => text)).toEqual([]);
      const panel = svg.closest('[role="tabpanel"]')!;
      expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth);
      expect(room.right).toBeLessThanOrEqual(panel.getBoundingClientRect().right);
      const place = svg.parentElement!;
      expect(place.scrollWidth).toBeLessThanOrEqual(place.clientWidth);
    });

    test('each label lies within the box of its state', async () => {
      const chart = chartsOf.get(kind)![machine]!;
      const container = await show(kind, machine, leavesOf(chart)[0]!);
      for (const group of container.querySelectorAll('g[data-state]')) {
        const box = group.querySelector('rect')!.getBoundingClientRect();
        for (const text of group.querySelectorAll('text')) {
          const label = text.getBoundingClientRect();
          expect(label.left).toBeGreaterThanOrEqual(box.left);
          expect(label.right).toBeLessThanOrEqual(box.right);
        }
      }
    });

    test('every state can be the current one, said in words', async () => {
      const chart = chartsOf.get(kind)![machine]!;
      for (const leaf of leavesOf(chart)) {
        const container = await show(kind, machine, leaf);
        const lit = container.querySelector('g[data-current="true"]')!;
        expect(lit.getAttribute('data-state')).toBe(leaf);
        expect(lit.textContent).toContain('now');
        await cleanup();
      }
    });
  },
);
