/**
 * Copying, cutting, pasting and duplicating what is selected. What is copied is the text of a
 * document, so that it goes to other tabs and to text editors, and comes back from there. Keys make
 * the browser's own `copy`, `cut` and `paste` events; menus ask for its clipboard, which it may
 * reject. Each paste is one step for undo, and what was pasted is then selected.
 */
import type { Parts } from '../document/clip.ts';
import type { DocumentNode } from '../document/types.ts';
import { whenHere } from '../store/arriving.ts';
import { edit, useDocument } from '../store/document.ts';
import { prepareEditing } from '../store/editing.ts';
import { fetchOrSay } from '../store/lost.ts';
import { announce, say } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { select, useSelection } from '../store/selection.ts';
import { specOf, specs } from '../store/specs.ts';
import { isOverCanvas, middleOfView, toCanvas } from './camera.ts';
import { boundsOf, boxAt, offsetBeside, offsetTo } from './clipboard-place.ts';
import { clipboardWords as words } from './clipboard-words.ts';
import { removeSelected } from './gestures.ts';
import { placeIn, type Room, roomIn } from './into-frame.ts';
import { frameAt, GRID, type Point } from './layout.ts';
import { frameSizeOf, useLayout } from './layout-store.ts';

type ClipModule = typeof import('../document/clip.ts');

/**
 * Reading and writing clips brings the codec of links along: it is loaded when something is first
 * selected or pasted.
 */
let loaded: ClipModule | null = null;
async function loadClip(): Promise<ClipModule> {
  await prepareEditing();
  loaded ??= await import('../document/clip.ts');
  return loaded;
}

/** What was copied last on this page, for browsers that do not give it back. */
let remembered: string | null = null;
/** Where the last paste went, for the next one to go a step further. */
let last: { text: string; point: Point; times: number } | null = null;
/** Where the pointer is, in CSS pixels of the window. */
let hand: { x: number; y: number } | null = null;

/** Follows the browser's clipboard events until the returned function is called. */
export function followClipboard(target: Window): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const onCopy = (event: ClipboardEvent) => {
    if (isTyping(event) || event.clipboardData === null || !canCopy()) return;
    event.preventDefault();
    const isCut = event.type === 'cut';
    // An event that is over takes no text any more.
    if (loaded === null || !event.cancelable) {
      if (isCut) cutToClipboard();
      else copySelected();
      return;
    }
    event.clipboardData.setData('text/plain', textOf(loaded.toClip) ?? '');
    if (isCut) cutSelected();
    else announce(words.copied(selectedCount()));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (isTyping(event)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    event.preventDefault();
    pasteText(text, placeOfHand());
  };
  target.addEventListener('copy', onCopy, { signal });
  target.addEventListener('cut', onCopy, { signal });
  target.addEventListener('paste', onPaste, { signal });
  target.addEventListener(
    'pointermove',
    ({ clientX: x, clientY: y }) => {
      hand = { x, y };
    },
    { signal, passive: true },
  );
  const leave = useSelection.subscribe(({ ids }) => {
    // In advance: whoever needs it says what goes wrong.
    if (ids.length > 0 && loaded === null) loadClip().catch(() => undefined);
  });
  return () => {
    leaving.abort();
    leave();
  };
}

/** Text that is being written or is selected, and dialogs, keep the clipboard for themselves. */
function isTyping(event: Event): boolean {
  const element = event.target instanceof Element ? event.target : document.activeElement;
  const own = 'input:not([type="range"]), textarea, [contenteditable="true"], [role="dialog"]';
  if (element?.closest(own) != null) return true;
  return event.type !== 'paste' && document.getSelection()?.isCollapsed === false;
}

/**
 * For menus, and for keys before the codec is there: the browser may forbid it, and what was copied
 * then stays within this page.
 */
export function copySelected(): void {
  void fetchOrSay(loadClip, write);
}

/** For menus. */
export function cutToClipboard(): void {
  void fetchOrSay(loadClip, async (clip) => {
    if (await write(clip)) cutSelected();
  });
}

/** False where there is nothing to copy. */
async function write({ toClip }: ClipModule): Promise<boolean> {
  const text = textOf(toClip);
  if (text === null) {
    say(words.nothingToCopy, { tone: 'warn' });
    return false;
  }
  try {
    await navigator.clipboard.writeText(text);
    announce(words.copied(selectedCount()));
  } catch {
    say(words.notWritten, { tone: 'warn' });
  }
  return true;
}

/** For menus: where they were opened, or where the pointer or the view is. */
export async function pasteFromClipboard(point: Point | null = null): Promise<void> {
  let text = '';
  try {
    text = await navigator.clipboard.readText();
  } catch {
    text = remembered ?? '';
    if (text === '') say(words.notRead, { tone: 'warn' });
  }
  if (text !== '') pasteText(text, point ?? placeOfHand());
}

/** The text of what is selected; null when that is nothing to copy. */
function textOf(toClip: ClipModule['toClip']): string | null {
  const ids = copied();
  if (ids.length === 0) return null;
  const { nodes, edges } = useScene.getState();
  const { title, notes = [] } = useDocument.getState().document;
  remembered = toClip({ title, nodes, edges, notes }, ids);
  last = null;
  return remembered;
}

/**
 * Nodes and notes: a connection alone has nothing to hold on to. From an outline nothing is copied.
 */
