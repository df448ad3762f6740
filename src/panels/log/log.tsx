/**
 * Everything that happened up to the moment shown, to be filtered; each row leads to its moment.
 */
import { useState } from 'react';
import { useScene } from '../../store/scene.ts';
import { useSelection } from '../../store/selection.ts';
import type { LogFilter, LogKind } from '../../worker/protocol.ts';
import css from './log.module.css';
import { LogRows } from './log-rows.tsx';
import { words } from './words.ts';

const KINDS: readonly LogKind[] = [
  'answered',
  'failed',
  'state',
  'command',
  'info',
  'stop',
  'background',
];

export function EventLog() {
  const [kinds, setKinds] = useState<readonly LogKind[]>([]);
  const [isSelected, setIsSelected] = useState(false);
  const [text, setText] = useState('');
  const selected = useSelectedNodes();
  const nodes = isSelected && selected.length > 0 ? selected.map(({ id }) => id) : null;
  const filter: LogFilter = { kinds, nodes, text };
  const flip = (kind: LogKind) =>
    setKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]);
  return (
    <div className={css.log}>
      <fieldset className={css.filters}>
        <legend className={css.hidden}>{words.filters}</legend>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={css.chip}
            data-kind={kind}
            aria-pressed={kinds.includes(kind)}
            onClick={() => flip(kind)}
          >
            {words.kinds[kind]}
          </button>
        ))}
        <button
          type="button"
          className={css.chip}
          aria-pressed={nodes !== null}
          disabled={selected.length === 0}
          onClick={() => setIsSelected(!isSelected)}
        >
          {selected.length === 0
            ? words.wholeTable
            : words.selected(selected.map(({ name }) => name).join(', '))}
        </button>
        <input
          type="search"
          className={css.search}
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </fieldset>
      <LogRows key={JSON.stringify(filter)} filter={filter} />
    </div>
  );
}

function useSelectedNodes(): readonly { id: string; name: string }[] {
  const ids = useSelection((state) => state.ids);
  const nodes = useScene((state) => state.nodes);
  return nodes
    .filter((node) => ids.includes(node.id))
    .map(({ id, name, kind }) => ({ id, name: name ?? kind }));
}
