/** What is said about copying and pasting. */
export const clipboardWords = {
  copied: (count: number) => (count === 1 ? 'Copied.' : `${count} parts copied.`),
  cut: (count: number) => (count === 1 ? 'Cut.' : `${count} parts cut.`),
  pasted: (count: number) => (count === 1 ? 'Pasted.' : `${count} parts pasted.`),
  duplicated: (count: number) => (count === 1 ? 'Duplicated.' : `${count} parts duplicated.`),
  nothingToCopy: 'Select parts or notes to copy first.',
  notWritten: 'The browser blocked the clipboard. You can paste inside this page only.',
  notRead: 'The browser does not let a menu paste. Press Ctrl/⌘ V instead.',
} as const;
