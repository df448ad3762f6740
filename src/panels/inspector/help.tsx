/** What is written about the selected kind. Page and reader come when somebody asks. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { readmeOf } from '../../kinds/readmes.ts';
import { words } from '../words.ts';

const Markdown = lazy(async () => {
  const { Markdown: shown } = await import('../../ui/markdown.tsx');
  return { default: shown };
});

export function Help({ kind }: { kind: string }) {
  const [page, setPage] = useState<{ kind: string; text: string | null } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const show = (text: string | null) => {
      if (isWanted) setPage({ kind, text });
    };
    readmeOf(kind).then(show, () => show(null));
    return () => {
      isWanted = false;
    };
  }, [kind]);
  if (page?.kind !== kind) return <p>{words.help.loading}</p>;
  if (page.text === null) return <p>{words.help.none}</p>;
  return (
    <Suspense fallback={<p>{words.help.loading}</p>}>
      <Markdown text={page.text} />
    </Suspense>
  );
}
