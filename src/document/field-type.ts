/**
 * Which values a setting takes, as plain data: what is checked, what a form offers and what the
 * JSON Schema says are all read from here. Nested lists and records are made of the same types.
 */
export type ValueType =
  | {
      readonly type: 'number';
      readonly min: number;
      readonly max: number;
      /** Only what is more than `min`. */
      readonly excludesMin?: true;
      readonly integer?: boolean;
    }
  /** At most so many characters. */
  | { readonly type: 'text'; readonly maxLength: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'distribution' }
  /** Entries of one type, in order; at least one where it cannot be empty. */
  | {
      readonly type: 'list';
      readonly item: ValueType;
      readonly excludesEmpty?: true;
      readonly maxLength: number;
    }
  /** Exactly these parts. */
  | { readonly type: 'record'; readonly parts: Parts }
  /** Texts under names that a visitor chooses, such as headers; both have their most characters. */
  | { readonly type: 'names'; readonly maxName: number; readonly maxText: number };

/** One of the types by its name. */
export type OfType<T extends ValueType['type']> = Extract<ValueType, { type: T }>;

/** The parts of a record by name; one that is optional may be left out. */
export type Parts = Readonly<Record<string, ValueType & { readonly optional?: true }>>;
