/** The check that a diagram arrives as it was sent: as a link, as a file and over the clipboard. */
import { fromClip, toClip } from '../../document/clip.ts';
import { decodeLink, encodeLink } from '../../document/link.ts';
import { parseDocument } from '../../document/schema.ts';
import { type Check, found, type Trial } from './check.ts';
import { firstUnequal } from './unequal.ts';

export const travel: Check = {
  name: 'travel',
  about: 'A diagram is the same after a link, a file and the clipboard.',
  find(trial) {
    const wrong = byLink(trial) ?? byFile(trial) ?? byClipboard(trial);
    return wrong === null ? null : found(trial, wrong);
  },
};

function byLink({ document, kinds }: Trial): string | null {
  const options = { t: 1234.567, f: document.nodes[0]?.id ?? 'a' };
  const { fragment, meter } = encodeLink(document, kinds.specs, options);
  if (meter === 'file') return null;
  const opened = decodeLink(fragment, kinds.specs);
  if (!opened.ok) return `Its link does not open: ${opened.error.message}`;
  if (opened.kind !== 'document') return `Its link opens as ${opened.kind}.`;
  const difference =
    firstUnequal(document, opened.document) ?? firstUnequal(options, opened.options);
  return difference && `Through its link, ${difference}.`;
}

function byFile({ document, kinds }: Trial): string | null {
  for (const text of [JSON.stringify(document), `${JSON.stringify(document, null, 2)}\r\n`]) {
    const opened = parseDocument(text, kinds.specs);
    if (!opened.ok) return `Its file does not open: ${opened.error.message}`;
    const difference = firstUnequal(document, opened.document);
    if (difference !== null) return `Through its file, ${difference}.`;
  }
  return null;
}

function byClipboard({ document, kinds }: Trial): string | null {
  const { title, nodes, edges, notes = [] } = document;
  if (nodes.length + notes.length === 0) return null;
  const ids = [...nodes, ...edges, ...notes].map(({ id }) => id);
  const standing = new Set(nodes.map(({ id }) => id));
  // A note of a part that joins later has nothing to be attached to yet.
  const attached = notes.filter(({ on }) => on === undefined || standing.has(on));
  const pasted = fromClip(toClip({ title, nodes, edges, notes: attached }, ids), kinds.specs);
  if (!pasted.ok) return `It cannot be pasted: ${pasted.sentence}`;
  const { ok: _ok, ...parts } = pasted;
  const difference = firstUnequal({ nodes, edges, notes: attached }, parts);
  return difference && `Over the clipboard, ${difference}.`;
}
