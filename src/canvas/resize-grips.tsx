/**
 * What a selected frame or note is dragged larger by: its right edge, its lower edge, and the
 * corner between them.
 */
import css from './card.module.css';

const WAYS = ['x', 'y', 'xy'] as const;

export function ResizeGrips({ id }: { id: string }) {
  return WAYS.map((way) => (
    <span key={way} className={css.resize} data-resize={way} data-resizes={id} aria-hidden="true" />
  ));
}
