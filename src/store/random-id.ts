/** Names nobody else has thought of: for diagrams, and for this very opening of the page. */

/** 22 random characters. Not `crypto.randomUUID`, which pages without https do not have. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
