/**
 * Layer 4 beside layer 7: one forwards packets with other addresses on them, the other reads each
 * request and sends its own.
 */
import { expect, type Page, test } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';
import { openAt } from './instruments.ts';
import { card, inspect, inspector, openScene, picks, runOn, showTab } from './table.ts';

interface Passed {
  path: string;
  backend: string;
  /** "source → destination" of the request before and after the balancer, and of its answer. */
  requestIn: string;
  requestOut: string;
  responseIn: string;
  responseOut: string;
}

/**
 * The last requests that passed the balancer, each chosen from the list and read off the table
 * below it.
 */
async function passed(page: Page, most: number): Promise<Passed[]> {
  const list = inspector(page).getByRole('combobox', { name: /^Addresses of/ });
  const table = inspector(page).getByRole('table').last();
  const row = async (name: string) => {
    const cells = await table.getByRole('row', { name }).getByRole('cell').allInnerTexts();
    return cells.join(' → ').replace(/\s+/g, ' ').trim();
  };
  // The first of them stands for none.
  await expect(list.getByRole('option').nth(1)).toBeAttached();
  const options = await list.getByRole('option').allInnerTexts();
  const all: Passed[] = [];
  for (const option of options.slice(1, most + 1)) {
    const [, path = '', backend = ''] = /^#\d+ \S+ [^/]+(\/\S*) → (.*)$/.exec(option) ?? [];
    await list.selectOption({ label: option });
    all.push({
      path,
      backend,
      requestIn: await row('Request in'),
      requestOut: await row('Request out'),
      responseIn: await row('Response in'),
      responseOut: await row('Response out'),
    });
  }
  return all;
}

const turned = (pair: string): string => pair.split(' → ').reverse().join(' → ');

/** Backends by the client's address and port: one connection each. */
function backendsByConnection(all: readonly Passed[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { requestIn, backend } of all) {
    found.set(requestIn, (found.get(requestIn) ?? new Set()).add(backend));
  }
  return found;
}

test('LB-10: layer 4 translates addresses and keeps every request of a connection at one server, whatever its path', async ({
  page,
}) => {
  await openScene(page, 'layer-4-beside-layer-7', 5_000);
  await inspect(page, 'layer 4 balancer');
  await expect(inspector(page)).toContainText('Connection table · 3');
  const nat = inspector(page).getByRole('region', { name: /^NAT table/ });
  await expect(nat).toContainText(/203\.0\.113\.1:\d+ → [\d.]+:\d+/);
  await expect(nat).toContainText(/becomes\s+[\d.]+:\d+ → [\d.]+:\d+/);
  // Three connections were decided about; a hundred times as many requests went along them.
  const chosen = Object.values(await picks(page));
  expect(chosen.reduce((sum, each) => sum + each, 0)).toBe(3);

  const all = await passed(page, 12);
  expect(all).toHaveLength(12);
  for (const { requestIn, requestOut, responseIn, responseOut } of all) {
    expect(requestOut).not.toBe(requestIn);
    // The balancer writes its own address over the client's, and takes it back for the answer.
    expect(requestOut.split(' → ')[0]).not.toBe(requestIn.split(' → ')[0]);
    expect(responseOut).toBe(turned(requestIn));
    if (responseIn !== '–' && responseIn !== '– → –') expect(responseIn).toBe(turned(requestOut));
  }
  expect(new Set(all.map(({ path }) => path)).size).toBe(2);
  const byConnection = backendsByConnection(all);
  expect(byConnection.size).toBe(3);
  for (const backends of byConnection.values()) expect(backends.size).toBe(1);
});

