/** A diagram in small. What it shows is said beside it in words. */
import { memo, useMemo } from 'react';
import type { SceneDocument } from '../../document/types.ts';
import { scenePicture } from '../../share/scene-picture.ts';
import { entries, specs } from '../../store/specs.ts';
import { DisplayShapes } from '../../ui/display-shapes.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import css from './scene-thumbnail.module.css';

const SIZE = { width: 264, height: 148 } as const;

/** Null for a diagram that cannot be read: an empty table. */
export const SceneThumbnail = memo(function SceneThumbnail({
  document,
}: {
  document: SceneDocument | null;
}) {
  const picture = useMemo(
    () =>
      document === null
        ? null
        : scenePicture(document, { entries: entries(), specs: specs() }, SIZE),
    [document],
  );
  return (
    <svg
      className={css.picture}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      aria-hidden="true"
      focusable="false"
    >
      {picture === null ? null : (
        <>
          <DisplayShapes list={picture.shapes} />
          {picture.icons.map(({ x, y, size, name, ink }) => (
            <g key={`${x} ${y}`} transform={`translate(${x} ${y})`} color={`var(--ink-${ink})`}>
              <KindIcon name={name} size={size} />
            </g>
          ))}
        </>
      )}
    </svg>
  );
});
