/**
 * What changes documents, with all that checks a change. It is fetched once something moves: the
 * first picture needs none of it. What is asked for sooner is done when it is there.
 */
type Editing = typeof import('../document/edit.ts');

let editing: Editing | null = null;
let waiting: (() => void)[] = [];

/** Null until `prepareEditing` is done. */
export function editor(): Editing['applyEdit'] | null {
  return editing?.applyEdit ?? null;
}

/** Does it when there is an editor. */
export function onceEditable(act: () => void): void {
  waiting.push(act);
}

/** Throws where it cannot be fetched; the next call tries again. */
export async function prepareEditing(): Promise<void> {
  editing ??= await import('../document/edit.ts');
  const acts = waiting;
  waiting = [];
  for (const act of acts) act();
}
