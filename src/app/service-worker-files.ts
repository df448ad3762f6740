/**
 * Which files the page needs without a network, and the version they make up together. Used by the
 * build alone.
 */

export interface OfflineFiles {
  /** Differs whenever a file does. */
  readonly version: string;
  /** Relative to the page; '' is the page itself. */
  readonly files: readonly string[];
}

/**
 * Maps for debugging, and what a picture of the page or an editor asks for, are of no use without a
 * network.
 */
const LEFT_OUT = /\.map$|^sw\.js$|^\.vite\/|^schema\/|^screenshot\./;
const PAGE = 'index.html';

/**
 * @param built what is in the built folder: paths with forward slashes, and a fingerprint of each
 * content
 * @param digest of any text, short
 */
export function offlineFiles(
  built: ReadonlyMap<string, string>,
  digest: (text: string) => string,
): OfflineFiles {
  if (!built.has(PAGE)) throw new Error(`The build holds no ${PAGE}: there is nothing to keep.`);
  const paths = [...built.keys()]
    .filter((path) => !LEFT_OUT.test(path))
    .sort((a, b) => (a < b ? -1 : 1));
  const version = digest(paths.map((path) => `${path} ${built.get(path)}`).join('\n'));
  return { version, files: paths.map((path) => (path === PAGE ? '' : path)) };
}
