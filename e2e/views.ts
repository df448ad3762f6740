/**
 * Every view of the page by name, and how a visitor comes to it: photographed by `npm run shots`,
 * held against axe and measured by specs. Each is come to from a link of its own, so that any can
 * be looked at alone.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { badDay, linkTo } from './bad-day.ts';
import { card, clock, clockReaches, middle, table } from './table.ts';

export type Screen = 'desk' | 'phone';

export const SCREENS = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

export interface View {
  name: string;
  /**
   * A scene of the gallery, paused at that moment (ms), or running. The bad day at its sixth second
   * when left out.
   */
  scene?: { slug: string; at?: number };
  /** Where the bad day is looked at (ms). */
  at?: number;
  /** Only where there is a mouse and room, or only where there is neither. */
  only?: Screen;
  /** What leads there from the scene. */
  go?: (page: Page, screen: Screen) => Promise<void>;
  /** Rules of axe that do not fit what is shown. */
  without?: string[];
}

const NOON = 6_000;
/**
 * A menu or a hint belongs to its button, wherever it lies in the page; landmarks are for what is
 * there to stay.
 */
const FLOATING = ['region'];

export async function show(page: Page, view: View, screen: Screen): Promise<void> {
  const { scene, at = NOON } = view;
  // What the view before held down is let go.
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.goto('about:blank');
  if (scene === undefined) await page.goto(`/${linkTo(badDay, at)}`);
  else await page.goto(`/#${scene.at === undefined ? '' : `t=${scene.at}&`}x=${scene.slug}`);
  await expect(page.locator('[data-node]').first()).toBeVisible();
  const moment = scene === undefined ? at : scene.at;
  if (moment === undefined) await clockReaches(page, 60);
  else await expect.poll(() => clock(page)).toBe(moment);
  // The clock is there first; then what is painted and written.
  if (moment !== 0) await expect(page.getByText('No messages in view.')).toBeHidden();
  await view.go?.(page, screen);
}

/** With the finger where there is one; the pointer does not stay over what it pressed. */
async function press(page: Page, part: Locator, screen: Screen): Promise<void> {
  if (screen === 'phone') return part.tap();
  await part.click();
  await page.mouse.move(720, 1);
}

const pressButton = (name: string | RegExp) => (page: Page, screen: Screen) =>
  press(page, page.getByRole('button', { name }).first(), screen);

/** Presses a button and waits for what it opens. */
const open =
  (name: string | RegExp, what: 'dialog' | 'menu', title: string | RegExp = /./) =>
  async (page: Page, screen: Screen) => {
    await pressButton(name)(page, screen);
    await expect(page.getByRole(what, { name: title })).toBeVisible();
  };

/** Selects a part, which opens the inspector on it. */
async function choose(page: Page, name: string, screen: Screen): Promise<void> {
  const place = { position: { x: 12, y: 8 } };
  if (screen === 'phone') await card(page, name).tap(place);
  else await card(page, name).click(place);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
}

const tab = (part: string, name: string) => async (page: Page, screen: Screen) => {
  await choose(page, part, screen);
  await page.getByRole('tab', { name, exact: true }).click();
  await expect(page.getByRole('tabpanel', { name })).not.toBeEmpty();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
};

/** By its keys, from the part it starts at: a click where a dot is would follow the dot. */
async function chooseLine(page: Page, from: string, screen: Screen): Promise<void> {
  await choose(page, from, screen);
  await table(page).focus();
  await page.keyboard.press('e');
  await expect(page.getByText(`${from} → `).first()).toBeVisible();
}

const drawer = (page: Page): Locator => page.locator('[data-drawer]');

const instrument = (name: string) => async (page: Page, screen: Screen) => {
  const tools = page.getByRole('toolbar', { name: 'Instruments' });
  await press(page, tools.getByRole('button', { name }), screen);
  await expect(drawer(page).getByRole('tabpanel', { name })).not.toBeEmpty();
};

