/** A hand for tests of the canvas: presses, moves in steps as hands do, and lets go. */
export type Spot = [x: number, y: number];

export interface Held {
  readonly steps?: number;
  readonly keys?: { readonly altKey?: boolean; readonly shiftKey?: boolean };
  readonly type?: 'mouse' | 'touch';
  /** Looks at the table before the hand lets go. */
  readonly before?: () => void | Promise<void>;
  /** Calls it off at the end. */
  readonly end?: 'Escape' | 'pointercancel';
}

export function middle(element: Element): Spot {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** From an element's middle, or another spot on it, to a point of the window. */
export async function dragTo(element: Element, to: Spot, held: Held = {}, from?: Spot) {
  const { steps = 8, keys = {}, type = 'mouse', before, end } = held;
  const [fromX, fromY] = from ?? middle(element);
  const fire = (name: string, target: EventTarget, [x, y]: Spot) =>
    target.dispatchEvent(
      new PointerEvent(name, {
        bubbles: true,
        cancelable: true,
        pointerId: 7,
        isPrimary: true,
        pointerType: type,
        clientX: x,
        clientY: y,
        button: 0,
        buttons: 1,
        ...keys,
      }),
    );
  fire('pointerdown', element, [fromX, fromY]);
  for (let step = 1; step <= steps; step++) {
    const part = step / steps;
    fire('pointermove', element, [fromX + (to[0] - fromX) * part, fromY + (to[1] - fromY) * part]);
    await frame();
  }
  await frame();
  await before?.();
  if (end === 'Escape') {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  }
  fire(end === 'pointercancel' ? end : 'pointerup', element, to);
  await frame();
}
