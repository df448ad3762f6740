/**
 * Text as other programs write it: editors on Windows put a byte order mark before it, and
 * PowerShell's `>` and Notepad's "Unicode" write two bytes a character.
 */

/**
 * How a file's bytes are to be read, by their byte order mark; UTF-8 without one. `TextDecoder`
 * takes it out.
 */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** A text without its byte order mark. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
