import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { canvasKey } from '../canvas/keyboard.ts';
import { followScene } from '../canvas/layout-store.ts';
import { useDocument } from '../store/document.ts';
import { select, useSelection } from '../store/selection.ts';
import { closeDialog, useShell } from '../store/shell.ts';
import { nodeIds, openTestTable, undoSteps } from '../store/table-test-support.ts';
import { keyWords, labelOf } from './command.ts';
import { commandWords } from './command-words.ts';
import { commands } from './commands.ts';
import { CommandsMenu } from './commands-menu.tsx';
import { CommandsPalette } from './commands-palette.tsx';
import { bindKeys } from './keys.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { keysSheet } from './keys-sheet.ts';
import { followMenuRequests, type MenuRequest } from './menu-requests.ts';

let leaving: (() => void)[] = [];

beforeEach(async () => {
  await page.viewport(1000, 700);
  openTestTable();
  closeDialog();
  leaving = [followScene()];
});
afterEach(() => {
  for (const leave of leaving) leave();
});

/** What pressing the key sends, on an American keyboard. */
function pressed(key: string): KeyboardEventInit {
  const parts = key.replace(/(^|\+)\+$/, '$1plus').split('+');
  const last = (parts.at(-1) ?? '').replace('plus', '+');
  const isCode = /^(?:Digit.|Space)$/.test(last);
  return {
    ...(isCode ? { code: last, key: last === 'Space' ? ' ' : last } : { key: last }),
    ctrlKey: parts.includes('$mod'),
    shiftKey: parts.includes('Shift'),
    bubbles: true,
    cancelable: true,
  };
}

