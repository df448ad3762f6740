/**
 * What changes documents, with all that checks a change. It is fetched once something moves: the
 * first picture needs none of it.
 */
type Editing = typeof import('../document/edit.ts');

let editing: Editing | null = null;

/** Null until `prepareEditing` is done. */
export function editor(): Editing['applyEdit'] | null {
  return editing?.applyEdit ?? null;
}

/** Throws where it cannot be fetched; the next call tries again. */
export async function prepareEditing(): Promise<void> {
  editing ??= await import('../document/edit.ts');
}
