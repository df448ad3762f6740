/**
 * Where a small box stands beside a control: on the wanted side, across from it where there is no
 * room, never off the window.
 */

export type Side = 'top' | 'right' | 'bottom' | 'left';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Rect extends Size {
  readonly left: number;
  readonly top: number;
}

/** Pixels from the control, and at least from the window's edge. */
const GAP = 6;
const MARGIN = 8;

const ACROSS = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const;

/** @returns the left and the top of the box, in pixels of the window */
export function beside(control: Rect, box: Size, window: Size, wanted: Side): [number, number] {
  const fits = roomAt(control, window, wanted) >= needed(box, wanted);
  const isRoomier = roomAt(control, window, ACROSS[wanted]) > roomAt(control, window, wanted);
  const side = !fits && isRoomier ? ACROSS[wanted] : wanted;
  const middleX = control.left + (control.width - box.width) / 2;
  const middleY = control.top + (control.height - box.height) / 2;
  const place: Record<Side, [number, number]> = {
    top: [middleX, control.top - GAP - box.height],
    bottom: [middleX, control.top + control.height + GAP],
    left: [control.left - GAP - box.width, middleY],
    right: [control.left + control.width + GAP, middleY],
  };
  const [x, y] = place[side];
  return [within(x, window.width - box.width), within(y, window.height - box.height)];
}

function needed(box: Size, side: Side): number {
  return GAP + MARGIN + (side === 'top' || side === 'bottom' ? box.height : box.width);
}

function roomAt(control: Rect, window: Size, side: Side): number {
  switch (side) {
    case 'top':
      return control.top;
    case 'bottom':
      return window.height - control.top - control.height;
    case 'left':
      return control.left;
    case 'right':
      return window.width - control.left - control.width;
    default:
      return side satisfies never;
  }
}

function within(at: number, most: number): number {
  return Math.max(MARGIN, Math.min(at, most - MARGIN));
}