function copied(): readonly string[] {
  const { ids } = useSelection.getState();
  const { document, outline } = useDocument.getState();
  const { notes = [] } = document;
  if (outline) return [];
  const there = new Set([...useScene.getState().nodes, ...notes].map(({ id }) => id));
  return ids.filter((id) => there.has(id));
}

/** Whether there is something to copy. */
export function canCopy(): boolean {
  return copied().length > 0;
}

function selectedCount(): number {
  return copied().length;
}

function cutSelected(): void {
  const count = selectedCount();
  if (removeSelected()) announce(words.cut(count));
}

/** Where the pointer is over the bare table, else the middle of what is seen. */
function placeOfHand(): Point {
  return hand !== null && isOverCanvas(hand.x, hand.y) ? toCanvas(hand.x, hand.y) : middleOfView();
}

/**
 * Puts the parts in a text onto the table, their middle at a point; what cannot be read is said,
 * and changes nothing.
 */
function pasteText(text: string, point: Point): void {
  void fetchOrSay(loadClip, (clip) =>
    whenHere(clip.kindsOfClip(text), () => pasteParts(clip, text, point)),
  );
}

function pasteParts({ fromClip, freshParts }: ClipModule, text: string, point: Point): void {
  const clip = fromClip(text, specs());
  if (!clip.ok) {
    say(clip.sentence, { tone: 'warn' });
    return;
  }
  const again =
    last?.text === text &&
    Math.abs(last.point[0] - point[0]) < GRID &&
    Math.abs(last.point[1] - point[1]) < GRID;
  const times = again && last !== null ? last.times + 1 : 0;
  last = { text, point, times };
  const offset = offsetTo(boundsOf(clip, frameSizeOf), point, times);
  const fresh = intoFrames(freshParts(clip, useDocument.getState().document, offset, specs()));
  if (put(fresh)) announce(words.pasted(fresh.nodes.length + fresh.notes.length));
}

/** Copies of what is selected, beside it and in the same frames. */
export function duplicateSelected(): Promise<void> {
  return fetchOrSay(loadClip, duplicate);
}

function duplicate({ toClip, fromClip, freshParts }: ClipModule): void {
  const before = remembered;
  const text = textOf(toClip);
  remembered = before;
  const clip = text === null ? null : fromClip(text, specs());
  if (clip === null || !clip.ok) return;
  const originals = useScene.getState().nodes;
  const holders = new Set(clip.nodes.map(({ id }) => originals.find((node) => node.id === id)?.in));
  const taken = [...useLayout.getState().layout.boxes]
    .filter(([id]) => !holders.has(id))
    .map(([, box]) => box);
  const offset = offsetBeside(boundsOf(clip, frameSizeOf), taken);
  const fresh = freshParts(clip, useDocument.getState().document, offset, specs());
  const nodes = fresh.nodes.map((node, index) => {
    const original = originals.find(({ id }) => id === clip.nodes[index]?.id);
    if (node.in !== undefined || original?.in === undefined) return node;
    const [x, y] = original.at;
    return { ...node, in: original.in, at: shiftedBy([x, y], offset) };
  });
  putDuplicates({ ...fresh, nodes });
}

/**
 * Copies of these parts, so far from them (canvas units) as a hand has gone; they fall into frames
 * there.
 */
export function duplicateBy(ids: readonly string[], offset: Point): Promise<void> {
  return fetchOrSay(loadClip, ({ toClip, fromClip, freshParts }) => {
    const { nodes, edges } = useScene.getState();
    const { document } = useDocument.getState();
    const { title, notes = [] } = document;
    const clip = fromClip(toClip({ title, nodes, edges, notes }, ids), specs());
    if (clip.ok) putDuplicates(intoFrames(freshParts(clip, document, offset, specs())));
  });
}

function putDuplicates(parts: Parts): void {
  if (put(parts)) announce(words.duplicated(parts.nodes.length + parts.notes.length));
}

function intoFrames(parts: Parts): Parts {
  const rooms = new Map<string, Room>();
  const nodes = parts.nodes.map((node) => (node.in === undefined ? intoFrame(node, rooms) : node));
  return { ...parts, nodes };
}

function shiftedBy([x, y]: Point, [dx, dy]: Point): [number, number] {
  return [x + dx, y + dy];
}

function put({ nodes, edges, notes }: Parts): boolean {
  if (!edit({ edit: 'add', nodes, edges, ...(notes.length > 0 && { notes }) })) return false;
  const chosen = nodes.filter((node) => !nodes.some((other) => other.id === node.in));
  select([...chosen, ...notes.filter((note) => note.on === undefined)].map(({ id }) => id));
  const [first] = chosen;
  if (first !== undefined) useSelection.setState({ cursor: first.id });
  return true;
}

/** In the frame that lies there, where that takes it, beside what went into it before. */
function intoFrame(node: DocumentNode, rooms: Map<string, Room>): DocumentNode {
  const spec = specOf(node.kind);
  if (spec === undefined) return node;
  const box = boxAt(node, frameSizeOf);
  const { boxes } = useLayout.getState().layout;
  const takers = useScene
    .getState()
    .nodes.filter((frame) => specOf(frame.kind)?.frame?.holds(spec) === true);
  const middle: Point = [box.x + box.width / 2, box.y + box.height / 2];
  const frame = frameAt(middle, takers, boxes);
  if (frame === null) return node;
  const room = rooms.get(frame.id) ?? roomIn(frame.id);
  rooms.set(frame.id, room);
  return { ...node, in: frame.id, at: placeIn(room, box) };
}
