/**
 * What is selected: its name and state, buttons that break and mend it, figures, settings, states
 * and help. Nothing when nothing is.
 */
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { Button } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import { EdgeInspector } from './inspector/edge-inspector.tsx';
import { removeParts } from './inspector/header.tsx';
import { NodeInspector } from './inspector/node-inspector.tsx';
import { words } from './inspector/words.ts';
import css from './inspector.module.css';

export function Inspector() {
  const ids = useSelection((state) => state.ids);
  const isPhone = useMedia(PHONE_QUERY);
  const [id] = ids;
  if (id === undefined) return null;
  const contents = ids.length === 1 ? <One id={id} /> : <Several ids={ids} />;
  return isPhone ? contents : <Island>{contents}</Island>;
}

function One({ id }: { id: string }) {
  const node = useScene(
    (scene) =>
      scene.nodes.find((candidate) => candidate.id === id) ??
      scene.ghostNodes.find((candidate) => candidate.id === id),
  );
  const edge = useScene((scene) => scene.edges.find((candidate) => candidate.id === id));
  if (node !== undefined) return <NodeInspector key={id} node={node} />;
  return edge === undefined ? null : <EdgeInspector key={id} edge={edge} />;
}

function Several({ ids }: { ids: readonly string[] }) {
  return (
    <div className={css.several}>
      <p className={css.count}>
        {words.inspector.several(ids.length)} {words.inspector.severalHelp}
      </p>
      <Button look="danger" onClick={() => removeParts(ids)}>
        {words.inspector.remove(ids.length)}
      </Button>
    </div>
  );
}
