/**
 * One pointer at a time does something to the table: what it is pressed on says which gesture that
 * is. A gesture begins once the pointer has gone a little way, hears of every move at most once a
 * frame, and either ends or is called off: by Esc, a second finger, or the browser. Presses that go
 * nowhere are clicks and none of this module's business.
 */
import { toCanvas } from './camera.ts';
import type { Point } from './layout.ts';

export interface Hand {
  /** In canvas units. */
  readonly at: Point;
  /** In CSS pixels of the window. */
  readonly client: Point;
  readonly alt: boolean;
  /** Ctrl or ⌘: nothing draws it anywhere. */
  readonly isFree: boolean;
  readonly shift: boolean;
}

export interface Gesture {
  move(hand: Hand): void;
  /** Everything it did is in the document afterwards, or nothing is. */
  end(hand: Hand): void;
  cancel(): void;
}

/** Begins a gesture; null when there is nothing to be done after all. */
export type Begin = (start: Hand) => Gesture | null;
/** Which gesture a press may become. */
export type Choose = (event: PointerEvent) => Begin | null;

/** CSS pixels a pointer goes before a press is more than a click; fingers tremble. */
const THRESHOLD = { mouse: 4, touch: 9 } as const;

/** Watches the element until the returned function is called. */
export function followHands(element: HTMLElement, choose: Choose): () => void {
  const fingers = new Set<number>();
  let press: Press | null = null;
  const done = () => {
    press = null;
  };
  const onDown = (event: PointerEvent) => {
    if (event.isPrimary) fingers.clear();
    fingers.add(event.pointerId);
    if (press !== null || fingers.size > 1) {
      press?.callOff();
      return;
    }
    const begin = choose(event);
    if (begin !== null) press = new Press(event, begin, done);
  };
  const onGone = (event: PointerEvent) => fingers.delete(event.pointerId);
  element.addEventListener('pointerdown', onDown);
  window.addEventListener('pointerup', onGone, true);
  window.addEventListener('pointercancel', onGone, true);
  return () => {
    press?.callOff();
    element.removeEventListener('pointerdown', onDown);
    window.removeEventListener('pointerup', onGone, true);
    window.removeEventListener('pointercancel', onGone, true);
  };
}

class Press {
  private readonly first: PointerEvent;
  private readonly begin: Begin;
  private readonly done: () => void;
  private readonly leaving = new AbortController();
  private gesture: Gesture | null = null;
  private last: PointerEvent;
  private frame = 0;

  constructor(first: PointerEvent, begin: Begin, done: () => void) {
    this.first = first;
    this.last = first;
    this.begin = begin;
    this.done = done;
    const options = { capture: true, signal: this.leaving.signal };
    window.addEventListener('pointermove', (event) => this.onMove(event), options);
    window.addEventListener('pointerup', (event) => this.onUp(event), options);
    window.addEventListener('pointercancel', (event) => this.onCancel(event), options);
    window.addEventListener('blur', () => this.callOff(), options);
    window.addEventListener('keydown', (event) => this.onKey(event), options);
  }

  callOff(): void {
    const { gesture } = this;
    this.leave();
    gesture?.cancel();
  }

  private leave(): void {
    cancelAnimationFrame(this.frame);
    this.leaving.abort();
    this.gesture = null;
    this.done();
  }

  private onMove(event: PointerEvent): void {
    if (event.pointerId !== this.first.pointerId) return;
    this.last = event;
    if (this.gesture === null && !this.start(event)) return;
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.gesture?.move(handOf(this.last));
    });
  }

  /** True once the pointer has gone far enough for the gesture to begin. */
  private start(event: PointerEvent): boolean {
    const { first } = this;
    const way = Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY);
    if (way < (event.pointerType === 'mouse' ? THRESHOLD.mouse : THRESHOLD.touch)) return false;
    this.gesture = this.begin(handOf(first));
    if (this.gesture === null) this.leave();
    return this.gesture !== null;
  }

  private onUp(event: PointerEvent): void {
    if (event.pointerId !== this.first.pointerId) return;
    const { gesture } = this;
    this.leave();
    if (gesture === null) return;
    swallowClick();
    const hand = handOf(event);
    gesture.move(hand);
    gesture.end(hand);
  }

  private onCancel(event: PointerEvent): void {
    if (event.pointerId === this.first.pointerId) this.callOff();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.gesture === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.callOff();
  }
}

function handOf(event: PointerEvent): Hand {
  const { clientX, clientY } = event;
  return {
    at: toCanvas(clientX, clientY),
    client: [clientX, clientY],
    alt: event.altKey,
    isFree: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
  };
}

/** The browser makes a click of the end of a drag, in the same task: that one means nothing. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, true);
  setTimeout(() => window.removeEventListener('click', swallow, true), 0);
}
