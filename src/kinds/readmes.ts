/** What is written about each kind, fetched when somebody asks for help. */

const pages = import.meta.glob<string>('./*/*/README.md', { query: '?raw', import: 'default' });

const byKind = new Map(Object.entries(pages).map(([path, load]) => [path.split('/')[2], load]));

/** The kind's page as Markdown; null when it has none. */
export async function readmeOf(kind: string): Promise<string | null> {
  return (await byKind.get(kind)?.()) ?? null;
}
