/**
 * What a balancer does for those behind it: spreads work, makes answers quicker, hides a dead
 * server, and chooses in many ways.
 */
import { expect, type Page, test } from '@playwright/test';
import { saved } from './hands.ts';
import {
  card,
  clock,
  clockReaches,
  figure,
  hurry,
  inspect,
  inspector,
  millis,
  openScene,
  pause,
  picks,
  pixelsAlong,
  play,
  runOn,
  setSpeed,
  showTab,
} from './table.ts';

const sum = (chosen: Record<string, number>): number =>
  Object.values(chosen).reduce((total, each) => total + each, 0);

const pops = (page: Page) => page.locator('[data-pop]');

test('LB-1: a balancer distributes requests to servers, each as many as the others', async ({
  page,
}) => {
  await openScene(page, 'round-robin', 1_000);
  const still = new Map<string, string>();
  for (const edge of ['e2', 'e3', 'e4']) still.set(edge, await pixelsAlong(page, edge));
  await play(page);
  for (const [edge, pixels] of still) {
    await expect.poll(() => pixelsAlong(page, edge)).not.toBe(pixels);
  }
  await openScene(page, 'round-robin', 10_000);
  await inspect(page, 'balancer');
  const chosen = await picks(page);
  expect(Object.keys(chosen)).toEqual(['server 1', 'server 2', 'server 3']);
  const counts = Object.values(chosen);
  expect(Math.min(...counts)).toBeGreaterThan(100);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
});

test('LB-1: in front of databases, reads spread over the replicas and writes go to the primary', async ({
  page,
}) => {
  await openScene(page, 'read-replicas', 30_000);
  await inspect(page, 'balancer');
  const chosen = await picks(page);
  const { primary = 0, 'replica 1': one = 0, 'replica 2': two = 0 } = chosen;
  // One request in ten is a write.
  expect(primary / sum(chosen)).toBeGreaterThan(0.07);
  expect(primary / sum(chosen)).toBeLessThan(0.13);
  expect(one / (one + two)).toBeGreaterThan(0.4);
  expect(one / (one + two)).toBeLessThan(0.6);
  for (const name of ['replica 1', 'replica 2']) {
    await inspect(page, name);
    await expect(inspector(page)).toContainText('No messages were dropped.');
  }
});

test('LB-2: the same traffic into one, two and four servers is answered quicker each time', async ({
  page,
}) => {
  await openScene(page, 'one-two-four-servers');
  await hurry(page);
  await clockReaches(page, 120_000);
  await pause(page);
  const response: number[] = [];
  const inSystem: number[] = [];
  for (const [visitors, server] of [
    ['visitors → 1', 'server 1a'],
    ['visitors → 2', 'server 2a'],
    ['visitors → 4', 'server 4a'],
  ] as const) {
    await inspect(page, visitors);
    response.push(millis(await figure(page, 'response-p95')));
    expect(Number.parseFloat(await figure(page, 'throughput'))).toBeGreaterThan(40);
    await inspect(page, server);
    inSystem.push(Number.parseFloat(await figure(page, 'in-system')));
  }
  const [one = 0, two = 0, four = 0] = response;
  expect(two).toBeLessThan(one / 2);
  expect(four).toBeLessThan(two);
  const [queueOfOne = 0, queueOfTwo = 0, queueOfFour = 0] = inSystem;
  expect(queueOfTwo).toBeLessThan(queueOfOne);
  expect(queueOfFour).toBeLessThan(queueOfTwo);
});

