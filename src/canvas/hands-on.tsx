/**
 * Everything hands and keys do on the table, and what is drawn over it while they do. It comes when
 * the first picture is there.
 */
import { ViewportPortal } from '@xyflow/react';
import { useEffect } from 'react';
import { isBusy, startEditing, useSelection } from '../store/selection.ts';
import { catchUp, type HandsOnProps } from './at-hand.ts';
import { comeClose, focusCanvas } from './camera.ts';
import css from './canvas.module.css';
import { chooseGesture } from './choose-gesture.ts';
import { EdgeEnds } from './edge-ends.tsx';
import { LAYER } from './flow-nodes.ts';
import { fold } from './folding.ts';
import { pickCanvas, pickNode, pickPart, placeBeside } from './gestures.ts';
import { HandLayer } from './hand-layer.tsx';
import { followHands } from './hands.ts';
import { HandHint } from './hint.tsx';
import { canvasKey } from './keyboard.ts';
import { templateOf } from './layout-store.ts';
import { followPinch } from './pinch.ts';
import { PlacingGhost } from './placing-ghost.tsx';
import { ResizeGrips } from './resize-grips.tsx';
import { keepSelectionInView } from './selection-in-view.ts';
import { followSpace } from './space-bar.ts';
import { clickRim, followPointer } from './wiring.ts';

export const hands = { clickRim, fold, pickCanvas, pickNode, pickPart, placeBeside } as const;

export function HandsOn({ table, openInspector }: HandsOnProps) {
  useEffect(keepSelectionInView, []);
  useEffect(followWriting, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what opens it does the same each time.
  useEffect(() => {
    const leave = followTable(table.current, openInspector);
    catchUp();
    return leave;
  }, []);
  return (
    <>
      <ViewportPortal>
        <div className={css.overlay} style={{ zIndex: LAYER.ends }}>
          <EdgeEnds />
          <ResizeGrips />
          <HandLayer />
        </div>
      </ViewportPortal>
      <PlacingGhost />
      <HandHint />
    </>
  );
}

/** The camera comes close to what is written, and the keyboard to where a part is picked. */
function followWriting(): () => void {
  return useSelection.subscribe(({ editing, picking }, before) => {
    if (editing !== before.editing) comeClose(editing);
    if (picking !== null && before.picking === null) focusCanvas();
  });
}

/** Everything that listens to the table's own element. */
function followTable(table: HTMLElement | null, openInspector: () => void): () => void {
  if (table === null) return () => {};
  const press = (event: KeyboardEvent) => {
    if (event.target !== table || !canvasKey(event, openInspector)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const open = (event: MouseEvent) => openUnder(event, openInspector);
  table.addEventListener('keydown', press);
  table.addEventListener('dblclick', open);
  const leaving = [
    followHands(table, chooseGesture),
    followPointer(table),
    followSpace(table),
    followPinch(table),
    noteHands(table),
    () => table.removeEventListener('keydown', press),
    () => table.removeEventListener('dblclick', open),
  ];
  return () => {
    for (const leave of leaving) leave();
  };
}

/** A double click writes a name or a note, and opens a connection. */
function openUnder(event: MouseEvent, openInspector: () => void): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null || isBusy() || target.closest('[data-own-hands], [data-rim]') !== null)
    return;
  const part = target.closest<HTMLElement>('[data-node], [data-note]');
  const id = part?.dataset.node ?? part?.dataset.note;
  if (id !== undefined) startEditing(templateOf(id));
  else if (target.closest('[data-edge]') !== null) openInspector();
}

/**
 * The ring around the canvas and the keyboard's place are for those who use keys; a click gives the
 * focus too, silently.
 */
function noteHands(table: HTMLElement): () => void {
  const note = (event: Event) => {
    table.dataset.hands = event.type === 'keydown' ? 'keys' : 'pointer';
  };
  window.addEventListener('keydown', note, true);
  window.addEventListener('pointerdown', note, true);
  return () => {
    window.removeEventListener('keydown', note, true);
    window.removeEventListener('pointerdown', note, true);
  };
}
