/**
 * What stands on the table at the moment shown: nodes, edges, faults in force, and ghosts of what
 * joins later. It changes when the document does or when the clock passes a command, and not with
 * every observation.
 */
import { create } from 'zustand';
import { broughtBy } from '../document/deeds.ts';
import { endsAt } from '../document/faults.ts';
import { type SceneAt, sceneAt } from '../document/scene.ts';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { useDocument } from './document.ts';
import { usePlayback } from './playback.ts';
import { keepOnly } from './selection.ts';
import { specs } from './specs.ts';

interface ShownScene extends SceneAt {
  /** The nodes that the ghosts will be. */
  ghostNodes: readonly DocumentNode[];
}

export const useScene = create<ShownScene>()(() => sceneNow());

function sceneNow(): ShownScene {
  const { document } = useDocument.getState();
  const scene = sceneAt(document, usePlayback.getState().at / 1000, specs());
  const joining = new Map<string, DocumentNode>();
  for (const command of document.commands) {
    for (const node of broughtBy(command).nodes) joining.set(node.id, node);
  }
  const ghostNodes = scene.ghosts.flatMap((ghost) => joining.get(ghost.id) ?? []);
  return { ...scene, ghostNodes };
}

/**
 * How many commands have happened by then, and how many faults are over by themselves; the scene is
 * the same between two of them.
 */
function passed(document: SceneDocument, at: number): number {
  let count = 0;
  for (const command of document.commands) {
    if (command.at * 1000 <= at) count += 1;
    const over = endsAt(command, document.nodes, specs());
    if (over !== null && over * 1000 <= at) count += 1;
  }
  return count;
}

let shown: { document: SceneDocument; passed: number } | null = null;

function refresh(): void {
  const { document } = useDocument.getState();
  const count = passed(document, usePlayback.getState().at);
  if (shown !== null && shown.document === document && shown.passed === count) return;
  shown = { document, passed: count };
  const scene = sceneNow();
  useScene.setState(scene);
  const standing = new Set([
    ...scene.nodes.map((node) => node.id),
    ...scene.edges.map((edge) => edge.id),
    ...scene.ghosts.map((ghost) => ghost.id),
    ...(document.notes ?? []).map((note) => note.id),
  ]);
  keepOnly((id) => standing.has(id));
}

useDocument.subscribe(refresh);
usePlayback.subscribe((state, before) => {
  if (state.at !== before.at) refresh();
});
