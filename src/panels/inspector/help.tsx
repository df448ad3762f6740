/** What is written about the selected kind. Page and reader come when somebody asks. */
import { lazy, Suspense } from 'react';
import { readmeOf } from '../../kinds/on-page.ts';
import { words } from '../words.ts';
import { useFetched } from './use-fetched.tsx';

const Markdown = lazy(async () => {
  const { Markdown: shown } = await import('../../ui/markdown.tsx');
  return { default: shown };
});

export function Help({ kind }: { kind: string }) {
  const page = useFetched(kind, readmeOf);
  if (page === null) return <p>{words.help.loading}</p>;
  if (page.thing === null) return page.instead ?? <p>{words.help.none}</p>;
  return (
    <Suspense fallback={<p>{words.help.loading}</p>}>
      <Markdown text={page.thing} />
    </Suspense>
  );
}