describe('the list of commands', () => {
  test('gives no key to two commands', () => {
    const keys = commands.flatMap((command) => command.keys ?? []);
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('has words for each, and a command for each of the words', () => {
    const ids: string[] = commands.map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(Object.keys(commandWords.commands)));
    expect(new Set(ids).size).toBe(ids.length);
    for (const command of commands) expect(labelOf(command)).toMatch(/^[A-Z]/);
  });

  test('is what the keys do, each of them', () => {
    const bound = commands.filter((command) => command.native !== true);
    for (const command of bound) {
      for (const key of command.keys ?? []) {
        const run = vi.fn();
        const spied = vi.spyOn(command as { run: () => void }, 'run').mockImplementation(run);
        const possible =
          command.isEnabled === undefined
            ? null
            : vi.spyOn(command as { isEnabled: () => boolean }, 'isEnabled').mockReturnValue(true);
        const leave = bindKeys(window);
        const event = new KeyboardEvent('keydown', pressed(key));
        document.body.dispatchEvent(event);
        leave();
        spied.mockRestore();
        possible?.mockRestore();
        expect(run, `${command.id} on ${key}`).toHaveBeenCalledOnce();
        expect(event.defaultPrevented, `${key} is the page's`).toBe(true);
      }
    }
  });

  test('leaves keys to fields and dialogs', async () => {
    leaving.push(bindKeys(window));
    select(['s2']);
    const screen = await render(
      <>
        <input aria-label="field" />
        <div role="dialog" aria-label="window" tabIndex={-1} />
      </>,
    );
    for (const element of screen.container.children) {
      element.dispatchEvent(new KeyboardEvent('keydown', pressed('Delete')));
      element.dispatchEvent(new KeyboardEvent('keydown', pressed('$mod+z')));
    }
    expect(undoSteps()).toBe(0);
    document.body.dispatchEvent(new KeyboardEvent('keydown', pressed('Delete')));
    expect(nodeIds()).not.toContain('s2');
  });
});

test('what is typed while a dialog is still on its way does nothing to the table', () => {
  leaving.push(bindKeys(window));
  select(['s2']);
  const event = () => new KeyboardEvent('keydown', pressed('Delete'));
  useShell.setState({ dialog: 'commands' });
  document.body.dispatchEvent(event());
  expect(nodeIds()).toContain('s2');
  closeDialog();
  document.body.dispatchEvent(event());
  expect(nodeIds()).not.toContain('s2');
});

test('keys are written as people say them', () => {
  expect(['$mod+Shift+z', 'Shift++', '+', 'Shift+Digit1', 'Escape', '-'].map(keyWords)).toEqual([
    'Ctrl/⌘ Shift Z',
    'Shift +',
    '+',
    'Shift 1',
    'Esc',
    '−',
  ]);
});

describe('the sheet of keys', () => {
  test('names every command that has one', async () => {
    const screen = await render(<KeysDialog />);
    for (const command of commands) {
      if (command.keys === undefined) continue;
      await expect
        .element(
          screen.getByRole('definition').getByText(commandWords.commands[command.id]).first(),
        )
        .toBeInTheDocument();
    }
    const canvas = keysSheet().at(-1);
    expect(canvas?.rows.length).toBe(commandWords.canvasKeys.length);
  });

  test('promises no key of the diagram that does nothing there', () => {
    select(['lb']);
    useSelection.setState({ cursor: 'lb' });
    const press = (key: string, more: object = {}) =>
      canvasKey(
        { key, altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...more },
        () => {},
      );
    expect(press('ArrowRight')).toBe(true);
    expect(press('ArrowLeft', { altKey: true })).toBe(true);
    expect(press('ArrowDown', { shiftKey: true })).toBe(true);
    expect(press('ArrowDown', { shiftKey: true, ctrlKey: true })).toBe(true);
    expect(press('Enter', { shiftKey: true })).toBe(true);
    useSelection.setState({ cursor: 'lb' });
    expect(press('e')).toBe(true);
    expect(press('Enter')).toBe(true);
    select(['pool']);
    useSelection.setState({ cursor: 'pool' });
    expect(press('ArrowDown', { shiftKey: true, altKey: true })).toBe(true);
  });
});

describe('the palette of commands', () => {
  const open = async () => {
    const screen = await render(
      <>
        <button type="button">before</button>
        <PaletteOnDemand />
      </>,
    );
    screen.getByRole('button', { name: 'before' }).element().focus();
    useShell.setState({ dialog: 'commands' });
    await expect.element(screen.getByRole('combobox')).toHaveFocus();
    return screen;
  };
  function PaletteOnDemand() {
    const isOpen = useShell((state) => state.dialog === 'commands');
    return isOpen ? <CommandsPalette /> : null;
  }

  test('lists every command that has something to do, kinds to place, parts to go to and scenes', async () => {
    const screen = await open();
    const shown = screen
      .getByRole('option')
      .elements()
      .map((option) => option.textContent);
    for (const expected of [
      'Tidy the layout',
      'Place server',
      'Go to server 2',
      'Open scene: first minute',
    ]) {
      expect(
        shown.some((label) => label?.startsWith(expected)),
        expected,
      ).toBe(true);
    }
    expect(shown.some((label) => label?.startsWith('Undo'))).toBe(false);
  });

  test('does what is picked after the keyboard is back, and shows it first the next time', async () => {
    const screen = await open();
    await userEvent.keyboard('go server 2');
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(useSelection.getState().ids).toEqual(['s2']));
    expect(useShell.getState().dialog).toBe(null);
    useShell.setState({ dialog: 'commands' });
    await expect.element(screen.getByRole('option').first()).toHaveTextContent('Go to server 2');
    await userEvent.keyboard('{Escape}');
    await expect.element(screen.getByRole('combobox')).not.toBeInTheDocument();
  });

  test('gives the keyboard back when it is put away', async () => {
    const screen = await open();
    await userEvent.keyboard('{Escape}');
    await expect.element(screen.getByRole('button', { name: 'before' })).toHaveFocus();
  });

  test('says when nothing is called that', async () => {
    const screen = await open();
    await userEvent.keyboard('quizzing');
    await expect.element(screen.getByText(commandWords.palette.none)).toBeInTheDocument();
  });
});

