/**
 * Rows that are forms: each cell the control of its column, with its label and what is wrong with
 * it. Rows are added, taken out and moved by buttons, each press one edit; the keyboard stays with
 * the row that it moved.
 */
import { ChevronDown, ChevronUp, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import type { Field, Fields } from '../../document/field.ts';
import { moved, newRow, type Row, withCell } from '../../document/field-rows.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import css from './table-input.module.css';
import { words } from './words.ts';

interface TableInputProps {
  columns: Fields;
  /** What a row is: "rule". */
  each: string;
  rows: readonly Row[];
  most: number;
  /** A sentence when a cell was rejected, which the cell shows. */
  onSet: (rows: Row[]) => string | null;
  /** For more and fewer rows, and their order. */
  onChange: (rows: Row[]) => boolean;
  /** The labelled control of one cell. */
  cell: (cell: Cell) => ReactNode;
}

interface Cell {
  column: Field;
  value: unknown;
  /** Row and column. */
  place: string;
  onSet: (value: unknown) => string | null;
}

export function TableInput(props: TableInputProps) {
  const { columns, each, rows, most, onSet, cell } = props;
  const table = useRef<HTMLDivElement>(null);
  const { keys, move, remove, add } = useRowMoves(props, table);
  return (
    <div ref={table} className={css.table}>
      {rows.map((row, index) => (
        <fieldset key={keys[index]} className={css.row} data-row={index}>
          <legend className={css.legend}>{words.settings.table.row(each, index + 1)}</legend>
          <RowButtons each={each} index={index} count={rows.length} move={move} remove={remove} />
          <div className={css.cells}>
            {shownIn(row, columns).map(([name, column]) => (
              <div key={name} className={isBroad(column) ? css.broad : css.cell}>
                {cell({
                  column,
                  value: Object.hasOwn(row, name) ? row[name] : column.default,
                  place: `${index} ${name}`,
                  onSet: (value) => onSet(rows.with(index, withCell(columns, row, name, value))),
                })}
              </div>
            ))}
          </div>
        </fieldset>
      ))}
      <Button data-add="" disabled={rows.length >= most} onClick={add}>
        <Plus strokeWidth={1.5} aria-hidden="true" />
        {words.settings.table.add(each)}
      </Button>
    </div>
  );
}

interface RowButtonsProps {
  each: string;
  index: number;
  count: number;
  move: (from: number, to: number) => void;
  remove: (index: number) => void;
}

/** A move beyond the end does nothing, but keeps the keyboard. */
function RowButtons({ each, index, count, move, remove }: RowButtonsProps) {
  const say = words.settings.table;
  const moveTo = (to: number) => {
    if (to >= 0 && to < count) move(index, to);
  };
  return (
    <div className={css.buttons}>
      <IconButton
        label={say.up(each, index + 1)}
        icon={<ChevronUp strokeWidth={1.5} />}
        data-move="earlier"
        aria-disabled={index === 0}
        onClick={() => moveTo(index - 1)}
      />
      <IconButton
        label={say.down(each, index + 1)}
        icon={<ChevronDown strokeWidth={1.5} />}
        data-move="later"
        aria-disabled={index === count - 1}
        onClick={() => moveTo(index + 1)}
      />
      <IconButton
        label={say.remove(each, index + 1)}
        icon={<Trash2 strokeWidth={1.5} />}
        data-remove=""
        onClick={() => remove(index)}
      />
    </div>
  );
}

/** What the buttons do, and where the keyboard goes then. */
function useRowMoves(
  { columns, rows, onChange }: TableInputProps,
  table: RefObject<HTMLDivElement | null>,
) {
  const keys = useRowKeys(rows.length);
  const focus = useFocusLater(table);
  const change = (next: Row[], order: readonly number[], wanted: string) => {
    if (!onChange(next)) return;
    keys.take(order);
    focus(wanted);
  };
  const move = (from: number, to: number) =>
    change(
      moved(rows, from, to),
      moved(keys.list, from, to),
      `${rowAt(to)} [data-move="${to < from ? 'earlier' : 'later'}"]`,
    );
  const remove = (index: number) =>
    change(
      rows.toSpliced(index, 1),
      keys.list.toSpliced(index, 1),
      `${rowAt(Math.min(index, rows.length - 2))} [data-remove], :scope > [data-add]`,
    );
  const add = () =>
    change(
      [...rows, newRow(columns)],
      [...keys.list, keys.fresh()],
      `${rowAt(rows.length)} :is(input, select, [role="switch"])`,
    );
  return { keys: keys.list, move, remove, add };
}

/** Finds a row of this table, and none of a table within. */
function rowAt(index: number): string {
  return `:scope > [data-row="${index}"]`;
}

/** The columns that have an effect in a row. */
function shownIn(row: Row, columns: Fields): [string, Field][] {
  return Object.entries(columns).filter(([, column]) => column.shownWhen?.(row) !== false);
}

/** What needs the whole width of a narrow panel. */
function isBroad({ widget }: Field): boolean {
  return ['names', 'part', 'table', 'distribution'].includes(widget);
}

/** Keys by which rows stay what they are when they change places. */
function useRowKeys(count: number) {
  const last = useRef(0);
  const fresh = () => {
    last.current += 1;
    return last.current;
  };
  const list = useRef<number[]>([]);
  // Rows that came or went otherwise, by Undo say, came or went at the end.
  while (list.current.length < count) list.current.push(fresh());
  list.current.length = count;
  const take = (order: readonly number[]) => {
    list.current = [...order];
  };
  return { list: list.current, fresh, take };
}

/** Moves the keyboard to the first of what a selector finds, once the rows are shown anew. */
function useFocusLater(table: RefObject<HTMLDivElement | null>) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    table.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = null;
  });
  return (selector: string) => {
    wanted.current = selector;
  };
}
