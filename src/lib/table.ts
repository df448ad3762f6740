/**
 * Names that come from outside: an ordinary object knows names that nobody put there
 * (`constructor`, `toString`), so what a visitor may name is looked up in a Map, in a table made
 * here, or by `own`.
 */

/**
 * A record without a prototype, frozen: what it was not given is undefined, whatever it is called.
 */
export function tableOf<T>(
  entries: Iterable<readonly [string, T]>,
): Readonly<{ [name: string]: T }> {
  const table = emptyTable<T>();
  for (const [name, value] of entries) table[name] = value;
  return Object.freeze(table);
}

/**
 * A record without a prototype, to be filled. It loses that on its way through `postMessage`: ask
 * by `own` beyond.
 */
export function emptyTable<T>(): { [name: string]: T } {
  return Object.create(null) as { [name: string]: T };
}

/**
 * What a record holds itself under a name; undefined where there is no record, or nothing of its
 * own.
 */
export function own<T>(
  record: Readonly<{ [name: string]: T }> | undefined,
  name: string,
): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