describe('context menus', () => {
  const asked = vi.fn<(request: MenuRequest) => void>();
  const table = async () => {
    asked.mockClear();
    leaving.push(followMenuRequests(asked));
    const screen = await render(
      <div
        data-canvas=""
        role="application"
        aria-label="Diagram"
        style={{ width: 600, height: 300 }}
      >
        <div data-node="s2" style={{ width: 100, height: 40 }}>
          s2
        </div>
        <div data-edge="e1" style={{ width: 100, height: 40 }}>
          e1
        </div>
        <div data-testid="bare" style={{ width: 100, height: 40 }} />
      </div>,
    );
    return screen;
  };
  const request = () => asked.mock.lastCall?.[0] as MenuRequest;
  const menuOf = async (target: Element) => {
    target.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 20, clientY: 20 }),
    );
    return render(<CommandsMenu request={request()} onClosed={() => {}} />);
  };
  const entries = () =>
    page
      .getByRole('menuitem')
      .elements()
      .map((item) => item.querySelector('span')?.textContent);

  test('speak of the part under the hand, which is then selected', async () => {
    const screen = await table();
    await menuOf(screen.getByText('s2').element());
    expect(request().place).toBe('node');
    expect(useSelection.getState().ids).toEqual(['s2']);
    expect(entries()).toEqual(
      expect.arrayContaining(['Rename', 'Faults', 'Copy', 'Move into', 'Remove']),
    );
    // A server sends nothing, and this one is in no frame.
    expect(entries()).not.toContain('Connect to…');
    expect(entries()).not.toContain('Move out of the frame');
  });

  test('speak of the selection when the part is among it, and of the table where nothing is', async () => {
    const screen = await table();
    select(['s1', 's2']);
    await menuOf(screen.getByText('s2').element());
    expect(request().place).toBe('several');
    expect(entries()).toContain('Remove 2 parts');
    await userEvent.keyboard('{Escape}');
    await menuOf(screen.getByTestId('bare').element());
    expect(request().place).toBe('table');
    expect(useSelection.getState().ids).toEqual([]);
  });

  test('break a part by keys alone', async () => {
    const screen = await table();
    select(['s2']);
    const canvas = screen.getByRole('application').element() as HTMLElement;
    canvas.tabIndex = 0;
    canvas.focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    expect(request().place).toBe('node');
    await render(<CommandsMenu request={request()} onClosed={() => {}} />);
    await userEvent.keyboard('F');
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByRole('menuitem', { name: 'Crash' })).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() =>
      expect(useDocument.getState().document.commands).toEqual([
        { at: 0, do: 'crash', node: 's2' },
      ]),
    );
    expect(canvas).toHaveFocus();
  });

  test('open under a finger that rests, and the finger that lifts is no click', async () => {
    const screen = await table();
    const card = screen.getByText('s2').element();
    const clicked = vi.fn();
    card.addEventListener('click', clicked);
    vi.useFakeTimers();
    const touch = (type: string, clientX: number) =>
      card.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          pointerType: 'touch',
          isPrimary: true,
          clientX,
          clientY: 10,
        }),
      );
    touch('pointerdown', 10);
    touch('pointermove', 40);
    vi.advanceTimersByTime(600);
    expect(asked).not.toHaveBeenCalled();
    touch('pointerup', 40);
    touch('pointerdown', 10);
    touch('pointermove', 13);
    vi.advanceTimersByTime(600);
    vi.useRealTimers();
    expect(request()).toMatchObject({ place: 'node', at: { x: 10, y: 10 } });
    touch('pointerup', 13);
    card.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    expect(clicked).not.toHaveBeenCalled();
    touch('pointerdown', 10);
    touch('pointerup', 10);
    card.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    expect(clicked).toHaveBeenCalledOnce();
  });

  test('show everything in one menu on a phone, where there is no room beside it', async () => {
    await page.viewport(390, 844);
    const screen = await table();
    await menuOf(screen.getByText('s2').element());
    expect(entries()).toEqual(expect.arrayContaining(['Crash', 'Move into backends', 'Remove']));
    expect(entries()).not.toContain('Faults');
  });

  test('let an end of a connection be led elsewhere', async () => {
    const screen = await table();
    await menuOf(screen.getByText('e1').element());
    expect(request().place).toBe('edge');
    await page.getByRole('menuitem', { name: 'Change target…' }).click();
    await vi.waitFor(() =>
      expect(useSelection.getState().reconnecting).toEqual({ edge: 'e1', end: 'to' }),
    );
  });

  test('move a part into a frame and out again', async () => {
    const screen = await table();
    const holder = () => useDocument.getState().document.nodes.find(({ id }) => id === 's2')?.in;
    await menuOf(screen.getByText('s2').element());
    await page.getByRole('menuitem', { name: 'Move into' }).click();
    await page.getByRole('menuitem', { name: 'Move into backends' }).click();
    await vi.waitFor(() => expect(holder()).toBe('pool'));
    await menuOf(screen.getByText('s2').element());
    await page.getByRole('menuitem', { name: 'Move out of the frame' }).click();
    await vi.waitFor(() => expect(holder()).toBeUndefined());
  });
});
