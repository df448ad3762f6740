/** What is selected, in words, figures, settings and states; nothing when nothing is selected. */
import { useSelection } from '../store/selection.ts';
import { Island } from '../ui/island.tsx';
import { words } from './words.ts';

export function Inspector() {
  const ids = useSelection((state) => state.ids);
  if (ids.length === 0) return null;
  return <Island label={words.inspector.label}>{words.inspector.several(ids.length)}</Island>;
}
