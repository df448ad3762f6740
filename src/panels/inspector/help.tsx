/** What is written about the selected kind. Page and reader come when somebody asks. */
import { readmeOf } from '../../kinds/on-page.ts';
import { late } from '../../ui/late.tsx';
import { useFetched } from './use-fetched.ts';
import { words } from './words.ts';

const Markdown = late(async () => (await import('../../ui/markdown.tsx')).Markdown);

export function Help({ kind }: { kind: string }) {
  const page = useFetched(kind, readmeOf);
  if (page === null) return <p>{words.help.loading}</p>;
  if (page.thing === null) return <p>{words.help.none}</p>;
  return <Markdown text={page.thing} instead={<p>{words.help.loading}</p>} />;
}
