import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parseDocument } from '../document/schema.ts';
import { specs } from '../kinds/specs.ts';
import { undo, useDocument } from '../store/document.ts';
import { useNotices } from '../store/notices.ts';
import { select, useSelection } from '../store/selection.ts';
import { nodeIds, openTestTable, undoSteps } from '../store/table-test-support.ts';
import { duplicateSelected, followClipboard } from './clipboard.ts';
import { boundsOf, offsetBeside, offsetTo } from './clipboard-place.ts';
import { followScene, frameSizeOf } from './layout-store.ts';

beforeEach(() => {
  openTestTable();
  useNotices.setState({ toast: null });
  const leave = [followScene(), followClipboard(window)];
  return () => {
    for (const stop of leave) stop();
  };
});

/** Waits until what clipboards need has been loaded. */
async function copied(type: 'copy' | 'cut' = 'copy'): Promise<string> {
  return vi.waitFor(() => {
    const event = clipboardEvent(type);
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    expect(text).not.toBe('');
    return text;
  });
}

function clipboardEvent(type: string, text?: string): ClipboardEvent {
  const clipboardData = new DataTransfer();
  if (text !== undefined) clipboardData.setData('text/plain', text);
  return new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true });
}

async function pasted(text: string): Promise<void> {
  const before = nodeIds().length;
  document.body.dispatchEvent(clipboardEvent('paste', text));
  await vi.waitFor(() => expect(nodeIds().length).toBeGreaterThan(before));
}

const node = (id: string) => useDocument.getState().document.nodes.find((one) => one.id === id);
const toast = () => useNotices.getState().toast?.sentence ?? null;

// First of all: nothing has been loaded yet.
test('what is cut before clipboards are ready is cut all the same', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  select(['s2']);
  document.body.dispatchEvent(clipboardEvent('cut'));
  await vi.waitFor(() => expect(nodeIds()).not.toContain('s2'));
  expect(JSON.parse(write.mock.calls[0]?.[0] ?? '')).toMatchObject({ nodes: [{ id: 's2' }] });
});

describe('copying', () => {
  test('writes a document of the parts chosen, with what is between and inside them', async () => {
    select(['web', 'lb', 'pool']);
    const parsed = parseDocument(await copied(), specs);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(parsed.document.nodes.map(({ id }) => id)).toEqual(['web', 'lb', 'pool', 's1']);
    expect(parsed.document.edges.map(({ id }) => id)).toEqual(['e1', 'e2']);
  });

  test('leaves text that is being written to its field, and selected text to the browser', async () => {
    select(['web']);
    await copied();
    const field = document.body.appendChild(document.createElement('input'));
    const inField = clipboardEvent('copy');
    field.dispatchEvent(inField);
    const into = clipboardEvent('paste', '{}');
    field.dispatchEvent(into);
    field.remove();
    expect([inField.defaultPrevented, into.defaultPrevented]).toEqual([false, false]);
    const words = document.body.appendChild(document.createElement('p'));
    words.textContent = 'figures';
    document.getSelection()?.selectAllChildren(words);
    const ofWords = clipboardEvent('copy');
    document.body.dispatchEvent(ofWords);
    document.getSelection()?.removeAllRanges();
    words.remove();
    expect(ofWords.defaultPrevented).toBe(false);
  });

  test('does nothing when nothing is selected that can be pasted', () => {
    select(['e1']);
    const event = clipboardEvent('copy');
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  test('and removing is cutting, one step for undo', async () => {
    select(['s2']);
    const text = await copied('cut');
    expect(nodeIds()).not.toContain('s2');
    expect(undoSteps()).toBe(1);
    await pasted(text);
    expect(useSelection.getState().ids).toHaveLength(1);
    expect(undoSteps()).toBe(2);
  });
});

describe('pasting', () => {
  test('gives what is pasted ids and names of its own, selects it, and is one step for undo', async () => {
    select(['web', 'lb']);
    await pasted(await copied());
    const ids = [...useSelection.getState().ids];
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain('web');
    expect(ids.map((id) => node(id)?.name)).not.toContain('visitors');
    const { edges } = useDocument.getState().document;
    expect(edges.at(-1)).toMatchObject({ from: ids[0], to: ids[1] });
    expect(undoSteps()).toBe(1);
    undo();
    expect(nodeIds()).toEqual(['web', 'lb', 'pool', 's1', 's2']);
  });

  test('goes a step further each time', async () => {
    select(['s2']);
    const text = await copied();
    const places: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      await pasted(text);
      places.push(node(useSelection.getState().ids[0] ?? '')?.at);
    }
    const [[x, y]] = places as [[number, number]];
    expect(places).toEqual([
      [x, y],
      [x + 24, y + 24],
      [x + 48, y + 48],
    ]);
  });

  test.each([
    ['foreign text', 'call me on Monday', /no diagram/],
    ['a damaged diagram', '{"version":1,"nodes":[{"id":"a"}]}', /damaged/],
    ['50 MB', 'x'.repeat(50 * 1024 * 1024), /holds 50 MB, too much for a diagram/],
  ])('rejects %s in words, and loses nothing', async (_, text, sentence) => {
    const { document: before } = useDocument.getState();
    document.body.dispatchEvent(clipboardEvent('paste', text));
    await vi.waitFor(() => expect(toast()).toMatch(sentence));
    expect(useDocument.getState().document).toBe(before);
  });
});

describe('duplicating', () => {
  test('keeps a member in its frame, beside the original', async () => {
    select(['s1']);
    await duplicateSelected();
    const [id = ''] = useSelection.getState().ids;
    expect(node(id)).toMatchObject({ kind: 'server', in: 'pool', name: 'server 3', at: [16, 152] });
    expect(undoSteps()).toBe(1);
  });

  test('takes what a frame contains along with it', async () => {
    select(['pool']);
    await duplicateSelected();
    const [id = ''] = useSelection.getState().ids;
    const inside = useDocument.getState().document.nodes.filter((one) => one.in === id);
    expect(inside.map(({ at }) => at)).toEqual([[16, 48]]);
  });
});

describe('where copies land', () => {
  const parts = {
    nodes: [
      { id: 'a', kind: 'server', at: [0, 0] as [number, number] },
      { id: 'b', kind: 'server', at: [400, 100] as [number, number] },
      { id: 'c', kind: 'server', in: 'f', at: [9000, 9000] as [number, number] },
    ],
    edges: [],
    notes: [{ id: 'n', text: '', at: [0, 200] as [number, number] }],
  };

  test('is measured by what lies in no frame, notes too', () => {
    expect(boundsOf(parts, frameSizeOf)).toEqual({ x: 0, y: 0, width: 584, height: 296 });
  });

  test('is around the point, on the grid', () => {
    expect(offsetTo({ x: 0, y: 0, width: 184, height: 76 }, [503, 300], 0)).toEqual([408, 264]);
  });

  test('is below the originals where that is free', () => {
    const bounds = { x: 0, y: 0, width: 184, height: 76 };
    expect(offsetBeside(bounds, [bounds])).toEqual([0, 104]);
    const below = { x: 0, y: 104, width: 184, height: 76 };
    expect(offsetBeside(bounds, [bounds, below])[1]).toBeGreaterThan(104);
  });
});
