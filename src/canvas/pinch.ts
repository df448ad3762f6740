/**
 * Two fingers move and zoom the camera wherever they lie, also on cards, which one finger would
 * drag: the second finger frees what it lies on for the camera, until all are lifted.
 */

/** Watches until the returned function is called. */
export function followPinch(table: HTMLElement): () => void {
  const leaving = new AbortController();
  const options = { capture: true, signal: leaving.signal };
  const freed = new Set<Element>();
  const fingers = new Set<number>();
  const down = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return;
    if (event.isPrimary) fingers.clear();
    fingers.add(event.pointerId);
    const held = event.target instanceof Element ? event.target.closest('.react-flow__node') : null;
    if (fingers.size < 2 || held === null) return;
    held.classList.remove('nopan');
    freed.add(held);
  };
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (fingers.size > 0) return;
    for (const held of freed) held.classList.add('nopan');
    freed.clear();
  };
  table.addEventListener('pointerdown', down, options);
  window.addEventListener('pointerup', up, options);
  window.addEventListener('pointercancel', up, options);
  return () => leaving.abort();
}