test('LB-11: layer 7 ends the connection and opens its own, each with its handshake, and decides for every request', async ({
  page,
}) => {
  await openScene(page, 'layer-4-beside-layer-7', 5_000);
  await inspect(page, 'layer 7 balancer');
  const legs = inspector(page).getByRole('region', { name: /^Connections, one row per leg/ });
  // A TLS handshake with the client, over 30 ms each way: three crossings more than the plain one
  // behind.
  await expect(legs).toContainText(/TLS · [a-z ]+ · handshake \d+ ms/);
  await expect(legs).toContainText(/TCP · [a-z ]+ · handshake 60 ms/);
  await expect(inspector(page)).toContainText('Two requests: the client’s request ends here');

  const all = await passed(page, 16);
  for (const { requestIn, requestOut, responseOut } of all) {
    expect(requestOut.split(' → ')[0]).not.toBe(requestIn.split(' → ')[1]);
    expect(responseOut).toBe(turned(requestIn));
  }
  const byConnection = [...backendsByConnection(all).values()];
  expect(byConnection.map((backends) => backends.size)).toEqual([2, 2, 2]);
  // Far more decisions than connections.
  const chosen = Object.values(await picks(page));
  expect(chosen.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(200);
});

const latency = { dist: 'constant', value: 10 } as const;

/** Four sorts of requests that differ in a header, a cookie or a field of the body. */
const RULED: SceneDocument = {
  version: 2,
  title: 'Rules',
  seed: 3,
  speed: 0.2,
  nodes: [
    {
      id: 'web',
      kind: 'client',
      name: 'visitors',
      at: [0, 160],
      config: {
        rate: 100,
        mix: [
          { weight: 1, path: '/mobile', headers: { 'x-device': 'phone' } },
          { weight: 1, path: '/beta', cookies: { channel: 'beta' } },
          { weight: 1, path: '/order', method: 'POST', body: { tier: 'gold' } },
          { weight: 1, path: '/' },
        ],
      },
    },
    {
      id: 'lb',
      kind: 'load-balancer',
      name: 'balancer',
      at: [304, 160],
      config: {
        rules: [
          { on: 'header', name: 'x-device', equals: 'phone', to: 'a' },
          { on: 'cookie', name: 'channel', equals: 'beta', to: 'b' },
          { on: 'body', name: 'tier', equals: 'gold', to: 'c' },
        ],
      },
    },
    { id: 'a', kind: 'server', name: 'phones', at: [640, 0] },
    { id: 'b', kind: 'server', name: 'early birds', at: [640, 112] },
    { id: 'c', kind: 'server', name: 'gold', at: [640, 224] },
    { id: 'd', kind: 'server', name: 'everybody', at: [640, 336] },
  ],
  edges: [
    { id: 'e0', from: 'web', to: 'lb', config: { latency } },
    ...['a', 'b', 'c', 'd'].map((to) => ({ id: `e${to}`, from: 'lb', to, config: { latency } })),
  ],
  commands: [],
};

const WHERE: Readonly<Record<string, string>> = {
  '/mobile': 'phones',
  '/beta': 'early birds',
  '/order': 'gold',
  '/': 'everybody',
};

test('LB-11: rules route each request by a header, a cookie or a field of its body', async ({
  page,
}) => {
  await openAt(page, RULED, 500);
  await inspect(page, 'balancer');
  const all = await passed(page, 16);
  for (const { path, backend } of all) expect(backend).toBe(WHERE[path]);
  expect(new Set(all.map(({ path }) => path)).size).toBe(4);

  // From now on phones are sent to gold, which is picked on the canvas.
  await showTab(page, 'Settings');
  const rule = inspector(page).getByRole('group', { name: 'Rule 1' });
  const pick = rule.getByRole('button', { name: 'Pick on the canvas' });
  await pick.click();
  await card(page, 'visitors').click({ position: { x: 40, y: 8 } });
  await expect(page.getByText('visitors does not fit')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pick).toBeFocused();
  await expect(rule.getByLabel('Goes to')).toHaveValue('a');
  await pick.click();
  await card(page, 'gold').click({ position: { x: 40, y: 8 } });
  await expect(rule.getByLabel('Goes to')).toHaveValue('c');
  await expect(inspector(page).getByLabel('Name')).toHaveValue('balancer');
  await runOn(page, 500);
  await showTab(page, 'Now');
  const later = await passed(page, 16);
  const backendsOf = (wanted: string) =>
    new Set(later.flatMap(({ path, backend }) => (path === wanted ? [backend] : [])));
  expect(backendsOf('/mobile')).toEqual(new Set(['gold']));
  expect(backendsOf('/beta')).toEqual(new Set(['early birds']));
});