/** The first request of that list, followed. */
const traced = (list: string) => async (page: Page, screen: Screen) => {
  await instrument('Requests')(page, screen);
  const rows = drawer(page).getByRole('list', { name: list });
  await press(page, rows.getByRole('button').first(), screen);
  await expect(drawer(page).getByText('Where the time went')).toBeVisible();
};

const fromMenu = (entry: string) => async (page: Page, screen: Screen) => {
  await pressButton('More')(page, screen);
  await page.getByRole('menuitem', { name: new RegExp(`^${entry}`) }).click();
};

const command = (words: string) => async (page: Page) => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await page.keyboard.type(words);
  await page.getByRole('option', { name: new RegExp(`^${words}`) }).click();
  await dialog(words)(page);
};

const dialog = (title: string) => async (page: Page) => {
  await expect(page.getByRole('dialog', { name: title })).toBeVisible();
};

async function laterFault(page: Page, screen: Screen): Promise<void> {
  await choose(page, 'server 1', screen);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await dialog('A fault for server 1')(page);
  await page.getByLabel('When', { exact: true }).selectOption({ label: 'At a set time' });
}

const TABS = ['Now', 'Settings', 'States', 'Help'] as const;
const inspectors: readonly View[] = ['balancer', 'server 2', 'visitors'].flatMap((part) =>
  TABS.map((name) => ({
    name: `inspector-${part.replace(' ', '-')}-${name.toLowerCase()}`,
    go: tab(part, name),
  })),
);

