/**
 * The table as text, always in step with it: every part in reading order with its state, its
 * figures and its connections, usable instead of the canvas. One tab stop leads into the list;
 * arrow keys walk it, and what is selected shows what can be done with it.
 */
import { useEffect, useMemo } from 'react';
import { useLayout } from '../../canvas/layout-store.ts';
import { useDocument } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { useSelection } from '../../store/selection.ts';
import css from './outline.module.css';
import { useFollowFigures } from './outline-figures.ts';
import { NoteList } from './outline-notes.tsx';
import { OutlineItem } from './outline-row.tsx';
import { isListed, type OutlineRow, outlineTree } from './outline-tree.ts';
import { showRows, standOn, useStand } from './stand.ts';
import { words } from './words.ts';

export function Outline() {
  const tree = useTree();
  const parts = useScene((scene) => scene.nodes.length + scene.ghostNodes.length);
  const connections = useScene((scene) => scene.edges.length);
  const notes = useDocument((state) => state.document.notes);
  useFollowFigures();
  useStandingPlace(tree);
  return (
    <div className={css.outline}>
      {tree.length === 0 ? (
        <p className={css.about}>{words.empty}</p>
      ) : (
        <>
          <h2 className={css.title}>{words.parts}</h2>
          <p className={css.about}>{words.summary(parts, connections)}</p>
          <ul className={css.list} aria-label={words.label}>
            {tree.map((row) => (
              <OutlineItem key={row.node.id} row={row} />
            ))}
          </ul>
        </>
      )}
      {notes === undefined || notes.length === 0 ? null : <NoteList notes={notes} />}
    </div>
  );
}

/** The keyboard stands on what was selected last, as long as it is listed. */
function useStandingPlace(tree: readonly OutlineRow[]): void {
  const selected = useSelection((state) => state.ids.at(-1));
  useEffect(() => {
    if (selected !== undefined && isListed(tree, selected)) standOn(selected);
  }, [selected, tree]);
  useEffect(() => {
    showRows(tree);
    const { id } = useStand.getState();
    if (id === null || !isListed(tree, id)) standOn(tree[0]?.node.id ?? null);
  }, [tree]);
}

/** While something is dragged, the order stays as it was. */
function useTree(): readonly OutlineRow[] {
  const nodes = useScene((scene) => scene.nodes);
  const ghostNodes = useScene((scene) => scene.ghostNodes);
  const edges = useScene((scene) => scene.edges);
  const ghosts = useScene((scene) => scene.ghosts);
  const boxes = useLayout((state) => state.resting);
  return useMemo(
    () => outlineTree({ nodes: [...nodes, ...ghostNodes], edges, ghosts, boxes }),
    [nodes, ghostNodes, edges, ghosts, boxes],
  );
}
