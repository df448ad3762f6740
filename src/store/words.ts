/** Sentences the stores say, in one place for translation. */
export const words = {
  untitled: 'Untitled',
  notFound: 'Your diagram is no longer stored in this browser.',
  copyOf: (title: string) => `${title} (copy)`,
  notStored: 'This browser could not save it.',
  tooBig: (name: string) => `“${name}” is larger than 4 MB, too large for a diagram.`,
  tooBigNext: 'Choose a file that was saved here.',
  notJson: (name: string) => `“${name}” is not JSON.`,
  notJsonNext: 'Choose a file that was saved here.',
  unreadable: (name: string) => `“${name}” cannot be read: it may be a folder, or gone.`,
  noFile: 'That is not a file.',
  firstOnly: (name: string, others: number) =>
    others === 1
      ? `“${name}” was opened. The other file was not: the page shows one diagram at a time.`
      : `“${name}” was opened. The other ${others} files were not: the page shows one diagram at a time.`,
  outlined: 'This diagram is still being loaded.',
  notFetched: (what: readonly string[]) =>
    `${what.length === 0 ? 'Part of this page' : what.join(' and ')} could not be loaded: the connection may be down.`,
  notFetchedNext:
    'Nothing is lost. Try again when you are online; if that does not help, reload the page.',
  notQuiet: 'Nothing to skip: something is happening now.',
  skipped: (time: string, clock: string) => `Skipped ${time}, to ${clock}.`,
  notSoon: 'Nothing happens in the next year.',
  never: 'Nothing more will happen.',
  lostAtStart: (deeds: readonly string[]) =>
    `The start cannot hold what these left behind: ${deeds.join('; ')}.`,
  undo: 'Undo',
  moreChanges: (count: number) => (count === 1 ? '1 more change.' : `${count} more changes.`),
} as const;