const VIEWS: Readonly<Record<string, readonly View[]>> = {
  table: [
    { name: 'idle', scene: { slug: 'first-minute', at: 0 } },
    { name: 'running', scene: { slug: 'first-minute' } },
    {
      name: 'running-inspected',
      scene: { slug: 'first-minute' },
      go: (page, screen) => choose(page, 'balancer', screen),
    },
    {
      name: 'running-charts',
      scene: { slug: 'first-minute' },
      go: (page, screen) => instrument('Charts')(page, screen),
    },
    { name: 'overloaded', scene: { slug: 'one-server-overloaded', at: 20_000 } },
    { name: 'broken', scene: { slug: 'crash-and-recovery', at: 3_000 } },
    { name: 'many', scene: { slug: 'one-two-four-servers', at: 3_000 } },
    { name: 'replicas', scene: { slug: 'read-replicas', at: 3_000 } },
    { name: 'joins-later', scene: { slug: 'growing-pool', at: 1_000 } },
    { name: 'bad-day' },
    {
      name: 'errors',
      at: 4_500,
      go: async (page, screen) => {
        await pressButton('Play')(page, screen);
        await expect(page.locator('[data-pop]').first()).toBeVisible({ timeout: 30_000 });
      },
    },
    {
      name: 'empty',
      without: FLOATING,
      go: async (page, screen) => {
        await fromMenu('New diagram')(page, screen);
        await expect(page.locator('[data-node]')).toHaveCount(0);
      },
    },
    {
      name: 'far',
      go: async (page) => {
        await table(page).focus();
        for (let times = 0; times < 8; times++) await page.keyboard.press('-');
      },
    },
    {
      name: 'near',
      only: 'desk',
      go: async (page) => {
        await table(page).focus();
        for (let times = 0; times < 5; times++) await page.keyboard.press('+');
      },
    },
  ],
  inspector: [
    ...inspectors,
    { name: 'inspector-frame', go: (page, screen) => choose(page, 'pool', screen) },
    { name: 'inspector-unknown', go: (page, screen) => choose(page, 'fax machine', screen) },
    { name: 'inspector-line', go: (page, screen) => chooseLine(page, 'visitors', screen) },
    {
      name: 'inspector-several',
      go: async (page) => {
        await table(page).focus();
        await page.keyboard.press('Control+a');
        await expect(page.locator('[data-node][data-selected="true"]')).toHaveCount(7);
      },
    },
    { name: 'fault', go: laterFault },
  ],
  instruments: [
    { name: 'charts', go: instrument('Charts') },
    {
      name: 'charts-table',
      go: async (page, screen) => {
        await instrument('Charts')(page, screen);
        await press(page, drawer(page).getByRole('button', { name: 'Table', exact: true }), screen);
        await expect(drawer(page).getByRole('table')).toBeVisible();
      },
    },
    {
      name: 'charts-beside-inspector',
      only: 'desk',
      go: async (page, screen) => {
        await choose(page, 'balancer', screen);
        await instrument('Charts')(page, screen);
      },
    },
    { name: 'charts-empty', scene: { slug: 'first-minute', at: 0 }, go: instrument('Charts') },
    { name: 'requests', go: instrument('Requests') },
    { name: 'trace-failed', go: traced('Failed') },
    { name: 'trace-slowest', go: traced('Slowest') },
    {
      name: 'log',
      go: async (page, screen) => {
        await instrument('Log')(page, screen);
        await expect(drawer(page).getByText(/^GET/).first()).toBeVisible();
      },
    },
    { name: 'outline', go: instrument('Outline') },
    {
      name: 'outline-actions',
      go: async (page, screen) => {
        await instrument('Outline')(page, screen);
        await press(page, drawer(page).locator('[data-outline="lb"]'), screen);
        await expect(page.getByRole('group', { name: 'Actions for balancer' })).toBeVisible();
      },
    },
    { name: 'mark', at: 3_000, go: open(/^Slow server 3 ×4, at/, 'dialog') },
    { name: 'marks', go: open(/^\d commands between/, 'dialog') },
    {
      name: 'stop-when',
      go: async (page, screen) => {
        await open(/^Stop when/, 'dialog', 'Stop the run when')(page, screen);
        await page.getByRole('button', { name: /^Change: p99/ }).click();
        await expect(page.getByLabel('Over the last')).toBeVisible();
      },
    },
  ],
  hands: [
    {
      name: 'connecting',
      go: async (page, screen) => {
        await choose(page, 'visitors', screen);
        await pressButton('Connect to…')(page, screen);
        if (screen === 'desk') await page.mouse.move(...(await middle(card(page, 'server 1'))));
        await expect(page.getByText('Choose what visitors sends to.')).toBeVisible();
      },
    },
    {
      name: 'connecting-rejected',
      only: 'desk',
      go: async (page, screen) => {
        await choose(page, 'balancer', screen);
        await pressButton('Connect to…')(page, screen);
        await page.mouse.move(...(await middle(card(page, 'visitors'))), { steps: 4 });
        await expect(page.getByText('visitors accepts nothing', { exact: false })).toBeVisible();
      },
    },
    {
      name: 'marquee',
      only: 'desk',
      go: async (page) => {
        const [x, y] = await middle(card(page, 'visitors'));
        await page.mouse.move(x - 110, y + 120);
        await page.keyboard.down('Shift');
        await page.mouse.down();
        await page.mouse.move(x + 420, y - 90, { steps: 6 });
      },
    },
    {
      name: 'moving',
      only: 'desk',
      go: async (page) => {
        const [x, y] = await middle(card(page, 'balancer'));
        await page.mouse.move(x - 60, y - 20);
        await page.mouse.down();
        await page.mouse.move(x - 40, y + 60, { steps: 6 });
      },
    },
    {
      name: 'moving-into-frame',
      only: 'desk',
      go: async (page) => {
        const [x, y] = await middle(card(page, 'fax machine'));
        const [to] = await middle(card(page, 'server 3'));
        await page.mouse.move(x - 60, y - 20);
        await page.mouse.down();
        await page.mouse.move(to - 60, y + 10, { steps: 6 });
      },
    },
    {
      name: 'placing',
      go: async (page, screen) => {
        if (screen === 'phone') await open('Parts', 'dialog', 'Parts')(page, screen);
        await page
          .getByRole('button', { name: /^Server/ })
          .first()
          .click();
        const [x, y] = await middle(card(page, 'balancer'));
        if (screen === 'desk') await page.mouse.move(x, y + 220);
        await expect(page.getByText('Choose a place for the server.')).toBeVisible();
      },
    },
    {
      name: 'writing-note',
      go: async (page) => {
        const note = page.locator('[data-note="n1"]');
        await note.dblclick({ position: { x: 24, y: 12 } });
        await expect(page.getByLabel('Text of the note, in Markdown')).toBeVisible();
      },
    },
    {
      name: 'renaming',
      go: async (page, screen) => {
        await choose(page, 'balancer', screen);
        await table(page).focus();
        await page.keyboard.press('F2');
        await expect(page.getByLabel(/^Name of/)).toBeVisible();
      },
    },
    {
      name: 'toast',
      without: FLOATING,
      go: async (page, screen) => {
        await laterFault(page, screen);
        await page.getByRole('button', { name: 'Schedule it' }).click();
        await expect(page.getByText(/^Scheduled/)).toBeVisible();
      },
    },
  ],
  dialogs: [
    { name: 'share', go: open('Share', 'dialog', 'Share this diagram') },
    {
      name: 'documents',
      go: async (page) => {
        await page.getByLabel('Title of this diagram').fill('A day to keep');
        await page.keyboard.press('Enter');
        await command('My diagrams')(page);
        await expect(page.getByRole('dialog').getByText('A day to keep')).toBeVisible();
      },
    },
    {
      name: 'gallery',
      go: async (page) => {
        await command('Gallery')(page);
        await expect(page.getByRole('dialog').getByText(/^\d+ scenes$/)).toBeVisible();
      },
    },
    { name: 'menu', go: open('More', 'menu'), without: FLOATING },
    {
      name: 'keys',
      go: async (page, screen) => {
        await fromMenu('Keys')(page, screen);
        await dialog('Keys')(page);
      },
    },
    {
      name: 'commands',
      go: async (page) => {
        await page.keyboard.press('Control+k');
        await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
      },
    },
    {
      name: 'context-menu',
      only: 'desk',
      without: FLOATING,
      go: async (page) => {
        await card(page, 'server 1').click({ button: 'right', position: { x: 12, y: 8 } });
        await page.getByRole('menuitem', { name: 'Faults' }).click();
        await expect(page.getByRole('menuitem', { name: 'Crash' })).toBeVisible();
      },
    },
    {
      name: 'problem',
      go: async (page) => {
        await page.goto('/#d0=abc.abcdef');
        await expect(page.getByRole('alert', { name: /could not/ })).toBeVisible();
      },
    },
    {
      name: 'drop',
      go: async (page) => {
        await page.evaluate(() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['{}'], 'diagram.json', { type: 'application/json' }));
          const bubbles = true;
          document.body.dispatchEvent(new DragEvent('dragenter', { bubbles, dataTransfer }));
        });
        await expect(page.getByText('Drop the file to open it')).toBeVisible();
      },
    },
    { name: 'parts', only: 'phone', go: open('Parts', 'dialog', 'Parts') },
    {
      // The last of its list: from now on this page keeps nothing.
      name: 'nothing-kept',
      go: async (page) => {
        await page.addInitScript(() => {
          IDBFactory.prototype.open = () => {
            throw new DOMException('Not allowed.', 'SecurityError');
          };
        });
        await page.goto('about:blank');
        await page.goto(`/${linkTo(badDay, NOON)}`);
        await page.getByLabel('Title of this diagram').fill('Nowhere to go');
        await page.keyboard.press('Enter');
        await expect(page.getByText('This browser does not allow storage')).toBeVisible();
      },
    },
  ],
};

export function viewsOf(screen: Screen): readonly (readonly [group: string, views: View[]])[] {
  return Object.entries(VIEWS).map(([group, views]) => [
    group,
    views.filter(({ only = screen }) => only === screen),
  ]);
}
