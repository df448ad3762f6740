/** Which connection the handles and the bar on a line belong to. */
import { useScene } from '../store/scene.ts';
import { isBusyIn, useSelection } from '../store/selection.ts';

/**
 * The one connection that is selected; null when there is none, or more is selected, or something
 * else is under way.
 */
export function useSelectedEdge(): string | null {
  const edges = useScene((scene) => scene.edges);
  const id = useSelection((state) =>
    state.ids.length === 1 && !isBusyIn(state) ? state.ids[0] : undefined,
  );
  return id !== undefined && edges.some((edge) => edge.id === id) ? id : null;
}
