/**
 * Whoever asks why a request failed is led from its end back to what was done, was set, or came by
 * chance.
 */
import { expect, type Page, test } from '@playwright/test';
import {
  causes,
  causeWords,
  clockShows,
  followed,
  incident,
  inspected,
  openAt,
  openDrawer,
  requestRows,
} from './instruments.ts';
import { clock, inspector, openFile, pause, runOn } from './table.ts';

/** Looks back on an incident, and picks one of the requests that failed. */
async function pickFailed(page: Page, name: string): Promise<void> {
  await openAt(page, incident(name), 8_000);
  await openDrawer(page, 'Requests');
  await requestRows(page, 'Failed').first().click();
  await expect(causes(page).first()).toBeVisible();
}

interface Known {
  readonly incident: string;
  readonly title: string;
  /** How the failure ended, and what began it. */
  readonly end: RegExp;
  readonly first: RegExp | string;
  /** Where and when the first cause leads to. */
  readonly place: string | RegExp;
  readonly at: number | null;
}

const INCIDENTS: readonly Known[] = [
  {
    incident: 'crash',
    title: 'a server was crashed',
    end: /^balancer answered 502$/,
    first: 'you crashed s1 at 3 s',
    place: 's1',
    at: 3_000,
  },
  {
    incident: 'slow',
    title: 'a server was slowed',
    end: /^(timed out at web after 300 ms|balancer answered 50\d)$/,
    first: 'you slowed s2 ×40 at 3 s',
    place: 's2',
    at: 3_000,
  },
  {
    incident: 'cut',
    title: 'a connection was cut',
    end: /^timed out at web after 500 ms$/,
    first: 'you cut balancer → s2 at 3 s',
    place: 'balancer → s2',
    at: 3_000,
  },
  {
    incident: 'queue',
    title: 'there is too little room to wait',
    end: /^(s1 answered 503|queue full at s1)$/,
    first: 'Queue limit of s1 is 1',
    place: 's1',
    at: null,
  },
  {
    incident: 'burst',
    title: 'everybody came at once',
    end: /^timed out at web after 400 ms$/,
    first: 'you sent a burst ×8 from web at 3 s',
    place: 'web',
    at: 3_000,
  },
  {
    incident: 'timeout',
    title: 'nobody waits long enough',
    end: /^timed out at web after 60 ms$/,
    first: 'Timeout of web is 60 ms',
    place: 'web',
    at: null,
  },
];

for (const known of INCIDENTS) {
  test(`a failed request is followed back to its first cause: ${known.title}`, async ({ page }) => {
    await pickFailed(page, known.incident);
    await expect(causes(page).last()).toContainText(known.first);
    const chain = await causeWords(page);
    expect(chain.length).toBeGreaterThan(1);
    expect(chain[0]).toMatch(known.end);
    await causes(page).last().getByRole('button').click();
    await clockShows(page, known.at ?? 8_000);
    if (known.incident === 'cut') await expect(inspector(page)).toContainText(known.place);
    else await expect.poll(() => inspected(page)).toBe(known.place);
  });
}

test('a failed request that nobody is to blame for says that it failed by chance', async ({
  page,
}) => {
  await pickFailed(page, 'chance');
  const chain = await causeWords(page);
  expect(chain.at(-1)).toMatch(/^by chance: s\d answers 5 % with an error$/);
  expect(chain.join(' ')).not.toContain('you ');
});

test('each link of the chain leads to where and when it was, and the chain stays', async ({
  page,
}) => {
  // As somebody does who was sent the file and lets it run.
  await page.goto('/');
  await openFile(page, incident('crash'));
  await pause(page);
  await runOn(page, 5_000);
  await openDrawer(page, 'Requests');
  await requestRows(page, 'Failed').last().click();
  expect(await causeWords(page)).toEqual([
    'balancer answered 502',
    'connection reset at s1',
    's1 down since 3 s',
    'you crashed s1 at 3 s',
  ]);
  const led: [name: string, at: number][] = [];
  for (let link = 0; link < 4; link++) {
    const words = await causes(page).nth(link).getByRole('button').innerText();
    await causes(page).nth(link).getByRole('button').click();
    await expect.poll(() => inspected(page)).toBe(words.includes('balancer') ? 'balancer' : 's1');
    led.push([await inspected(page), await clock(page)]);
    await expect(followed(page)).toContainText('answered 502');
  }
  // Backwards in time, from the end to the first cause.
  const times = led.map(([, at]) => at);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(times.at(-1)).toBe(3_000);
  expect(times[0]).toBeGreaterThanOrEqual(3_000);
});
