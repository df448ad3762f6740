/**
 * One part in the outline: its name to select it, its state in words, its figures, whom it sends to
 * and hears from.
 */
import { memo, useId } from 'react';
import { flushSync } from 'react-dom';
import { edgeName, nameOf } from '../../canvas/names.ts';
import { clockWords } from '../../canvas/words.ts';
import { waysOf } from '../../document/deeds-edge.ts';
import type { DocumentEdge, DocumentNode } from '../../document/types.ts';
import { protocolOf } from '../../store/carried.ts';
import { useLive } from '../../store/live.ts';
import { useScene } from '../../store/scene.ts';
import { select, useSelection } from '../../store/selection.ts';
import { entryOf, specOf } from '../../store/specs.ts';
import { KindIcon } from '../../ui/kind-icon.tsx';
import tile from '../tile.module.css';
import css from './outline.module.css';
import { PartActions } from './outline-actions.tsx';
import { useFiguresOf } from './outline-figures.ts';
import type { OutlineRow } from './outline-tree.ts';
import { goToRow, standOn, useStand, walkRows } from './stand.ts';
import { words } from './words.ts';

export const OutlineItem = memo(function OutlineItem({ row }: { row: OutlineRow }) {
  const { node, joinsAt, sendsTo, hearsFrom, members } = row;
  const { id } = node;
  const stateId = useId();
  const isHere = useStand((state) => state.id === id);
  const isSelected = useSelection((state) => state.ids.includes(id));
  const isLast = useSelection((state) => state.ids.at(-1) === id);
  const entry = entryOf(node.kind);
  const name = nameOf(node);
  return (
    <li className={css.item}>
      <div className={css.row} data-family={entry?.family ?? 'unknown'}>
        <span className={`${css.tile} ${tile.tile}`} aria-hidden="true">
          <KindIcon name={entry?.icon ?? ''} size={16} />
        </span>
        <button
          type="button"
          className={css.name}
          data-outline={id}
          aria-pressed={isSelected}
          aria-describedby={stateId}
          tabIndex={isHere ? 0 : -1}
          onFocus={() => standOn(id)}
          onClick={(event) => select([id], event.shiftKey)}
          onKeyDown={(event) => {
            if (event.key === 'F2') focusName(id);
            else if (!walkRows(event, id)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {name}
        </button>
        <span className={css.says} id={stateId}>
          <span className={css.kind}>{entry?.title ?? words.unknownPart}</span>{' '}
          <State node={node} joinsAt={joinsAt} />
        </span>
        <Figures id={id} />
        <Ends label={words.sendsTo} edges={sendsTo} end="to" isHere={isHere} />
        <Ends label={words.hearsFrom} edges={hearsFrom} end="from" isHere={isHere} />
      </div>
      {isLast ? (
        <PartActions node={node} isGhost={joinsAt !== null} edges={[...sendsTo, ...hearsFrom]} />
      ) : null}
      {members.length === 0 ? null : (
        <ul className={css.members} aria-label={words.inside(name)}>
          {members.map((member) => (
            <OutlineItem key={member.node.id} row={member} />
          ))}
        </ul>
      )}
    </li>
  );
});

/**
 * What can be done with a part appears when it is selected, its name first: at once, so that no key
 * is lost.
 */
function focusName(id: string): void {
  flushSync(() => select([id]));
  const actions = document.querySelector(`[data-outline-actions="${CSS.escape(id)}"]`);
  actions?.querySelector('input')?.focus();
}

/** What the part's card says, in the same words at the same time. */
function State({ node, joinsAt }: { node: DocumentNode; joinsAt: number | null }) {
  const live = useLive((state) => state.cards.get(node.id));
  const isKnown = specOf(node.kind) !== undefined;
  const said = isKnown ? (live?.words ?? '') : node.kind;
  return (
    <span
      className={css.state}
      data-outline-state={node.id}
      data-tone={live?.tone ?? 'normal'}
      style={{ color: live?.ink }}
    >
      {joinsAt === null ? said : words.joins(clockWords(joinsAt))}
    </span>
  );
}

function Figures({ id }: { id: string }) {
  const figures = useFiguresOf(id);
  return figures === '' ? null : <span className={css.figures}>{figures}</span>;
}

interface EndsProps {
  label: string;
  edges: readonly DocumentEdge[];
  /** Which end is shown. */
  end: 'from' | 'to';
  isHere: boolean;
}

/** The other ends of the part's connections; each leads to its row. */
function Ends({ label, edges, end, isHere }: EndsProps) {
  if (edges.length === 0) return null;
  return (
    <span className={css.ends}>
      {label}{' '}
      {edges.map((edge) => (
        <End key={edge.id} edge={edge} other={edge[end]} isHere={isHere} />
      ))}
    </span>
  );
}

function End({ edge, other, isHere }: { edge: DocumentEdge; other: string; isHere: boolean }) {
  const node = useScene((scene) => scene.nodes.find((candidate) => candidate.id === other));
  const cut = useLive((state) => state.edges.get(edge.id)?.cut ?? null);
  const name = node === undefined ? other : nameOf(node);
  const ways = waysOf(protocolOf(edge));
  return (
    <button
      type="button"
      className={css.end}
      title={edgeName(edge)}
      tabIndex={isHere ? 0 : -1}
      onClick={() => goToRow(other)}
    >
      {cut === null ? name : `${name} (${words.cut(cut === 'both' ? '' : ways[cut])})`}
    </button>
  );
}