test('LB-3: one server crashes: errors appear and stop, the others take over, and it comes back', async ({
  page,
}) => {
  test.slow();
  await openScene(page, 'first-minute');
  await setSpeed(page, '1 s shows 250 ms');
  await clockReaches(page, 1_000);
  await inspect(page, 'server 2');
  // Errors appear beside the part that could not serve.
  const [words] = await Promise.all([
    pops(page).first().innerText(),
    inspector(page).getByRole('button', { name: 'Crash' }).click(),
  ]);
  await expect(page.getByText('Click a server, then Crash.')).toBeHidden();
  await expect(card(page, 'server 2')).toContainText('down');
  expect(words).toMatch(/^[a-z -]+( ×\d+)?$/);
  // … and stop, once the balancer has taken it out.
  await inspect(page, 'balancer');
  await expect(inspector(page)).toContainText(/server 2\s*unhealthy/);
  await expect(pops(page)).toHaveCount(0, { timeout: 20_000 });
  const before = await picks(page);
  await expect
    .poll(async () => (await picks(page))['server 3'], { timeout: 30_000 })
    .toBeGreaterThan((before['server 3'] ?? 0) + 40);
  const after = await picks(page);
  expect(after['server 1']).toBeGreaterThan((before['server 1'] ?? 0) + 30);
  // Now and then a single request tries whether it is back.
  expect(after['server 2']).toBeLessThanOrEqual((before['server 2'] ?? 0) + 2);
  await inspect(page, 'server 2');
  await inspector(page).getByRole('button', { name: 'Bring back' }).click();
  await expect(card(page, 'server 2')).toContainText(/starting|idle|busy/);
  await hurry(page);
  await inspect(page, 'balancer');
  await expect
    .poll(async () => (await picks(page))['server 2'], { timeout: 30_000 })
    .toBeGreaterThan((after['server 2'] ?? 0) + 20);
  await expect(card(page, 'server 2')).toContainText(/idle|busy|saturated/);
});

/** Chosen since an earlier look, as shares of all. */
function sharesSince(before: Record<string, number>, now: Record<string, number>): number[] {
  const fresh = Object.entries(now).map(([name, count]) => count - (before[name] ?? 0));
  const all = fresh.reduce((total, each) => total + each, 0);
  return fresh.map((each) => each / all);
}

test('LB-5: switching the algorithm while it runs shows in the share of each backend at once', async ({
  page,
}) => {
  test.slow();
  await openScene(page, 'weighted-servers', 1_000);
  await inspect(page, 'balancer');
  const sharesWith = async (algorithm: string): Promise<number[]> => {
    await showTab(page, 'Settings');
    await inspector(page).getByLabel('Algorithm').selectOption({ label: algorithm });
    await showTab(page, 'Now');
    const before = await picks(page);
    await runOn(page, 4_000);
    return sharesSince(before, await picks(page));
  };
  const weighted = await sharesWith('Weighted round robin, smooth (nginx)');
  expect(weighted[0]).toBeCloseTo(5 / 7, 1);
  expect(weighted[1]).toBeCloseTo(1 / 7, 1);
  const even = await sharesWith('Round robin');
  for (const share of even) expect(share).toBeCloseTo(1 / 3, 1);
  const haproxy = await sharesWith('Weighted round robin, dynamic (HAProxy)');
  expect(haproxy[0]).toBeCloseTo(5 / 7, 1);
  const hashed = await sharesWith('Source IP hash (nginx)');
  // All visitors come from one address here.
  expect([...hashed].sort()).toEqual([0, 0, 1]);
  const random = await sharesWith('Random, by weight');
  expect(random[0]).toBeGreaterThan(0.6);
  expect(random[0]).toBeLessThan(0.82);
  for (const algorithm of ['Power of two choices', 'Least connections / requests, by weight']) {
    const shares = await sharesWith(algorithm);
    expect(Math.min(...shares)).toBeGreaterThan(0.02);
    expect(shares[0]).toBe(Math.max(...shares));
  }
  const first = await sharesWith('First with room (HAProxy)');
  expect(first[0]).toBeGreaterThan(0.5);
  expect(await clock(page)).toBeGreaterThan(30_000);
  // Each switch is a command at its moment; the first chose what was set already. Marks too close
  // to each other are one, with a number.
  const { commands } = await saved(page);
  expect(commands.map((command) => command.do)).toEqual(Array(7).fill('set'));
  await expect(
    page.getByRole('button', { name: /^(Set algorithm of balancer, at|\d commands)/ }).first(),
  ).toBeVisible();
});
