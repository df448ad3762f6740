/**
 * Links that people have. `fixtures/links.json` is only ever added to: an entry for each new form
 * of link, document or kind, made when it was new. A link that opens differently one day is a
 * broken promise, whatever the code looks like then.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { specs as real } from '../kinds/specs.ts';
import { specs as madeUp } from './document.test-support.ts';
import { decodeLink } from './link.ts';
import { validate } from './schema.ts';

interface OldLink {
  about: string;
  /** Whose fields its short keys mean: the product's kinds, or those made up for these tests. */
  kinds: 'real' | 'made up';
  link: string;
  /** What was shared, as it was written then. */
  document: unknown;
}

const links = JSON.parse(
  readFileSync(new URL('./fixtures/links.json', import.meta.url), 'utf8'),
) as OldLink[];

test.each(links.map((old) => [old.about, old] as const))('%s', (_, { kinds, link, document }) => {
  const specs = kinds === 'real' ? real : madeUp;
  const opened = decodeLink(link, specs);
  expect(opened).toMatchObject({ ok: true, kind: 'document' });
  expect({
    ok: true,
    document: opened.ok && opened.kind === 'document' && opened.document,
  }).toEqual(validate(document, specs));
});
