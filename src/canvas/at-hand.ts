/**
 * What hands and keys do on the table is fetched once something moves: the first picture needs none
 * of it. What they did until then is done when it is here, in the same order.
 */
import type { ComponentType, RefObject } from 'react';
import { create } from 'zustand';
import { useDocument } from '../store/document.ts';
import type { Point } from './layout.ts';

export interface HandsOnProps {
  table: RefObject<HTMLDivElement | null>;
  openInspector: () => void;
}

/** What is fetched. */
interface Hands {
  /** Listens to the table, and draws over it what hands do. */
  readonly HandsOn: ComponentType<HandsOnProps>;
  /** What a click or a button of the page comes to. */
  readonly hands: {
    readonly clickRim: (id: string) => void;
    readonly fold: (id: string) => void;
    readonly pickCanvas: (point: Point) => void;
    readonly pickNode: (id: string, additive: boolean) => void;
    readonly pickPart: (id: string, additive: boolean) => void;
    readonly placeBeside: (kind: string) => void;
  };
}

/** Null until it is fetched. */
export const useAtHand = create<{ readonly here: Hands | null }>()(() => ({ here: null }));

interface Early {
  readonly act: () => void;
  /** Whose press it belongs to. */
  readonly pointer: number | undefined;
}

let early: Early[] = [];
let stopKeeping = () => {};

/** Does it at once, or when there is something to do it with. */
export function withHands(act: (hands: Hands['hands']) => void): void {
  const { here } = useAtHand.getState();
  if (here !== null) act(here.hands);
  else keep(() => withHands(act));
}

/** Unless something else is open by then. */
function keep(act: () => void, pointer?: number): void {
  const { opened } = useDocument.getState();
  const later = () => {
    if (useDocument.getState().opened === opened) act();
  };
  early.push({ act: later, pointer });
}

/**
 * Keeps what pointers and keys do to the table, to be done once more by `catchUp`, or forgotten by
 * the returned function.
 */
export function keepEarly(table: HTMLElement): () => void {
  if (useAtHand.getState().here !== null) return () => {};
  const leaving = new AbortController();
  const { signal } = leaving;
  const again = (event: Event) => keep(() => repeat(event));
  table.addEventListener('dblclick', again, { signal });
  const press = (event: PointerEvent) => {
    // Other buttons ask for a menu or move the view.
    if (event.button === 0) keep(() => repeat(event), event.pointerId);
  };
  table.addEventListener('pointerdown', press, { signal });
  for (const type of ['keydown', 'keyup']) {
    const hear = (event: Event) => {
      if (event.target !== table) return;
      again(event);
      // Nor does anything else do it before.
      event.stopPropagation();
    };
    table.addEventListener(type, hear, { signal });
  }
  // Once pressed, a pointer may go anywhere; of its way only the end counts.
  const ends = (event: PointerEvent) => {
    const { button, pointerId } = event;
    if (button !== 0) return;
    keep(() => {
      for (const type of ['pointermove', event.type]) window.dispatchEvent(copyOf(event, type));
    }, pointerId);
  };
  // A finger that rested asks for a menu: its press was none.
  const calledOff = ({ pointerId }: PointerEvent) => {
    early = early.filter(({ pointer }) => pointer !== pointerId);
  };
  window.addEventListener('pointerup', ends, { capture: true, signal });
  window.addEventListener('pointercancel', calledOff, { capture: true, signal });
  for (const type of ['copy', 'cut', 'paste']) {
    const hear = (event: Event) => {
      if (event.target !== table) return;
      const copy = copyOf(event);
      keep(() => table.dispatchEvent(copy));
      event.stopPropagation();
    };
    table.addEventListener(type, hear, { signal });
  }
  stopKeeping = () => {
    leaving.abort();
    early = [];
  };
  return stopKeeping;
}

/** Does what was done early. */
export function catchUp(): void {
  const acts = early;
  stopKeeping();
  for (const { act } of acts) act();
}

/** What was pressed may have been drawn anew. */
function repeat(event: Event): void {
  const { target } = event;
  if (target instanceof Element && target.isConnected) target.dispatchEvent(copyOf(event));
}

/** What is on the clipboard can be read while its event lasts; nothing prevents it later. */
export function copyOf(event: Event, type = event.type): Event {
  if (event instanceof ClipboardEvent) {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', event.clipboardData?.getData('text/plain') ?? '');
    return new ClipboardEvent(type, { bubbles: true, clipboardData });
  }
  if (event instanceof PointerEvent) return new PointerEvent(type, event);
  if (event instanceof KeyboardEvent) return new KeyboardEvent(type, event);
  return new MouseEvent(type, event);
}
