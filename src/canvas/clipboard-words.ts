/** What is said about copying and pasting. */
export const clipboardWords = {
  copied: (count: number) => (count === 1 ? 'Copied.' : `${count} parts copied.`),
  cut: (count: number) => (count === 1 ? 'Cut.' : `${count} parts cut.`),
  pasted: (count: number) => (count === 1 ? 'Pasted.' : `${count} parts pasted.`),
  duplicated: (count: number) => (count === 1 ? 'Duplicated.' : `${count} parts duplicated.`),
  nothingToCopy: 'Select what to copy first: parts or notes.',
  notWritten:
    'The browser keeps its clipboard from other programs; inside this page it can be pasted.',
  notRead: 'The browser does not show its clipboard to menus. Press Ctrl/⌘ V instead.',
} as const;
