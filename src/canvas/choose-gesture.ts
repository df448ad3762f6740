/** What a press on the table may become, by what lies under it. */
import { isBusy, useSelection } from '../store/selection.ts';
import type { Begin } from './hands.ts';
import { beginMove } from './moving.ts';
import { beginResize } from './resizing.ts';
import { beginMarquee } from './selecting.ts';
import type { ResizeWay } from './sized-box.ts';
import { useSpace } from './space-bar.ts';
import { beginConnect, beginReconnect } from './wiring.ts';

/**
 * Null for what only clicks, or belongs to the camera: two fingers, one on the bare table, the
 * middle button, Space held.
 */
export function chooseGesture(event: PointerEvent): Begin | null {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null || event.button !== 0 || isBusy() || useSpace.getState().isHeld) return null;
  if (target.closest('[data-own-hands]') !== null) return null;
  const grip = target.closest<HTMLElement>('[data-resizes], [data-rim]')?.dataset;
  if (grip?.resizes !== undefined) return beginResize(grip.resizes, grip.resize as ResizeWay);
  if (grip?.rim !== undefined) return beginConnect(grip.rim);
  const end = target.closest<SVGElement>('[data-end-of]')?.dataset;
  if (end?.endOf !== undefined) {
    return beginReconnect(end.endOf, end.end === 'from' ? 'from' : 'to');
  }
  const part = target.closest<HTMLElement>('[data-node], [data-note]')?.dataset;
  const id = part?.node ?? part?.note;
  if (id !== undefined) return beginMove(id);
  // A finger on the bare table moves the camera, unless it is there to gather.
  return event.pointerType === 'mouse' || useSelection.getState().gathering ? beginMarquee : null;
}
