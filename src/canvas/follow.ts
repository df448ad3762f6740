/**
 * A click on a dot follows its request. Only the painter knows where dots are, so it is asked
 * before the click means anything else.
 */
import type { MouseEvent } from 'react';
import { follow } from '../store/instruments.ts';
import { fetchOrSay } from '../store/lost.ts';
import { announce } from '../store/notices.ts';
import { simulation, usePlayback } from '../store/playback.ts';
import { isBusy, useSelection } from '../store/selection.ts';
import { cameraZoom, toCanvas } from './camera.ts';
import { words } from './words.ts';

/**
 * How far from a dot's middle a click still means it, in CSS pixels: dots are small, and fingers
 * are not.
 */
const REACH = { mouse: 8, touch: 20 } as const;

/**
 * Follows the request whose dot was clicked; a click beside any, and one of a gesture under way,
 * means `otherwise`.
 */
export function followOr(event: MouseEvent, otherwise: () => void): void {
  if (
    isBusy() ||
    useSelection.getState().gathering ||
    event.shiftKey ||
    event.ctrlKey ||
    event.metaKey
  )
    otherwise();
  else {
    const { clientX, clientY, nativeEvent } = event;
    const isTouch = nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch';
    void fetchOrSay(
      () => followAt(clientX, clientY, isTouch ? REACH.touch : REACH.mouse),
      (isHit) => {
        if (!isHit) otherwise();
      },
    );
  }
}

/** False when nothing travels there but a packet of a connection. Throws `NotFetched`. */
async function followAt(clientX: number, clientY: number, reach: number): Promise<boolean> {
  const [x, y] = toCanvas(clientX, clientY);
  const { at } = usePlayback.getState();
  const picked = await simulation().ask({ ask: 'pick', x, y, radius: reach / cameraZoom() });
  if (picked === null || picked.message === null) return false;
  follow(picked.message, at);
  if (picked.words !== null) announce(words.following(picked.words));
  return true;
}
