/** What the entries of a list field consist of, so that a form can offer a control for each part. */
import * as z from 'zod/mini';
import type { Field } from './field.ts';

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
export function columnsOf(field: Pick<Field, 'schema'>): readonly Column[] | null {
  const { schema } = field;
  if (!(schema instanceof z.core.$ZodArray)) return null;
  const { element } = schema._zod.def;
  if (!(element instanceof z.core.$ZodObject)) return null;
  const columns = Object.entries(element._zod.def.shape).map(([name, part]) => column(name, part));
  return columns.every((each) => each !== null) ? columns : null;
}

function column(name: string, part: z.core.$ZodType): Column | null {
  if (part instanceof z.core.$ZodOptional) {
    const inner = column(name, part._zod.def.innerType);
    return inner === null ? null : { ...inner, optional: true };
  }
  const plain = { name, optional: false, options: [] };
  if (part instanceof z.core.$ZodEnum) {
    return { ...plain, type: 'choice', options: Object.values(part._zod.def.entries).map(String) };
  }
  if (part instanceof z.core.$ZodString) return { ...plain, type: 'text' };
  if (part instanceof z.core.$ZodNumber) return { ...plain, type: 'number' };
  if (part instanceof z.core.$ZodBoolean) return { ...plain, type: 'toggle' };
  return part instanceof z.core.$ZodRecord ? { ...plain, type: 'names' } : null;
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
