/** While a connection is being made: which parts may be its target, and for the others the sentence that says why not. */
import { create } from 'zustand';
import { canConnect } from '../document/connect.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { specs } from '../store/specs.ts';

export type TargetState = 'source' | 'legal' | 'illegal';

interface Targets {
  from: string | null;
  /** Null when legal, else why not. */
  refusals: ReadonlyMap<string, string | null>;
}

export const useTargets = create<Targets>()(() => ({ from: null, refusals: new Map() }));

/** Begins showing what `from` may be connected to; null ends it. */
export function showTargets(from: string | null): void {
  if (from === null) {
    if (useTargets.getState().from !== null)
      useTargets.setState({ from: null, refusals: new Map() });
    return;
  }
  const scene = useScene.getState();
  const refusals = new Map(
    scene.nodes.map((node) => [node.id, canConnect(scene, specs(), from, node.id)]),
  );
  useTargets.setState({ from, refusals });
}

export function useTarget(id: string): TargetState | null {
  return useTargets((state) => {
    if (state.from === null) return null;
    if (state.from === id) return 'source';
    return state.refusals.get(id) === null ? 'legal' : 'illegal';
  });
}

useSelection.subscribe((state, before) => {
  if (state.connecting !== before.connecting) showTargets(state.connecting);
});
