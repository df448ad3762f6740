/** Where the keyboard goes on when what it stood on is gone: refs of what has just appeared. */

export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

/** The first field of what has just appeared. */
export function focusFirst(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>('select, input')?.focus();
}
