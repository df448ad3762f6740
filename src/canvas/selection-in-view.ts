/** The inspector comes over the canvas, and must not cover what is selected. */
import { useSelection } from '../store/selection.ts';
import { PHONE_QUERY } from '../ui/media.ts';
import { comeBack, reveal } from './camera.ts';
import { useMarquee } from './selecting.ts';

/**
 * For so long the inspector may grow after it appeared: the first time its contents are still on
 * their way.
 */
const GROWING_MS = 600;
const DOUBLE_CLICK_MS = 300;

/**
 * Follows what is selected until the returned function is called. The table stands still while a
 * marquee is drawn on it.
 */
export function keepSelectionInView(): () => void {
  let frame = 0;
  let growing: ReturnType<typeof setTimeout> | null = null;
  let later: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    cancelAnimationFrame(frame);
    if (later !== null) clearTimeout(later);
    if (growing !== null) clearTimeout(growing);
    leaveIslands();
  };
  const islands = new ResizeObserver(() => {
    const last = useSelection.getState().ids.at(-1);
    if (last !== undefined) reveal(last);
  });
  const watchIslands = () => {
    for (const island of document.querySelectorAll('[data-island]')) islands.observe(island);
  };
  // A sheet joins the page somewhat later.
  const sheets = new MutationObserver(watchIslands);
  const leaveIslands = () => {
    islands.disconnect();
    sheets.disconnect();
  };
  const watch = () => {
    watchIslands();
    sheets.observe(document.body, { childList: true });
    growing = setTimeout(leaveIslands, GROWING_MS);
  };
  const isDrawing = () => useMarquee.getState().box !== null;
  const leave = useSelection.subscribe((state, before) => {
    const last = state.ids.at(-1);
    if (before.inspecting && !state.inspecting && matchMedia(PHONE_QUERY).matches) comeBack();
    const isOpening = state.inspecting && !before.inspecting;
    if (last === undefined || (last === before.ids.at(-1) && !isOpening)) return;
    stop();
    if (isDrawing()) return;
    // The second click of a double click must still find what the first one found.
    if (isOpening && matchMedia('(pointer: fine)').matches)
      later = setTimeout(watch, DOUBLE_CLICK_MS);
    else frame = requestAnimationFrame(watch);
  });
  const leaveMarquee = useMarquee.subscribe(() => {
    if (isDrawing()) return;
    stop();
    frame = requestAnimationFrame(watch);
  });
  // What a link selects is selected before this is here.
  if (useSelection.getState().ids.length > 0) watch();
  return () => {
    stop();
    leave();
    leaveMarquee();
  };
}
