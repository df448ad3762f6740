/**
 * When a context menu is asked for on the diagram: by a right click, by a finger that rests, or by
 * the key for it. A finger that rests does not pan, and what it does when it is lifted is no click.
 */
import { select, useSelection } from '../store/selection.ts';

/** What the menu was opened on; `several` is a selection of more than one part. */
export type MenuPlace = 'node' | 'edge' | 'note' | 'several' | 'table';

export interface MenuRequest {
  readonly place: MenuPlace;
  /** Where it opens, in CSS pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  /** Grows by one, so that a second menu is another one. */
  readonly key: number;
}

const RESTS_MS = 500;
/** A finger is never quite still. */
const STILL_PX = 10;
const CANVAS = '[data-canvas]';
let count = 0;

/** Calls `open` for each menu asked for, until the returned function is called. */
export function followMenuRequests(open: (request: MenuRequest) => void): () => void {
  const ask = (target: Element, x: number, y: number) => {
    count += 1;
    open({ place: choose(target), at: { x, y }, key: count });
  };
  const askByKey = (canvas: Element) => {
    const last = useSelection.getState().ids.at(-1);
    const part = last === undefined ? null : document.querySelector(selectorOf(last));
    const box = (part ?? canvas).getBoundingClientRect();
    count += 1;
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    open({ place: placeOfSelection(), at, key: count });
  };
  const onContextMenu = (event: MouseEvent) => {
    const { target, clientX, clientY } = event;
    if (!(target instanceof Element) || target.closest(CANVAS) === null) return;
    if (target.closest('input, textarea, [contenteditable="true"]') !== null) return;
    event.preventDefault();
    // A right button that was dragged has moved the view.
    if (Math.hypot(clientX - pressed.x, clientY - pressed.y) > STILL_PX && pressed.isRight) return;
    // The key makes an event too, on what has the keyboard.
    if (target.matches(CANVAS)) askByKey(target);
    else ask(target, clientX, clientY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (!wanted || !(event.target instanceof Element) || !event.target.matches(CANVAS)) return;
    event.preventDefault();
    askByKey(event.target);
  };
  let pressed = { x: 0, y: 0, isRight: false };
  const onPress = ({ clientX: x, clientY: y, button }: PointerEvent) => {
    pressed = { x, y, isRight: button === 2 };
  };
  const stopPressing = followLongPress(ask);
  window.addEventListener('pointerdown', onPress, true);
  window.addEventListener('contextmenu', onContextMenu);
  window.addEventListener('keydown', onKeyDown);
  return () => {
    stopPressing();
    window.removeEventListener('pointerdown', onPress, true);
    window.removeEventListener('contextmenu', onContextMenu);
    window.removeEventListener('keydown', onKeyDown);
  };
}

/**
 * What lies under the hand is selected first, unless it is part of a selection: the menu speaks of
 * what is selected.
 */
function choose(target: Element): MenuPlace {
  const part = target.closest<HTMLElement | SVGElement>('[data-node], [data-edge], [data-note]');
  if (part === null) {
    select([]);
    return 'table';
  }
  const { node, edge, note } = part.dataset;
  const id = node ?? edge ?? note ?? '';
  if (!useSelection.getState().ids.includes(id)) select([id]);
  const stand = node ?? note;
  if (stand !== undefined) useSelection.setState({ cursor: stand });
  return placeOfSelection();
}

function placeOfSelection(): MenuPlace {
  const { ids } = useSelection.getState();
  const [id] = ids;
  if (id === undefined) return 'table';
  if (ids.length > 1) return 'several';
  const part = document.querySelector(selectorOf(id));
  if (part?.hasAttribute('data-edge') === true) return 'edge';
  return part?.hasAttribute('data-note') === true ? 'note' : 'node';
}

function selectorOf(id: string): string {
  const value = CSS.escape(id);
  return `${CANVAS} :is([data-node="${value}"], [data-edge="${value}"], [data-note="${value}"])`;
}

function followLongPress(ask: (target: Element, x: number, y: number) => void): () => void {
  let resting: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | null = null;
  const end = () => {
    if (resting !== null) clearTimeout(resting.timer);
    resting = null;
  };
  const down = (event: PointerEvent) => {
    const { target, clientX: x, clientY: y } = event;
    end();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    if (!(target instanceof Element) || target.closest(CANVAS) === null) return;
    const timer = setTimeout(() => {
      resting = null;
      // Whatever the press might have become is called off.
      const { pointerId, pointerType, isPrimary } = event;
      const init = { bubbles: true, pointerId, pointerType, isPrimary };
      target.dispatchEvent(new PointerEvent('pointercancel', init));
      swallowClick();
      // What was under the finger at first may have been drawn anew.
      ask(target.isConnected ? target : (document.elementFromPoint(x, y) ?? target), x, y);
    }, RESTS_MS);
    resting = { timer, x, y };
  };
  const move = ({ clientX, clientY }: PointerEvent) => {
    if (resting === null) return;
    if (Math.hypot(clientX - resting.x, clientY - resting.y) > STILL_PX) end();
  };
  window.addEventListener('pointerdown', down, true);
  window.addEventListener('pointermove', move, true);
  for (const ending of ['pointerup', 'pointercancel'] as const) {
    window.addEventListener(ending, end, true);
  }
  return () => {
    end();
    window.removeEventListener('pointerdown', down, true);
    window.removeEventListener('pointermove', move, true);
    for (const ending of ['pointerup', 'pointercancel'] as const) {
      window.removeEventListener(ending, end, true);
    }
  };
}

/**
 * What the browser makes of a finger's lifting: its `mousedown` would take the keyboard out of the
 * menu, which closes it.
 */
const LIFTING = ['mousedown', 'click'] as const;

/** Until the finger that rested touches the screen again, its lifting is no click. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  const again = () => {
    for (const type of LIFTING) window.removeEventListener(type, swallow, true);
    window.removeEventListener('pointerdown', again, true);
  };
  for (const type of LIFTING) window.addEventListener(type, swallow, true);
  window.addEventListener('pointerdown', again, true);
}
