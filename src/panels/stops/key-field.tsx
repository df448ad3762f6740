/** Which line of a figure is meant, where lines are told apart by what no part of the table is. */
import { useEffect, useState } from 'react';
import type { SeriesCondition } from '../../document/condition.ts';
import { fetchOrSay } from '../../store/lost.ts';
import { simulation, usePlayback } from '../../store/playback.ts';
import { TextInput } from '../../ui/text-input.tsx';
import { Checked } from '../faults/intervention-fields.tsx';
import { words } from './form-words.ts';

interface KeyFieldProps {
  leaf: SeriesCondition;
  /** What the figure is called, and what its keys are in a word. */
  label: string;
  by: string;
  onChange: (leaf: SeriesCondition) => void;
}

export function KeyField({ leaf, label, by, onChange }: KeyFieldProps) {
  const keys = useKeys(leaf.node, label);
  return (
    <Checked label={words.key(by)} help={words.keyHelp(by)}>
      {(ids, onError) => (
        <TextInput
          ids={ids}
          value={leaf.key ?? ''}
          placeholder={words.allLines}
          suggestions={keys}
          parse={(text) => text}
          onCommit={(key) => {
            onChange(withKey(leaf, key));
            return true;
          }}
          onError={onError}
        />
      )}
    </Checked>
  );
}

/** Of one line; of all together where the key is empty. */
export function withKey(leaf: SeriesCondition, key: string): SeriesCondition {
  const { key: _before, ...rest } = leaf;
  return key === '' ? rest : { ...rest, key };
}

/** The keys that a chart of the run so far tells apart: those with the most. */
function useKeys(node: string, label: string): readonly string[] {
  const [keys, setKeys] = useState<readonly string[]>([]);
  useEffect(() => {
    let isOver = false;
    const { at } = usePlayback.getState();
    void fetchOrSay(
      () => simulation().ask({ ask: 'series', nodes: [node], from: 0, to: at, points: 1 }),
      (charts) => {
        const chart = charts?.own.find((each) => each.node === node && each.label === label);
        if (!isOver) setKeys(chart?.lines.map(([key]) => key) ?? []);
      },
    );
    return () => {
      isOver = true;
    };
  }, [node, label]);
  return keys;
}
