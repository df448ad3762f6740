import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { followScene } from '../../canvas/layout-store.ts';
import { edit, openDocument, useDocument } from '../../store/document.ts';
import { useLive } from '../../store/live.ts';
import { pause } from '../../store/playback.ts';
import { useSelection } from '../../store/selection.ts';
import type { FakeSimulation } from '../../store/simulation-test-support.ts';
import { openTestTable } from '../../store/table-test-support.ts';
import type { CardReport } from '../../worker/protocol.ts';
import { Outline } from './outline.tsx';
import { figureLines } from './outline-figures.ts';
import { outlineTree } from './outline-tree.ts';
import { words } from './words.ts';

let fake: FakeSimulation;

const card = (id: string, more: Partial<CardReport> = {}): CardReport => ({
  id,
  words: 'idle',
  tone: 'normal',
  utilization: null,
  dropped: {},
  completions: 0,
  ...more,
});

beforeEach(async () => {
  await page.viewport(1200, 900);
  fake = openTestTable();
  pause();
  const leave = followScene();
  const screen = await render(<Outline />);
  return () => {
    leave();
    return screen.unmount();
  };
});

const rows = () =>
  [...document.querySelectorAll<HTMLElement>('[data-outline]')].map((row) => row.dataset.outline);
const state = (id: string) => document.querySelector(`[data-outline-state="${id}"]`)?.textContent;
const row = (id: string) =>
  page.elementLocator(document.querySelector(`[data-outline="${id}"]`) as HTMLElement);
const current = () => useDocument.getState().document;

describe('the outline', () => {
  test('lists every part in reading order, members under their frame', () => {
    expect(rows()).toEqual(['web', 'lb', 'pool', 's1', 's2']);
    const members = page.getByRole('list', { name: words.inside('backends') }).element();
    expect(members.querySelector('[data-outline="s1"]')).not.toBeNull();
  });

  test('says what each card says, its figures, and what is cut', async () => {
    fake.reach(1_000_000, [
      card('s1', {
        words: 'busy · 14 waiting',
        utilization: 0.8,
        dropped: { 'queue-full': 12 },
        erred: { 'status-500': 3 },
      }),
      card('lb'),
    ]);
    await vi.waitFor(() => expect(state('s1')).toBe(useLive.getState().cards.get('s1')?.words));
    expect(state('s1')).toBe('busy · 14 waiting');
    await expect
      .element(
        page.getByText(
          '80 % busy now, 12 dropped (queue full), 3 answered with an error (status 500)',
        ),
      )
      .toBeInTheDocument();
  });

  test('says which way of a connection is cut, as its protocol calls what travels', async () => {
    const at = [0, 0] as [number, number];
    const nodes = ['p', 'r'].map((id) => ({ id, kind: 'database', name: id, at }));
    const edges = [{ id: 'e', from: 'p', to: 'r', protocol: 'replication' }];
    openDocument({ ...current(), nodes, edges }, { guest: true, paused: true });
    const still = { inFlight: 0, perSecond: 0, lose: 0, delayMs: 0, repeats: 0 };
    fake.reach(1_000_000, [], undefined, { edges: [{ id: 'e', cut: 'forward', ...still }] });
    await expect.element(page.getByText('r (changes cut)')).toBeInTheDocument();
    fake.reach(2_000_000, [], undefined, { edges: [{ id: 'e', cut: 'both', ...still }] });
    await expect.element(page.getByText('r (cut)')).toBeInTheDocument();
  });

  test('names both ends of every connection, and leads from one to the other', async () => {
    const item = row('lb').element().closest('li');
    expect(item?.textContent).toMatch(/Sends to backends.*Receives from visitors/);
    row('lb').element().focus();
    await page.getByTitle('Connection from balancer to backends').first().click();
    await expect.element(row('pool')).toHaveFocus();
  });

  test('is one tab stop, walked by arrows into frames and out', async () => {
    expect(document.querySelectorAll('[data-outline][tabindex="0"]')).toHaveLength(1);
    row('web').element().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}');
    await expect.element(row('s1')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(row('pool')).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(row('s2')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(useSelection.getState().ids).toEqual(['s2']);
    await expect.element(row('s2')).toHaveAttribute('aria-pressed', 'true');
  });

  test('renames, connects, moves, breaks and deletes without the canvas', async () => {
    row('s2').element().focus();
    await userEvent.keyboard('{F2}');
    await expect.element(page.getByRole('textbox', { name: words.name })).toHaveFocus();
    await userEvent.keyboard('{Control>}a{/Control}spare{Enter}');
    expect(current().nodes.at(-1)?.name).toBe('spare');
    await page.getByRole('button', { name: 'Crash' }).click();
    expect(current().commands).toEqual([{ at: 0, do: 'crash', node: 's2' }]);
    await page.getByRole('button', { name: words.move, exact: true }).click();
    expect(current().nodes.find(({ id }) => id === 's2')?.in).toBe('pool');
    await page.getByRole('button', { name: words.remove, exact: true }).click();
    expect(rows()).toEqual(['web', 'lb', 'pool', 's1']);

    await row('lb').click();
    await page.getByRole('combobox', { name: words.connectTo }).selectOptions('server 1');
    await page.getByRole('button', { name: words.connect, exact: true }).click();
    expect(current().edges.at(-1)).toMatchObject({ from: 'lb', to: 's1' });
    const name = 'Connection from balancer to backends';
    await page.getByRole('button', { name: words.removeEdge(name) }).click();
    expect(current().edges.map(({ id }) => id)).not.toContain('e2');
  });

  test('lists ghosts with the moment they join, unknown parts and notes', async () => {
    edit({ edit: 'note', note: { id: 'n1', text: 'Watch this', at: [0, 600], on: 'web' } });
    edit({
      edit: 'add',
      nodes: [{ id: 'x1', kind: 'time-machine', name: 'odd', at: [0, 300] }],
      edges: [],
    });
    await expect.element(page.getByText('time-machine')).toBeInTheDocument();
    const note = page.getByRole('textbox', { name: words.noteText });
    await expect.element(note).toHaveValue('Watch this');
    await note.fill('Watch that');
    note.element().blur();
    expect(current().notes?.[0]).toMatchObject({ text: 'Watch that', on: 'web' });
  });
});

test('ghosts say when they join', () => {
  const node = { id: 'g', kind: 'server', at: [0, 0] as [number, number] };
  const box = { x: 0, y: 0, width: 184, height: 76 };
  const [ghost] = outlineTree({
    nodes: [node],
    edges: [],
    ghosts: [{ id: 'g', joinsAt: 12_000 }],
    boxes: new Map([['g', box]]),
  });
  expect(ghost?.joinsAt).toBe(12_000);
});

test('traffic adds up over the connections of a part', () => {
  const edges = [
    { id: 'e1', from: 'a', to: 'b' },
    { id: 'e2', from: 'c', to: 'b' },
  ];
  const traffic = edges.map(({ id }, index) => ({
    id,
    inFlight: 0,
    perSecond: 10 + index * 5,
    cut: null,
    lose: 0,
    delayMs: 0,
    repeats: 0,
  }));
  const none = { mean: null, p50: null, p95: null, p99: null };
  const recent = {
    throughputPerSecond: 24,
    utilization: null,
    meanInSystem: null,
    responseMs: none,
    waitingMs: none,
  };
  const lines = figureLines({ cards: ['a', 'b'].map((id) => card(id)), edges: traffic }, edges, {
    id: 'b',
    recent,
  });
  expect([...lines]).toEqual([
    ['a', '10/s out'],
    ['b', '25/s in, throughput 24/s in the last second'],
  ]);
});
