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

/** How the made-up kinds were spelled in links of version 1. */
const KINDS_1 = `
source r:rate m:mix h:host
router a:algorithm t:tls
sink c:slots s:service* b:boot e:failing
group`;

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
  const opened = decodeLink(link, specs, kinds === 'real' ? undefined : KINDS_1);
  expect(opened).toMatchObject({ ok: true, kind: 'document' });
  expect({
    ok: true,
    document: opened.ok && opened.kind === 'document' && opened.document,
  }).toEqual(validate(document, specs));
});
