/**
 * What can be done with a part without the canvas: rename, connect, move into a frame, break and
 * mend, set, remove.
 */
import { useState } from 'react';
import { connect } from '../../canvas/gestures.ts';
import { framesFor, isInFrame, moveInto } from '../../canvas/into-frame.ts';
import { edgeName, nameOf } from '../../canvas/names.ts';
import { lineBetween, surroundings } from '../../document/connect.ts';
import { offersFor } from '../../document/offers.ts';
import type { DocumentEdge, DocumentNode } from '../../document/types.ts';
import { edit } from '../../store/document.ts';
import { useInForce } from '../../store/in-force.ts';
import { useLive } from '../../store/live.ts';
import { announce } from '../../store/notices.ts';
import { useScene } from '../../store/scene.ts';
import { select } from '../../store/selection.ts';
import { specOf, specs } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { NameInput } from '../inspector/header.tsx';
import { openInspector } from '../open-inspector.ts';
import css from './outline.module.css';
import { words } from './words.ts';

interface PartActionsProps {
  node: DocumentNode;
  isGhost: boolean;
  /** Its connections, both ways. */
  edges: readonly DocumentEdge[];
}

export function PartActions({ node, isGhost, edges }: PartActionsProps) {
  const name = nameOf(node);
  const spec = specOf(node.kind);
  return (
    <fieldset className={css.actions} data-outline-actions={node.id}>
      <legend className={css.legend}>{words.actions(name)}</legend>
      <div className={css.line}>
        <NameInput id={node.id} name={node.name ?? ''} title={spec?.title ?? node.kind} />
        <Button onClick={() => openInspector(node.id)}>{words.settings}</Button>
        <Button look="danger" onClick={() => remove(name, [node.id], [])}>
          {words.remove}
        </Button>
      </div>
      {isGhost ? null : <Connect key={node.id} from={node.id} />}
      {isGhost ? null : <Frames key={`${node.id} ${node.in ?? ''}`} node={node} />}
      {isGhost ? null : <Faults node={node} />}
      {edges.length === 0 ? null : (
        <ul className={css.edges} aria-label={words.connections}>
          {edges.map((edge) => (
            <EdgeLine key={edge.id} edge={edge} />
          ))}
        </ul>
      )}
    </fieldset>
  );
}

/** Lists the frames that take it, and the open table when it is in one. */
function Frames({ node }: { node: DocumentNode }) {
  useScene((scene) => scene.nodes);
  const [chosen, setChosen] = useState<string | null>(null);
  const frames = [
    ...framesFor([node.id]).map((frame) => ({ value: frame.id, label: nameOf(frame) })),
    ...(isInFrame([node.id]) ? [{ value: '', label: words.outOf }] : []),
  ];
  const to = frames.find(({ value }) => value === chosen)?.value ?? frames[0]?.value;
  if (to === undefined) return null;
  return (
    <div className={css.line}>
      <Select ids={{}} label={words.into} value={to} options={frames} onChoose={setChosen} />
      <Button onClick={() => moveInto([node.id], to === '' ? null : to)}>{words.move}</Button>
    </div>
  );
}

/** Lists what it may be connected to; what may not is not offered. */
function Connect({ from }: { from: string }) {
  const nodes = useScene((scene) => scene.nodes);
  const edges = useScene((scene) => scene.edges);
  const [chosen, setChosen] = useState('');
  const source = nodes.find((node) => node.id === from);
  if (source === undefined || (specOf(source.kind)?.gives.length ?? 1) === 0) return null;
  const on = surroundings({ nodes, edges }, specs());
  const targets = nodes.filter(({ id }) => typeof lineBetween(from, id, on) !== 'string');
  const to = targets.some(({ id }) => id === chosen) ? chosen : targets[0]?.id;
  if (to === undefined) return <p className={css.about}>{words.noTarget}</p>;
  return (
    <div className={css.line}>
      <Select
        ids={{}}
        label={words.connectTo}
        value={to}
        options={targets.map((node) => ({ value: node.id, label: nameOf(node) }))}
        onChoose={setChosen}
      />
      <Button onClick={() => connect(from, to)}>{words.connect}</Button>
    </div>
  );
}

function Faults({ node }: { node: DocumentNode }) {
  const inForce = useInForce(node.id);
  const isDown = useLive((state) => state.cards.get(node.id)?.tone === 'down');
  const offers = offersFor(node, specOf(node.kind), { inForce, isDown });
  if (offers.length === 0) return null;
  return (
    <fieldset className={css.faults} aria-label={words.faults}>
      {offers.map((offer) => (
        <Button
          key={offer.id}
          look={offer.look}
          disabled={offer.isOn}
          title={offer.help}
          onClick={() => edit({ edit: 'intervene', command: offer.intervention })}
        >
          {offer.label}
        </Button>
      ))}
    </fieldset>
  );
}

function EdgeLine({ edge }: { edge: DocumentEdge }) {
  // Names of both ends may change.
  useScene((scene) => scene.nodes);
  const name = edgeName(edge);
  return (
    <li className={css.line}>
      <span className={css.edge}>{name}</span>
      <Button aria-label={words.edgeSettings(name)} onClick={() => openInspector(edge.id)}>
        {words.settings}
      </Button>
      <Button aria-label={words.removeEdge(name)} onClick={() => remove(name, [], [edge.id])}>
        {words.remove}
      </Button>
    </li>
  );
}

function remove(name: string, nodes: string[], edges: string[]): void {
  if (!edit({ edit: 'remove', nodes, edges })) return;
  if (nodes.length > 0) select([]);
  announce(words.removed(name));
}
