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

let early: (() => void)[] = [];
let stopKeeping = () => {};

/** Does it at once, or when there is something to do it with. */
export function withHands(act: (hands: Hands['hands']) => void): void {
  const { here } = useAtHand.getState();
  if (here !== null) act(here.hands);
  else keep(() => withHands(act));
}

/** Unless something else is open by then. */
function keep(act: () => void): void {
  const { opened } = useDocument.getState();
  early.push(() => {
    if (useDocument.getState().opened === opened) act();
  });
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
  for (const type of ['pointerdown', 'dblclick']) table.addEventListener(type, again, { signal });
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
  const ends = (event: Event) => {
    keep(() => {
      for (const type of ['pointermove', event.type]) window.dispatchEvent(copyOf(event, type));
    });
  };
  for (const type of ['pointerup', 'pointercancel']) {
    window.addEventListener(type, ends, { capture: true, signal });
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
  for (const act of acts) act();
}

/** What was pressed may have been drawn anew. */
function repeat(event: Event): void {
  const { target } = event;
  if (target instanceof Element && target.isConnected) target.dispatchEvent(copyOf(event));
}

function copyOf(event: Event, type = event.type): Event {
  if (event instanceof PointerEvent) return new PointerEvent(type, event);
  if (event instanceof KeyboardEvent) return new KeyboardEvent(type, event);
  return new MouseEvent(type, event);
}
