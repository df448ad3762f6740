/**
 * The one card that draws every kind: tile, name, state in words, edging by tone. The micro-picture
 * and the bar along the bottom are painted over it; a frame is the same card made large, with its
 * members on it.
 */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Weight } from '../lib/text-width.ts';
import { useDocument } from '../store/document.ts';
import { type CardWords, useLive } from '../store/live.ts';
import { useSelection } from '../store/selection.ts';
import { entryOf, specOf } from '../store/specs.ts';
import { KindIcon } from '../ui/kind-icon.tsx';
import { withHands } from './at-hand.ts';
import css from './card.module.css';
import type { CardData, CardNode } from './flow-nodes.ts';
import { MemberDots } from './member-dots.tsx';
import { NameEditor } from './name-editor.tsx';
import { fitName, fitState, numberIn, PART, roomBeside, smallName } from './name-fit.ts';
import { nameOf } from './names.ts';
import { useDropTarget, useTarget } from './targets.ts';
import { clockWords, words } from './words.ts';

const SIDES = ['left', 'right', 'top', 'bottom'] as const;

export const Card = memo(function Card(props: NodeProps<CardNode>) {
  const { id, data, selected, type, width = 0 } = props;
  const entry = entryOf(data.node.kind);
  const sends = (specOf(data.node.kind)?.gives.length ?? 0) > 0;
  const isOutline = useDocument((state) => state.outline);
  const live = useLive((state) => state.cards.get(id));
  const isCursor = useSelection((state) => state.cursor === id);
  const isRenamed = useSelection((state) => state.editing === id);
  const isTaking = useDropTarget((state) => state.id === id);
  const target = useTarget(id);
  const name = nameOf(data.node);
  const says = stateWords(data, live?.words);
  const down = useLive(({ cards }) =>
    (data.hides ?? []).reduce((n, one) => n + (cards.get(one)?.tone === 'down' ? 1 : 0), 0),
  );
  const holds = data.hides === null ? null : words.holds(data.hides.length, down);
  const isFrame = type === 'frame';
  const isLarge = isFrame && data.hides === null;
  const isCompact = data.node.of !== undefined;
  const fit = isCompact ? { lines: 1, size: 11 } : fitName(name);
  const room = isLarge ? roomBeside(name, width) : undefined;
  const line = isCompact ? smallState(says, live) : fitState(says, boldIfDown(live), room);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is an active descendant.
    <div
      id={`node-${id}`}
      className={`${css.card} ${isLarge ? css.frame : isCompact ? css.compact : ''}`}
      role="group"
      aria-label={[name, entry?.title ?? words.unknownPart, says, holds].filter(Boolean).join(', ')}
      data-node={id}
      data-tone={data.joinsAt === null ? (live?.tone ?? 'normal') : 'ghost'}
      style={custom('--tone', data.joinsAt === null ? live?.ink : undefined)}
      data-family={(isOutline ? undefined : entry?.family) ?? 'unknown'}
      data-selected={selected}
      data-cursor={isCursor}
      data-target={target ?? (isTaking ? 'legal' : undefined)}
    >
      <span className={css.tile} aria-hidden="true">
        <KindIcon name={entry?.icon ?? ''} />
      </span>
      {isRenamed ? (
        <NameEditor id={id} name={name} />
      ) : (
        <span
          className={css.name}
          title={fit.lines === 1 || isLarge ? name : undefined}
          data-lines={fit.lines}
          style={custom('--name-size', `${fit.size}px`)}
        >
          {isCompact ? smallName(name) : name}
        </span>
      )}
      <span
        className={css.words}
        title={line.text === says && !isLarge ? undefined : says}
        style={{ fontSize: line.size }}
      >
        {line.text}
      </span>
      {data.hides === null ? null : <MemberDots ids={data.hides} />}
      {isFrame ? <FoldButton id={id} name={name} isFolded={data.hides !== null} /> : null}
      {sends && data.joinsAt === null && !isCompact ? <Rim id={id} name={name} /> : null}
    </div>
  );
});

/** A click or a tap on it; by keys it is a command. */
function FoldButton({ id, name, isFolded }: { id: string; name: string; isFolded: boolean }) {
  return (
    <span
      className={css.fold}
      data-fold={id}
      aria-hidden="true"
      title={isFolded ? words.unfold(name) : words.fold(name)}
      onClick={(event) => {
        event.stopPropagation();
        withHands((hands) => hands.fold(id));
      }}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={isFolded ? 'M6 4l4 4-4 4' : 'M4 6l4 4 4-4'} />
      </svg>
    </span>
  );
}

/** What the stylesheet reads or passes over: a far card and a frame have a size of their own. */
function custom(name: string, value: string | undefined): object {
  return { [name]: value };
}

function boldIfDown(live: CardWords | undefined): Weight {
  return live?.tone === 'down' ? 600 : 400;
}

/** What there is room for on a small card: that it is down or out, or its number. */
function smallState(says: string, live: CardWords | undefined): { text: string; size: number } {
  const isDown = live?.tone === 'down';
  const small = isDown ? says.split(PART)[0] : live?.out ? words.out : numberIn(says);
  return { text: small ?? '', size: 12 };
}

function stateWords(data: CardData, live: string | undefined): string {
  if (data.joinsAt !== null) return words.joins(clockWords(data.joinsAt));
  if (entryOf(data.node.kind) === undefined) return data.node.kind;
  const { replicas } = data.node;
  if (replicas !== undefined) return words.replicas(replicas.min, replicas.max);
  return live ?? '';
}

/**
 * The card's edge, with a grip in the middle of each side: drag out of it anywhere, or click it and
 * then click the target.
 */
function Rim({ id, name }: { id: string; name: string }) {
  return SIDES.map((side) => (
    <span
      key={side}
      className={css.rim}
      data-rim={id}
      data-side={side}
      aria-hidden="true"
      title={words.connectFrom(name)}
      onClick={(event) => {
        event.stopPropagation();
        withHands(({ clickRim }) => clickRim(id));
      }}
    >
      <span className={css.grip} data-handlepos={side} />
    </span>
  ));
}
