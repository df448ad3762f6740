import { beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { redo, undo, useDocument } from '../store/document.ts';
import { useNotices } from '../store/notices.ts';
import { usePlayback } from '../store/playback.ts';
import {
  gather,
  select,
  startPicking,
  startReconnecting,
  useSelection,
} from '../store/selection.ts';
import { cameraZoom } from './camera.ts';
import { useGuides } from './guides.ts';
import {
  canvas,
  card,
  current,
  dragTo,
  find,
  middle,
  openTable,
  type Spot,
} from './hands-test-support.tsx';

const openInspector = vi.fn();
beforeEach(async () => {
  openInspector.mockClear();
  const { close } = await openTable({}, openInspector);
  return close;
});

const pane = () => document.querySelector<HTMLElement>('.react-flow__pane')!;
const chosen = () => [...useSelection.getState().ids].sort();
const steps = () => useDocument.getState().past.length;
const hint = () => document.querySelector('[data-tone][data-side]')?.textContent;

/** Beside an element, in CSS pixels. */
function off(element: Element, x: number, y: number): Spot {
  const [middleX, middleY] = middle(element);
  return [middleX + x, middleY + y];
}

/** Around two cards, from bare table to bare table. */
function around(a: Element, b: Element): [Spot, Spot] {
  const [one, two] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
  return [
    [Math.min(one.left, two.left) - 16, Math.min(one.top, two.top) - 16],
    [Math.max(one.right, two.right) + 16, Math.max(one.bottom, two.bottom) + 16],
  ];
}

describe('selecting', () => {
  test('a marquee takes what it touches, with the connections inside it', async () => {
    const [from, to] = around(card('web'), card('a'));
    await dragTo(pane(), to, {}, from);
    expect(chosen()).toEqual(['a', 'e1', 'web']);
    expect(document.querySelector('[data-marquee]')).toBeNull();
    expect(steps()).toBe(0);
  });

  test('with Shift it adds; called off by Esc it leaves what was selected', async () => {
    select(['b']);
    const [from, to] = around(card('a'), card('a'));
    await dragTo(pane(), to, { keys: { shiftKey: true } }, from);
    expect(chosen()).toEqual(['a', 'b']);
    await dragTo(pane(), to, { end: 'Escape' }, from);
    expect(chosen()).toEqual(['a', 'b']);
  });

  test('a finger on the bare table moves the camera, and draws a marquee only while gathering', async () => {
    const [from, to] = around(card('a'), card('b'));
    await dragTo(pane(), to, { type: 'touch' }, from);
    expect(chosen()).toEqual([]);
    gather(true);
    await dragTo(pane(), to, { type: 'touch' }, from);
    expect(chosen()).toEqual(['a', 'b']);
    card('a').click();
    expect(chosen()).toEqual(['b']);
  });

  test('Shift or Ctrl and a click take a part in and out', async () => {
    card('a').click();
    for (const key of ['shiftKey', 'ctrlKey'] as const) {
      card('b').dispatchEvent(new MouseEvent('click', { bubbles: true, [key]: true }));
      expect(chosen()).toEqual(key === 'shiftKey' ? ['a', 'b'] : ['a']);
    }
  });

  test('by keys: Shift and Enter gather while arrows walk on', async () => {
    canvas().focus();
    await userEvent.keyboard('{ArrowRight}');
    const [first] = chosen();
    await userEvent.keyboard(
      '{Shift>}{Enter}{/Shift}{ArrowDown}{ArrowRight}{Shift>}{Enter}{/Shift}',
    );
    expect(chosen()).toContain(first);
    expect(chosen().length).toBe(2);
  });
});

describe('moving', () => {
  test('all that is selected moves together, in one step', async () => {
    select(['web', 'b']);
    const [x, y] = find('b').at;
    await dragTo(card('web'), off(card('web'), 0, 64));
    expect(steps()).toBe(1);
    const by = find('web').at[1] - 120;
    expect(by).toBeGreaterThan(0);
    expect(find('b').at).toEqual([x, y + by]);
    expect(find('a').at).toEqual([320, 0]);
    undo();
    expect(find('b').at).toEqual([x, y]);
    redo();
    expect(find('b').at).toEqual([x, y + by]);
  });

  test('called off, by Esc or by the browser, everything is where it was', async () => {
    const before = middle(card('b'));
    for (const end of ['Escape', 'pointercancel'] as const) {
      await dragTo(card('b'), off(card('b'), -80, 40), { end });
      expect(steps()).toBe(0);
      expect(middle(card('b'))).toEqual(before);
    }
  });

  test('edges meet those of neighbours, with a line that says so; Ctrl leaves only the grid', async () => {
    const far = middle(card('a'))[0] - middle(card('b'))[0];
    let lines = 0;
    const before = () => {
      lines = useGuides.getState().guides.length;
    };
    await dragTo(card('b'), off(card('b'), far + 3, 20), { before });
    expect(lines).toBeGreaterThan(0);
    expect(find('b').at[0]).toBe(find('a').at[0]);
    await dragTo(card('b'), off(card('b'), far + 3, 20), { before, keys: { ctrlKey: true } });
    expect(lines).toBe(0);
    expect(useGuides.getState().guides).toEqual([]);
  });

  test('with Alt all stays where it was, and a copy goes there, into the frame that takes it', async () => {
    const before = find('b');
    await dragTo(card('b'), off(card('b'), 30, 60), {
      keys: { altKey: true },
      before: () => expect(hint()).toBe('Copy here'),
    });
    await vi.waitFor(() => expect(current().nodes.length).toBe(5));
    const copy = current().nodes.at(-1);
    expect(find('b')).toEqual(before);
    expect(copy?.kind).toBe(before.kind);
    const [dx, dy] = [0, 1].map((i) => (copy?.at[i] ?? 0) - (before.at[i] ?? 0));
    // Lined up with what is near.
    expect(Math.abs((dx ?? 0) * cameraZoom() - 30)).toBeLessThan(8);
    expect(Math.abs((dy ?? 0) * cameraZoom() - 60)).toBeLessThan(8);
    expect(useSelection.getState().ids).toEqual([copy?.id]);
    expect(steps()).toBe(1);
    await dragTo(card('b'), middle(card('pool')), { keys: { altKey: true } });
    await vi.waitFor(() => expect(current().nodes.at(-1)?.in).toBe('pool'));
    expect(steps()).toBe(2);
  });

  test('a frame says that it would take a card, and why it does not take another', async () => {
    await dragTo(card('b'), middle(card('pool')), {
      before: () => {
        expect(card('pool').dataset.target).toBe('legal');
        expect(hint()).toBe('Move into pool');
      },
    });
    expect(find('b').in).toBe('pool');
    await dragTo(card('web'), middle(card('pool')), {
      before: () => {
        expect(card('pool').dataset.target).toBeUndefined();
        expect(hint()).toBe('pool cannot contain web.');
      },
    });
    expect(find('web').in).toBeUndefined();
    expect(hint()).toBeUndefined();
  });

  test('a frame takes its members along', async () => {
    await dragTo(card('b'), middle(card('pool')));
    const inside = find('b').at;
    await vi.waitFor(() => expect(card('b').dataset.selected).toBe('true'));
    const [x, y] = middle(card('b'));
    const title = card('pool').getBoundingClientRect();
    await dragTo(card('pool'), [title.left + 20, title.top + 60], {}, [
      title.left + 20,
      title.top + 10,
    ]);
    expect(find('b').at).toEqual(inside);
    await vi.waitFor(() => {
      expect(middle(card('b'))[0]).toBeCloseTo(x, 0);
      expect(middle(card('b'))[1]).toBeGreaterThan(y + 30);
    });
  });

  test('held arrows are one step', async () => {
    canvas().focus();
    select(['b']);
    await userEvent.keyboard('{Shift>}{ArrowLeft>3/}{/Shift}');
    expect(find('b').at).toEqual([320 - 24, 240]);
    expect(steps()).toBe(1);
    await userEvent.keyboard('{Control>}{Shift>}{ArrowDown}{/Shift}{/Control}');
    expect(find('b').at).toEqual([320 - 24, 240 + 64]);
  });
});

describe('frames', () => {
  const grip = (way: string) => document.querySelector(`[data-resizes][data-resize="${way}"]`)!;
  /** Which of them lies uppermost where it is drawn. */
  const hit = (way: string) => {
    const [x, y] = middle(grip(way));
    return (document.elementFromPoint(x, y) as HTMLElement).dataset.resize;
  };

  test('dragged larger by the corner, and never smaller than what is inside', async () => {
    await dragTo(card('b'), middle(card('pool')));
    select(['pool']);
    await vi.waitFor(() => expect(grip('se')).not.toBeNull());
    await dragTo(grip('se'), off(grip('se'), 60, 40));
    const [width, height] = find('pool').size ?? [0, 0];
    expect(width).toBeGreaterThan(320);
    expect(height).toBeGreaterThan(240);
    await vi.waitFor(() => expect(grip('se')).not.toBeNull());
    await dragTo(grip('se'), off(grip('se'), -900, -900));
    const [least] = find('pool').size ?? [0, 0];
    expect(least).toBeGreaterThanOrEqual(find('b').at[0] + 184);
    expect(least).toBeLessThan(width);
  });

  test('from every side by a finger, while what is inside stays where it is', async () => {
    await dragTo(card('b'), middle(card('pool')));
    select(['pool']);
    await vi.waitFor(() => expect(grip('nw')).not.toBeNull());
    const before = middle(card('b'));
    const was = find('b').at;
    for (const way of ['n', 'e', 's', 'w', 'nw', 'ne', 'se', 'sw']) {
      expect(hit(way)).toBe(way);
      const { width, height } = grip(way).getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(23.9);
    }
    const count = steps();
    await dragTo(grip('nw'), off(grip('nw'), -80, -60), { type: 'touch' });
    expect(steps()).toBe(count + 1);
    const { at, size } = find('pool');
    expect(at[0]).toBeLessThan(640);
    expect(size).toEqual([640 + 320 - at[0], 40 + 240 - at[1]]);
    expect(find('b').at).toEqual([was[0] + 640 - at[0], was[1] + 40 - at[1]]);
    await vi.waitFor(() => expect(middle(card('b'))).toEqual(before));
    undo();
    expect(find('pool').at).toEqual([640, 40]);
    expect(find('b').at).toEqual(was);
  });

  test('sized by keys, from either corner, a held key in one step', async () => {
    canvas().focus();
    select(['pool']);
    await userEvent.keyboard('{Alt>}{Shift>}{ArrowRight}{ArrowDown}{/Shift}{/Alt}');
    expect(find('pool').size).toEqual([328, 248]);
    await userEvent.keyboard('{Alt>}{Shift>}{Enter}{/Shift}{/Alt}');
    const count = steps();
    await userEvent.keyboard('{Alt>}{Shift>}{ArrowLeft>3/}{/Shift}{/Alt}');
    expect(steps()).toBe(count + 1);
    expect(find('pool')).toMatchObject({ at: [616, 40], size: [352, 248] });
    await userEvent.keyboard('{Alt>}{Shift>}{Enter}{ArrowLeft}{/Shift}{/Alt}');
    expect(find('pool')).toMatchObject({ at: [616, 40], size: [344, 248] });
  });
});

describe('naming', () => {
  const field = () => card('a').querySelector('input')!;

  test('a double click writes the name; Enter keeps it and gives the keys back to the table', async () => {
    await userEvent.dblClick(card('a'));
    expect(document.activeElement).toBe(field());
    await userEvent.keyboard('orders{Enter}');
    expect(find('a').name).toBe('orders');
    expect(document.activeElement).toBe(canvas());
    expect(steps()).toBe(1);
  });

  test('Esc leaves the name as it was, and the selection too', async () => {
    await userEvent.dblClick(card('a'));
    await userEvent.keyboard('orders{Escape}');
    expect(find('a').name).toBe('a');
    expect(chosen()).toEqual(['a']);
    expect(card('a').querySelector('input')).toBeNull();
  });

  test('leaving the field keeps what was written', async () => {
    await userEvent.dblClick(card('a'));
    await userEvent.keyboard('orders');
    await userEvent.click(pane(), { position: { x: 500, y: 580 } });
    expect(find('a').name).toBe('orders');
  });
});

describe('connecting', () => {
  test('from anywhere on the edge, with a line to the hand and a word about what is illegal', async () => {
    const box = card('web').getBoundingClientRect();
    const rim = card('web').querySelector('[data-rim][data-side="top"]')!;
    const from: Spot = [box.left + 20, box.top - 2];
    await dragTo(
      rim,
      middle(card('a')),
      {
        before: () => {
          expect(card('b').dataset.target).toBe('legal');
          expect(card('a').dataset.target).toBe('illegal');
          expect(document.querySelector('[data-wire="illegal"]')).not.toBeNull();
          expect(hint()).toMatch(/already connected to a/);
        },
      },
      from,
    );
    expect(current().edges.length).toBe(1);
    expect(useNotices.getState().toast?.sentence).toMatch(/already connected to a/);
    await dragTo(rim, middle(card('b')), {}, from);
    expect(current().edges.at(-1)).toMatchObject({ from: 'web', to: 'b' });
    expect(document.querySelector('[data-wire]')).toBeNull();
  });

  test('an end of a connection is dragged to another card, keeping the connection', async () => {
    select(['e1']);
    const end = () => document.querySelector('[data-end="to"]')!;
    await vi.waitFor(() => expect(end()).not.toBeNull());
    await dragTo(end(), middle(card('b')));
    expect(current().edges).toEqual([{ id: 'e1', from: 'web', to: 'b', protocol: 'request' }]);
    expect(steps()).toBe(1);
    await vi.waitFor(() => expect(end()).not.toBeNull());
    await dragTo(end(), middle(card('web')));
    expect(current().edges[0]?.to).toBe('b');
  });

  test('and by clicks: what is picked next is the end', async () => {
    startReconnecting('e1', 'to');
    await vi.waitFor(() => expect(card('b').dataset.target).toBe('legal'));
    card('b').click();
    expect(current().edges[0]?.to).toBe('b');
    expect(useSelection.getState().reconnecting).toBeNull();
  });
});

describe('a part that a setting waits for', () => {
  const take = vi.fn();
  const pick = () => {
    take.mockClear();
    select(['web']);
    const rejections = new Map([
      ['web', 'web does not fit.'],
      ['a', null],
      ['b', 'b does not fit.'],
    ]);
    startPicking({ by: 'x', sentence: 'Choose.', rejections, take });
  };

  test('is picked by a click; another says why it is not it, and nothing is selected or drawn', async () => {
    pick();
    await vi.waitFor(() => expect(card('a').dataset.target).toBe('legal'));
    expect(card('b').dataset.target).toBe('illegal');
    card('b').click();
    expect(useNotices.getState().toast?.sentence).toBe('b does not fit.');
    expect(take).not.toHaveBeenCalled();
    card('a').click();
    expect(take).toHaveBeenCalledExactlyOnceWith('a');
    expect(useSelection.getState().picking).toBeNull();
    expect(document.querySelector('[data-wire]')).toBeNull();
    expect(chosen()).toEqual(['web']);
  });

  test('is picked by keys, which are given to the canvas', async () => {
    pick();
    await vi.waitFor(() => expect(document.activeElement).toBe(canvas()));
    await userEvent.keyboard('{ArrowRight}');
    await vi.waitFor(() => expect(useSelection.getState().cursor).toBe('a'));
    expect(chosen()).toEqual(['web']);
    await userEvent.keyboard('{Enter}');
    expect(take).toHaveBeenCalledExactlyOnceWith('a');
  });

  test('is waited for no longer after a click beside all', async () => {
    pick();
    pane().click();
    await vi.waitFor(() => expect(useSelection.getState().picking).toBeNull());
    expect(take).not.toHaveBeenCalled();
    expect(chosen()).toEqual(['web']);
  });
});

describe('a connection on the line itself', () => {
  const bar = () => document.querySelector<HTMLElement>('[role="toolbar"]')!;

  test('its latency, its cut, and what the line says of it', async () => {
    select(['e1']);
    await vi.waitFor(() => expect(bar()).not.toBeNull());
    const latency = bar().querySelector('input')!;
    await userEvent.fill(latency, '250ms');
    await userEvent.keyboard('{Enter}');
    expect(current().edges[0]?.config).toEqual({ latency: { dist: 'constant', value: 250 } });
    await userEvent.click(latency);
    await userEvent.keyboard('{Escape}');
    expect(chosen()).toEqual(['e1']);
    const cut = [...bar().querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Cut',
    )!;
    cut.click();
    expect(current().commands).toMatchObject([{ do: 'cut', edge: 'e1' }]);
    await vi.waitFor(() => expect(bar().textContent).toContain('Heal'));
  });

  test('a double click opens it', async () => {
    const line = document.querySelector('[data-edge="e1"] path')!;
    line.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    expect(openInspector).toHaveBeenCalledOnce();
  });
});

test('Space plays when it is let go, unless it held the table', async () => {
  canvas().focus();
  const { playing } = usePlayback.getState();
  await userEvent.keyboard(' ');
  expect(usePlayback.getState().playing).toBe(!playing);
  await userEvent.keyboard('{ >}');
  expect(canvas().dataset.held).toBe('true');
  const [from, to] = around(card('a'), card('b'));
  await dragTo(pane(), to, {}, from);
  await userEvent.keyboard('{/ }');
  expect(chosen()).toEqual([]);
  expect(usePlayback.getState().playing).toBe(!playing);
});
