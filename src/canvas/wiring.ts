/**
 * Connecting by hand: a line drawn out of a card's edge, or an end of a line taken elsewhere; the
 * same by clicks and keys.
 */
import { type EdgeEnd, isBusy, startConnecting } from '../store/selection.ts';
import { keepInView, toCanvas } from './camera.ts';
import { completeWire } from './gestures.ts';
import type { Begin, Gesture, Hand } from './hands.ts';
import { showHint } from './hint.tsx';
import type { Point } from './layout.ts';
import { pointWire, useTargets, type Wire } from './targets.ts';
import { showTargets, wireInHand } from './wire-targets.ts';

/** A line out of a node's edge. */
export function beginConnect(from: string): Begin {
  return () => (isBusy() ? null : new Draw({ from }));
}

/** An end of a line, to be put down elsewhere. */
export function beginReconnect(edge: string, end: EdgeEnd): Begin {
  return () => (isBusy() ? null : new Draw({ edge, end }));
}

/** A press on a node's edge that went nowhere: what is clicked next is the target. */
export function clickRim(from: string): void {
  if (!isBusy()) startConnecting(from);
}

class Draw implements Gesture {
  private readonly wire: Wire;

  constructor(wire: Wire) {
    this.wire = wire;
    showTargets(wire);
  }

  move(hand: Hand): void {
    keepInView(hand.client, (at) => this.move({ ...hand, at }));
    pointAt(hand.client);
  }

  end(): void {
    const { over } = useTargets.getState();
    const { wire } = this;
    this.leave();
    if (over !== null) completeWire(wire, over);
  }

  cancel(): void {
    this.leave();
  }

  private leave(): void {
    keepInView(null);
    showHint(null);
    showTargets(wireInHand());
  }
}

/** A target that was clicked has said why it may not be one. */
let hushed: string | null = null;

/** The loose end follows the pointer, and says of what it is over whether it may end there. */
function pointAt(client: Point): void {
  const over = nodeUnder(client);
  const { rejections, fixed } = useTargets.getState();
  const target = over === fixed ? null : over;
  if (target !== hushed) hushed = null;
  pointWire(toCanvas(...client), target);
  const rejection = target === null || hushed !== null ? null : (rejections.get(target) ?? null);
  showHint(rejection === null ? null : { words: rejection, tone: 'warn', client });
}

function nodeUnder([x, y]: Point): string | null {
  const element = document.elementFromPoint(x, y);
  return element?.closest<HTMLElement>('[data-node]')?.dataset.node ?? null;
}

/**
 * While a target is to be clicked, the line follows the pointer, until the returned function is
 * called.
 */
export function followPointer(element: HTMLElement): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const move = ({ pointerType, clientX, clientY }: PointerEvent) => {
    if (wireInHand() !== null && pointerType === 'mouse') pointAt([clientX, clientY]);
  };
  element.addEventListener('pointermove', move, { signal, passive: true });
  const hush = () => {
    hushed = useTargets.getState().over;
    showHint(null);
  };
  element.addEventListener('pointerdown', hush, { signal, passive: true });
  const leave = useTargets.subscribe((state, before) => {
    if (state.wire === null && before.wire !== null) showHint(null);
  });
  return () => {
    leaving.abort();
    leave();
  };
}
