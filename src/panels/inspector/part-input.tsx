/**
 * Naming another part: from a list of those that fit, or by picking it on the canvas. One that is
 * not on the table, or no longer fits, stays named and is said to be so.
 */
import { Crosshair } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Field } from '../../document/field.ts';
import { candidates } from '../../document/part-fields.ts';
import type { SceneDocument } from '../../document/types.ts';
import { useDocument } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { cancel, type Picking, startPicking, useSelection } from '../../store/selection.ts';
import { specs } from '../../store/specs.ts';
import { IconButton } from '../../ui/button.tsx';
import type { FieldIds } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { partName } from '../part-name.ts';
import css from './part-input.module.css';
import { words } from './words.ts';

interface PartInputProps {
  ids: FieldIds;
  field: Field;
  value: string;
  /** The node with the setting. */
  node: string;
  /** Which of its settings, and where in a table. */
  place: string;
  onSet: (id: string) => boolean;
}

export function PartInput({ ids, field, value, node, place, onSet }: PartInputProps) {
  const nodes = useScene((scene) => scene.nodes);
  const edges = useScene((scene) => scene.edges);
  const why = useMemo(
    () => candidates(field, node, { nodes, edges }, specs()),
    [field, node, nodes, edges],
  );
  const document = useDocument((state) => state.document);
  const fitting = [...why].flatMap(([id, rejection]) => (rejection === null ? [id] : []));
  const problem = problemOf(value, why, field, document);
  const problemId = `${ids.id}-problem`;
  const describedBy = `${problemId} ${ids['aria-describedby'] ?? ''}`.trim();
  const by = `${node} ${place}`;
  const picking = usePicking({ by, label: field.label, rejections: why, take: onSet });
  return (
    <span className={css.part}>
      <span className={css.row}>
        <Select
          ids={problem === null ? ids : { ...ids, 'aria-describedby': describedBy }}
          value={value}
          options={[
            { value: '', label: words.settings.part.none },
            ...fitting.map((id) => ({ value: id, label: labelOf(id, fitting, document) })),
            ...(value === '' || problem === null ? [] : [{ value, label: problem.name }]),
          ]}
          onChoose={onSet}
        />
        <IconButton
          ref={picking.button}
          label={words.settings.part.pick}
          aria-pressed={picking.isOn}
          icon={<Crosshair strokeWidth={1.5} />}
          onClick={picking.toggle}
        />
      </span>
      {problem === null ? null : (
        <span className={css.problem} id={problemId}>
          {problem.sentence}
        </span>
      )}
    </span>
  );
}

/** Two of the same name are told apart by their ids. */
function labelOf(id: string, among: readonly string[], document: SceneDocument): string {
  const name = partName(id, document);
  const isAlone = among.every((other) => other === id || partName(other, document) !== name);
  return isAlone ? name : `${name} (${id})`;
}

/** What is wrong with the part that is named now; null when nothing is. */
function problemOf(
  id: string,
  why: ReadonlyMap<string, string | null>,
  { whileEmpty }: Field,
  document: SceneDocument,
): { name: string; sentence: string } | null {
  if (id === '') return whileEmpty === undefined ? null : { name: '', sentence: whileEmpty };
  if (why.get(id) === null) return null;
  const name = partName(id, document);
  return { name, sentence: why.get(id) ?? words.settings.part.gone(name) };
}

/** The keyboard comes back to the button when it is over, also where that is shown anew. */
function usePicking({ by, label, rejections, take }: PickingProps) {
  const button = useRef<HTMLButtonElement>(null);
  const isOn = useSelection(({ picking }) => picking?.by === by);
  const isOver = useSelection(({ pickedFor }) => pickedFor === by);
  useEffect(() => {
    if (!isOver) return;
    button.current?.focus();
    useSelection.setState({ pickedFor: null });
  }, [isOver]);
  const toggle = () => {
    if (isOn) cancel();
    else startPicking({ by, sentence: words.settings.part.picking(label), rejections, take });
  };
  return { button, isOn, toggle };
}

interface PickingProps extends Pick<Picking, 'by' | 'rejections' | 'take'> {
  label: string;
}
