/**
 * What a selected frame or note is sized by: its edges, and the corners between them. They keep
 * their size on the screen, however far the camera is. Keys move the edges of one corner, which is
 * marked.
 */
import { useStore } from '@xyflow/react';
import { useScene } from '../store/scene.ts';
import { isBusyIn, useSelection } from '../store/selection.ts';
import { specOf } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { drawnNotes, foldedFrames, frameSizeOf, useLayout } from './layout-store.ts';
import { useCorner } from './nudging.ts';
import css from './resize-grips.module.css';
import { RESIZE_WAYS } from './sized-box.ts';

export function ResizeGrips() {
  const ids = useSelection((state) => (isBusyIn(state) || state.gathering ? NONE : state.ids));
  const written = useSelection((state) => state.editing);
  return ids.map((id) => (id === written ? null : <GripsOf key={id} id={id} />));
}

const NONE: readonly string[] = [];

function GripsOf({ id }: { id: string }) {
  const box = useLayout(({ layout, notes }) => notes.get(id) ?? layout.boxes.get(id));
  const kind = useScene(({ nodes }) => nodes.find((node) => node.id === id)?.kind);
  const isSized =
    kind === undefined ? drawnNotes().some((note) => note.id === id) : frameSizeOf(kind) !== null;
  if (box === undefined || !isSized || foldedFrames().has(id)) return null;
  const sends = kind !== undefined && (specOf(kind)?.gives.length ?? 0) > 0;
  return <Grips id={id} box={box} hasRim={sends} />;
}

/** `hasRim`: the middle of each side is left to what connections are drawn out of. */
function Grips({ id, box, hasRim }: { id: string; box: Box; hasRim: boolean }) {
  const zoom = useStore((state) => state.transform[2]);
  const corner = useCorner((state) => state.corner);
  const { x, y, width, height } = box;
  const style = { left: x, top: y, width, height, ['--px' as string]: `${1 / zoom}px` };
  return (
    <div className={`${css.grips} nopan`} data-rimmed={hasRim} style={style} aria-hidden="true">
      {RESIZE_WAYS.map((way) => (
        <span
          key={way}
          className={way.length === 1 ? css.grip : `${css.grip} ${css.corner}`}
          data-resize={way}
          data-resizes={id}
          data-keys={way === corner}
        />
      ))}
    </div>
  );
}
