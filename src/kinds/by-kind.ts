/** A file of each kind's folder, by kind id: './compute/server/spec.ts' is the server's. */
export function byKind<T>(files: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(files).map(([path, file]) => [path.split('/')[2] ?? '', file]));
}
