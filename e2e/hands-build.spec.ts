/**
 * The same small diagram is built, broken, annotated, undone and redone: by keyboard alone, by
 * clicks without dragging, and by touch.
 */
import { expect, type Locator, type Page, test } from '@playwright/test';
import {
  command,
  emptyTable,
  longPress,
  note,
  redo,
  saved,
  standsStill,
  tabTo,
  undo,
  walkTo,
} from './hands.ts';
import {
  card,
  cards,
  clock,
  clockReaches,
  inspect,
  inspector,
  middle,
  setSpeed,
  table,
} from './table.ts';

type Point = readonly [x: number, y: number];

/** One way to do everything. */
interface Hands {
  begin(): Promise<void>;
  /** `at` is for hands that point; others let it land beside what is selected. */
  place(part: string, at: () => Promise<Point>): Promise<void>;
  connect(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  crash(name: string): Promise<void>;
  crashLater(name: string, at: string): Promise<void>;
  write(text: string, on: string): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  play(): Promise<void>;
}

/** What was built, without where it stands. */
async function built(page: Page) {
  const { nodes, edges, notes = [], commands } = await saved(page);
  const nameOf = (id: string | undefined) => nodes.find((node) => node.id === id)?.name;
  return {
    nodes: nodes.map((node) => [node.kind, node.name, nameOf(node.in)]),
    edges: edges.map(({ from, to }) => [nameOf(from), nameOf(to)]),
    notes: notes.map(({ text, on }) => [text, nameOf(on)]),
    commands,
  };
}

const NOTHING = { nodes: [], edges: [], notes: [], commands: [] };

/** In the pool, that far from the top of its frame, as a share of its height. */
const inPool = (page: Page, share: number) => async (): Promise<Point> => {
  const box = await card(page, 'Pool 1').boundingBox();
  if (box === null) throw new Error('The pool is not on the screen.');
  return [box.x + box.width / 2, box.y + box.height * share];
};

async function isKept(page: Page, hands: Hands, spots: readonly [Point, Point, Point]) {
  const at = (index: 0 | 1 | 2) => async () => spots[index];
  await hands.begin();
  await hands.place('Client', at(0));
  await hands.place('Load balancer', at(1));
  await hands.place('Pool', at(2));
  await hands.place('Server', inPool(page, 0.35));
  await hands.place('Server', inPool(page, 0.75));
  await hands.connect('Client 1', 'Load balancer 1');
  await hands.connect('Load balancer 1', 'Pool 1');
  await hands.rename('Client 1', 'visitors');
  await hands.crash('Server 2');
  await hands.crashLater('Server 1', '2 s');
  await hands.write('Why two?', 'Load balancer 1');

  const done = await built(page);
  expect(done).toEqual({
    nodes: [
      ['client', 'visitors', undefined],
      ['load-balancer', 'Load balancer 1', undefined],
      ['pool', 'Pool 1', undefined],
      ['server', 'Server 1', 'Pool 1'],
      ['server', 'Server 2', 'Pool 1'],
    ],
    edges: [
      ['visitors', 'Load balancer 1'],
      ['Load balancer 1', 'Pool 1'],
    ],
    notes: [['Why two?', 'Load balancer 1']],
    commands: [
      { at: 0, do: 'crash', node: expect.any(String) },
      { at: 2_000, do: 'crash', node: expect.any(String) },
    ],
  });

  let steps = 0;
  for (; await undo(page).isEnabled(); steps++) {
    expect(steps).toBeLessThan(14);
    await hands.undo();
  }
  expect(await built(page)).toEqual(NOTHING);
  for (; steps > 0; steps--) await hands.redo();
  await expect(redo(page)).toBeDisabled();
  expect(await built(page)).toEqual(done);

  await expect(card(page, 'Server 2')).toHaveAttribute('aria-label', /down/);
  await expect(card(page, 'Load balancer 1')).toHaveAttribute('aria-label', /2 backends/);
  expect(await clock(page)).toBe(0);
  await setSpeed(page, '1 s shows 1 s');
  await hands.play();
  await clockReaches(page, 2_000);
  await expect(card(page, 'Server 1')).toHaveAttribute('aria-label', /down/);
}

function keyboard(page: Page): Hands {
  const onTable = () => tabTo(page, table(page));
  const goTo = async (name: string) => {
    await onTable();
    await walkTo(page, name);
  };
  return {
    begin: async () => {
      await page.goto('/');
      await expect(cards(page).first()).toBeVisible();
      await command(page, 'New diagram');
      await expect(cards(page)).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
      await expect.poll(() => clock(page)).toBe(0);
    },
    place: async (part) => {
      const count = await cards(page).count();
      const search = page.getByRole('searchbox', { name: 'Find a part' });
      await tabTo(page, search);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(part);
      await page.keyboard.press('Enter');
      await expect(cards(page)).toHaveCount(count + 1);
    },
    connect: async (from, to) => {
      await goTo(from);
      await page.keyboard.press('c');
      await expect(page.getByText(`Choose what ${from} sends to.`)).toBeVisible();
      await walkTo(page, to);
      await page.keyboard.press('Enter');
      await expect(page.getByText(`Choose what ${from} sends to.`)).toBeHidden();
    },
    rename: async (from, to) => {
      await goTo(from);
      await page.keyboard.press('F2');
      await expect(page.getByLabel(`Name of ${from}`)).toBeFocused();
      await page.keyboard.type(to);
      await page.keyboard.press('Enter');
      await expect(card(page, to)).toBeVisible();
    },
    crash: async (name) => {
      await goTo(name);
      await command(page, 'Crash');
      await expect(card(page, name)).toHaveAttribute('aria-label', /down/);
    },
    crashLater: async (name, at) => {
      await goTo(name);
      await page.keyboard.press('Enter');
      await expect(inspector(page)).toBeFocused();
      await tabTo(page, inspector(page).getByRole('button', { name: 'Choose…' }));
      await page.keyboard.press('Enter');
      const form = page.getByRole('dialog', { name: `A fault for ${name}` });
      await tabTo(page, form.getByLabel('When'));
      await page.keyboard.press('ArrowDown');
      await tabTo(page, form.getByLabel('At', { exact: true }));
      await page.keyboard.press('Control+a');
      await page.keyboard.type(at);
      await tabTo(page, form.getByRole('button', { name: 'Schedule it' }));
      await page.keyboard.press('Enter');
      await expect(form).toBeHidden();
    },
    write: async (text, on) => {
      await onTable();
      await page.keyboard.press('n');
      await expect(page.getByLabel('Text of the note')).toBeFocused();
      await page.keyboard.type(text);
      await page.keyboard.press('Control+Enter');
      await expect(note(page)).toContainText(text);
      await command(page, `Attach to ${on}`);
    },
    undo: async () => {
      await onTable();
      await page.keyboard.press('Control+z');
    },
    redo: () => page.keyboard.press('Control+Shift+z'),
    play: async () => {
      await onTable();
      await page.keyboard.press('Space');
    },
  };
}

/** What clicks and taps have in common: `tap` is either. */
function pointing(page: Page, tap: (what: Locator) => Promise<void>) {
  const choose = async (name: string, at: string) => {
    const form = page.getByRole('dialog', { name: `A fault for ${name}` });
    await form.getByLabel('When').selectOption({ label: 'At a set time' });
    await form.getByLabel('At', { exact: true }).fill(at);
    await tap(form.getByRole('button', { name: 'Schedule it' }));
    await expect(form).toBeHidden();
  };
  return {
    begin: () => emptyTable(page),
    choose,
    undo: () => tap(undo(page)),
    redo: () => tap(redo(page)),
    play: () => tap(page.getByRole('button', { name: 'Play', exact: true })),
  };
}

/** On a frame's title, or anywhere in a card but its edge. */
const HOLD = { position: { x: 60, y: 24 } } as const;

function clicks(page: Page): Hands {
  const { choose, ...all } = pointing(page, (what) => what.click());
  return {
    ...all,
    place: async (part, at) => {
      const count = await cards(page).count();
      await page.getByRole('button', { name: new RegExp(`^${part}`) }).click();
      await page.mouse.click(...(await at()));
      await expect(cards(page)).toHaveCount(count + 1);
    },
    connect: async (from, to) => {
      await inspect(page, from);
      await inspector(page).getByRole('button', { name: 'Connect to…' }).click();
      await card(page, to).click(HOLD);
      await expect(page.getByText(`Choose what ${from} sends to.`)).toBeHidden();
    },
    rename: async (from, to) => {
      await card(page, from).dblclick(HOLD);
      await page.getByLabel(`Name of ${from}`).fill(to);
      await table(page).click({ position: { x: 700, y: 90 } });
      await expect(card(page, to)).toBeVisible();
    },
    crash: async (name) => {
      await inspect(page, name);
      await inspector(page).getByRole('button', { name: 'Crash', exact: true }).click();
    },
    crashLater: async (name, at) => {
      await inspect(page, name);
      await inspector(page).getByRole('button', { name: 'Choose…' }).click();
      await choose(name, at);
    },
    write: async (text, on) => {
      await table(page).click({ position: { x: 700, y: 780 }, button: 'right' });
      await page.getByRole('menuitem', { name: 'Write a note' }).click();
      await page.getByLabel('Text of the note').fill(text);
      await table(page).click({ position: { x: 700, y: 90 } });
      await note(page).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Attach to' }).click();
      await page.getByRole('menuitem', { name: `Attach to ${on}` }).click();
    },
  };
}

function fingers(page: Page): Hands {
  const { choose, ...all } = pointing(page, (what) => what.tap());
  const sheet = page.getByRole('dialog', { name: 'Inspector' });
  const putAway = async () => {
    await sheet.getByRole('button', { name: 'Close' }).first().tap();
    await expect(sheet).toBeHidden();
  };
  // The sheet that was open may have pushed it out of sight.
  const bring = async (name: string) => {
    const box = await card(page, name).boundingBox();
    if (box !== null && box.y > 70 && box.y + 24 < 590) return;
    const menu = await longPress(page, [20, 590]);
    await menu.getByRole('menuitem', { name: 'Fit the diagram' }).tap();
    await expect(menu).toBeHidden();
  };
  const open = async (name: string) => {
    await bring(name);
    await card(page, name).tap(HOLD);
    await expect(sheet.getByLabel('Name')).toHaveValue(name);
  };
  return {
    ...all,
    place: async (part, at) => {
      await page.getByRole('button', { name: 'Parts' }).tap();
      const parts = page.getByRole('dialog', { name: 'Parts to place' });
      await parts.getByRole('button', { name: new RegExp(`^${part}`) }).tap();
      await expect(parts).toBeHidden();
      const count = await cards(page).count();
      await page.touchscreen.tap(...(await at()));
      await expect(cards(page)).toHaveCount(count + 1);
    },
    connect: async (from, to) => {
      await open(from);
      await sheet.getByRole('button', { name: 'Connect to…' }).tap();
      await expect(sheet).toBeHidden();
      await bring(to);
      await card(page, to).tap(HOLD);
      await expect(page.getByText(`Choose what ${from} sends to.`)).toBeHidden();
      await putAway();
    },
    rename: async (from, to) => {
      await open(from);
      await sheet.getByLabel('Name').fill(to);
      await putAway();
      await expect(card(page, to)).toBeVisible();
    },
    crash: async (name) => {
      await open(name);
      await sheet.getByRole('button', { name: 'Crash', exact: true }).tap();
      await putAway();
    },
    crashLater: async (name, at) => {
      await open(name);
      await sheet.getByRole('button', { name: 'Choose…' }).tap();
      await choose(name, at);
      await putAway();
    },
    write: async (text, on) => {
      // Clear of the sentence that something was scheduled.
      const bare: Point = [20, 470];
      const menu = await longPress(page, bare);
      await menu.getByRole('menuitem', { name: 'Write a note' }).tap();
      await page.getByLabel('Text of the note').fill(text);
      await page.touchscreen.tap(20, 300);
      await expect(note(page)).toContainText(text);
      await standsStill(page);
      const about = await longPress(page, await middle(note(page)));
      await about.getByRole('menuitem', { name: `Attach to ${on}` }).tap();
    },
  };
}

test('a diagram is built, broken, annotated, undone and redone by keyboard alone', async ({
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 1440, height: 900 });
  await isKept(page, keyboard(page), [
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

test('the same by clicks without dragging', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 1440, height: 900 });
  await isKept(page, clicks(page), [
    [400, 250],
    [400, 450],
    [780, 400],
  ]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the same by touch', async ({ page }) => {
    test.slow();
    await isKept(page, fingers(page), [
      [110, 150],
      [280, 240],
      [195, 450],
    ]);
  });
});
