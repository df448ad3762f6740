/**
 * The painter's canvases within the moving layer: dots between the lines and the cards, pictures
 * above the cards.
 */
import { useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { simulation } from '../store/playback.ts';
import type { Box } from '../worker/protocol.ts';
import { createSurfaces, type Surfaces } from '../worker/surfaces.ts';
import css from './canvas.module.css';
import { LAYER } from './flow-nodes.ts';

let painted: Surfaces | null = null;

/**
 * A copy of the picture on a card, for as long as a hand carries it; null while nothing is painted.
 */
export function paintedPart(box: Box): HTMLCanvasElement | null {
  return painted?.copy(box) ?? null;
}

export function Paint() {
  const below = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const hasSize = useStore((state) => state.width > 0);
  useEffect(() => {
    if (!hasSize || below.current === null || above.current === null) return;
    const surfaces = createSurfaces(simulation());
    const follow = () => {
      const { transform, width, height } = store.getState();
      surfaces.camera({ x: transform[0], y: transform[1], zoom: transform[2], width, height });
    };
    painted = surfaces;
    surfaces.attach(below.current, above.current);
    follow();
    const leave = store.subscribe((state, before) => {
      const moved = state.transform !== before.transform;
      if (moved || state.width !== before.width || state.height !== before.height) follow();
    });
    return () => {
      leave();
      painted = null;
      surfaces.dispose();
    };
  }, [hasSize, store]);
  return (
    <>
      <div ref={below} className={css.paint} style={{ zIndex: LAYER.dots }} aria-hidden="true" />
      <div
        ref={above}
        className={css.paint}
        style={{ zIndex: LAYER.pictures }}
        aria-hidden="true"
      />
    </>
  );
}
