/**
 * A few words beside the pointer while a hand does something: why it may not, or where it would go.
 */
import { create } from 'zustand';
import css from './canvas.module.css';
import type { Point } from './layout.ts';

interface Hint {
  words: string;
  tone: 'plain' | 'warn';
  /** In CSS pixels of the window. */
  client: Point;
}

const useHint = create<{ hint: Hint | null }>()(() => ({ hint: null }));

export function showHint(hint: Hint | null): void {
  if (hint === null && useHint.getState().hint === null) return;
  useHint.setState({ hint });
}

export function HandHint() {
  const hint = useHint((state) => state.hint);
  if (hint === null) return null;
  const [x, y] = hint.client;
  const isFarRight = x > window.innerWidth - 260;
  return (
    <div
      className={css.hint}
      data-tone={hint.tone}
      data-side={isFarRight ? 'left' : 'right'}
      aria-hidden="true"
      style={{ left: x, top: y }}
    >
      {hint.words}
    </div>
  );
}
