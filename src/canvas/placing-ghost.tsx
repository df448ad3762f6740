/**
 * While a kind is in hand: its outline under the pointer, and the drop. A press that began before
 * the kind was taken up (a drag out of the palette) places it where it ends; a later click is the
 * canvas's own.
 */
import { useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useSelection } from '../store/selection.ts';
import { focusCanvas, isOverCanvas, toCanvas } from './camera.ts';
import css from './canvas.module.css';
import { placeAt } from './gestures.ts';
import { CARD } from './layout.ts';
import { frameSizeOf } from './layout-store.ts';

export function PlacingGhost() {
  const placing = useSelection((state) => state.placing);
  return placing === null ? null : <Outline kind={placing} />;
}

function Outline({ kind }: { kind: string }) {
  const outline = useRef<HTMLDivElement>(null);
  const zoom = useStore((state) => state.transform[2]);
  const [width, height] = frameSizeOf(kind) ?? [CARD.width, CARD.height];
  useEffect(() => {
    const element = outline.current;
    let pressedHere = false;
    const move = (event: PointerEvent) => {
      if (element === null) return;
      const isOver = isOverCanvas(event.clientX, event.clientY);
      element.style.visibility = isOver ? 'visible' : 'hidden';
      element.style.transform = `translate(${event.clientX}px, ${event.clientY}px) translate(-50%, -50%)`;
    };
    const down = () => {
      pressedHere = true;
    };
    const up = (event: PointerEvent) => {
      if (!pressedHere && isOverCanvas(event.clientX, event.clientY)) {
        placeAt(kind, toCanvas(event.clientX, event.clientY));
        // The hand left the palette: keys speak to what it just put down.
        focusCanvas();
      }
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerdown', down, true);
    window.addEventListener('pointerup', up, true);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerdown', down, true);
      window.removeEventListener('pointerup', up, true);
    };
  }, [kind]);
  return (
    <div
      ref={outline}
      className={css.ghost}
      aria-hidden="true"
      style={{ width: width * zoom, height: height * zoom, visibility: 'hidden' }}
    />
  );
}
