/**
 * Figures over time that a kind keeps of its own, as data: its spec declares them, its model writes
 * them by number, and charts, conditions and the command line read them without knowing the kind.
 */

/** One figure over time. */
export interface SeriesSpec {
  /**
   * `gauge`: a level that holds until it changes, shown as its mean over time. `counter`: how often
   * something happens, shown per second.
   */
  readonly is: 'gauge' | 'counter';
  /** What it is called: "Requests". */
  readonly label: string;
  /** What is measured or counted, in the plural: "requests". */
  readonly unit: string;
  /** Set where it is told apart: by what, in one word ("backend"), and whether that is a node. */
  readonly keyed?: { readonly by: string; readonly isNode?: true };
  /** Set where a node keeps it with some settings only. */
  readonly keptWhen?: (config: Readonly<Record<string, unknown>>) => boolean;
}

/** All series of a kind by name; their order numbers them. */
export type SeriesTable = Readonly<Record<string, SeriesSpec>>;

/** A series' place in its kind's table: what a model writes by. A gauge's is no counter's. */
export type SeriesNumber<Is extends SeriesSpec['is']> = number & { readonly is?: Is };

type Numbers<Table extends SeriesTable> = {
  readonly [Name in keyof Table]: SeriesNumber<Table[Name]['is']>;
};

/** The number of each series of a table, by name. */
export function numberSeries<Table extends SeriesTable>(table: Table): Numbers<Table> {
  const numbers = Object.keys(table).map((name, at) => [name, at] as const);
  return Object.fromEntries(numbers) as Numbers<Table>;
}
