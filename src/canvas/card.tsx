/**
 * The one card that draws every kind: tile, name, state in words, edging by tone. The micro-picture and the bar along the bottom are
 * painted over it; a frame is the same card made large, with its members on it.
 */
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useLive } from '../store/live.ts';
import { startConnecting, useSelection } from '../store/selection.ts';
import { specOf } from '../store/specs.ts';
import { KindIcon } from '../ui/kind-icon.tsx';
import css from './card.module.css';
import type { CardData, FlowNode } from './flow-nodes.ts';
import { nameOf } from './names.ts';
import { useTarget } from './targets.ts';
import { clockWords, words } from './words.ts';

const SIDES = [Position.Left, Position.Right, Position.Top, Position.Bottom];

export const Card = memo(function Card({
  id,
  data,
  selected,
  dragging,
  type,
}: NodeProps<FlowNode>) {
  const spec = specOf(data.node.kind);
  const live = useLive((state) => state.cards.get(id));
  const isCursor = useSelection((state) => state.cursor === id);
  const target = useTarget(id);
  const name = nameOf(data.node);
  const says = stateWords(data, live?.words);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is no fieldset; the canvas points at it as its active descendant.
    <div
      id={`node-${id}`}
      className={`${css.card} ${type === 'frame' ? css.frame : ''}`}
      role="group"
      aria-label={[name, spec?.title ?? words.unknownPart, says].filter(Boolean).join(', ')}
      data-node={id}
      data-tone={data.joinsAt === null ? (live?.tone ?? 'normal') : 'ghost'}
      data-family={spec?.family ?? 'unknown'}
      data-selected={selected}
      data-cursor={isCursor}
      data-dragging={dragging}
      data-target={target ?? undefined}
    >
      <span className={css.tile} aria-hidden="true">
        <KindIcon name={spec?.icon ?? ''} />
      </span>
      <span className={css.name}>{name}</span>
      <span className={css.words}>{says}</span>
      {spec === undefined ? null : <Handles id={id} gives={spec.gives.length > 0} name={name} />}
    </div>
  );
});

function stateWords(data: CardData, live: string | undefined): string {
  if (data.joinsAt !== null) return words.joins(clockWords(data.joinsAt));
  if (specOf(data.node.kind) === undefined) return data.node.kind;
  return live ?? '';
}

/** A grip in the middle of each side: drag from it, or click it and then click the target. */
function Handles({ id, gives, name }: { id: string; gives: boolean; name: string }) {
  return SIDES.map((side) => (
    <Handle
      key={side}
      id={side}
      type="source"
      position={side}
      className={`${css.grip} nopan`}
      isConnectableStart={gives}
      aria-hidden="true"
      title={gives ? words.connectFrom(name) : undefined}
      data-gives={gives}
      onClick={(event) => {
        if (!gives || useSelection.getState().connecting !== null) return;
        event.stopPropagation();
        startConnecting(id);
      }}
    />
  ));
}
