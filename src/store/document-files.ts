/**
 * Diagrams as files: handed out, and taken in as guests. What cannot be taken in is explained and
 * changes nothing.
 */
import { encodingOf } from '../lib/text-encoding.ts';
import { arrive, comingFrom } from './arriving.ts';
import { showProblem, useDocument } from './document.ts';
import { say } from './notices.ts';
import { words } from './words.ts';

/** Hands the diagram shown to the person as a file. */
export function exportFile(): void {
  const { document, outline } = useDocument.getState();
  if (outline) say(words.outlined, { tone: 'warn' });
  else handOut(document.title, document);
}

/** Hands any diagram to the person as a file, even one that this page cannot read. */
export function handOut(title: string, data: unknown): void {
  const text = `${JSON.stringify(data, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = globalThis.document.createElement('a');
  link.href = url;
  link.download = `${fileName(title)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

function fileName(title: string): string {
  const plain = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '') || 'diagram';
}

/** Larger files are rejected unread: the document's own limits are far below. */
const FILE_BYTES = 4 * 1024 * 1024;

/**
 * Opens a document file as a guest. False for a bad one, which is explained and changes nothing.
 */
export async function importFile(file: File): Promise<boolean> {
  if (file.size > FILE_BYTES) {
    showProblem({ code: 'too-big', sentence: words.tooBig(file.name), next: words.tooBigNext });
    return false;
  }
  const data = await read(file);
  if (data === undefined) return false;
  return arrive(() => comingFrom(data), { guest: true });
}

/**
 * Opens the first of the files dropped on the page; there is one table, and the others are named.
 */
export async function importDropped(files: readonly File[]): Promise<void> {
  const [first, ...others] = files;
  if (first === undefined) {
    showProblem({ code: 'not-json', sentence: words.noFile, next: words.notJsonNext });
    return;
  }
  const isOpened = await importFile(first);
  if (isOpened && others.length > 0)
    say(words.firstOnly(first.name, others.length), { tone: 'warn' });
}

/** Undefined after a file that cannot be read has been explained. */
async function read(file: File): Promise<unknown> {
  let text: string;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  } catch {
    // A folder, or a file that was moved away meanwhile.
    const sentence = words.unreadable(file.name);
    showProblem({ code: 'unreadable', sentence, next: words.notJsonNext });
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    showProblem({ code: 'not-json', sentence: words.notJson(file.name), next: words.notJsonNext });
    return undefined;
  }
}
