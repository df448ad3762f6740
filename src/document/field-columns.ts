/**
 * What the entries of a list field consist of, so that a form can offer a control for each part.
 */
import type { Field } from './field.ts';
import type { Parts } from './field-type.ts';

/** One part of an entry. `names` is a table of names and texts, such as headers. */
export interface Column {
  readonly name: string;
  readonly type: 'text' | 'number' | 'toggle' | 'choice' | 'names';
  /** It may be left out. */
  readonly optional: boolean;
  /** Of a choice. */
  readonly options: readonly string[];
}

/** Null when the field is no list, or its entries have parts no form knows. */
export function columnsOf({ accepts }: Pick<Field, 'accepts'>): readonly Column[] | null {
  if (accepts.type !== 'list' || accepts.item.type !== 'record') return null;
  const columns = Object.entries(accepts.item.parts).map(([name, part]) => column(name, part));
  return columns.every((each) => each !== null) ? columns : null;
}

function column(name: string, part: Parts[string]): Column | null {
  const plain = { name, optional: part.optional === true, options: [] };
  switch (part.type) {
    case 'choice':
      return { ...plain, type: 'choice', options: part.options };
    case 'boolean':
      return { ...plain, type: 'toggle' };
    case 'text':
    case 'number':
    case 'names':
      return { ...plain, type: part.type };
    default:
      return null;
  }
}

/** An entry to begin with: what may be left out is left out. */
export function newEntry(columns: readonly Column[]): Record<string, unknown> {
  const first = { text: '', number: 1, toggle: false, names: {} } as const;
  return Object.fromEntries(
    columns
      .filter((each) => !each.optional)
      .map((each) => [each.name, each.type === 'choice' ? each.options[0] : first[each.type]]),
  );
}
