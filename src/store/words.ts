/** Sentences the stores say, in one place for translation. */
export const words = {
  untitled: 'Untitled',
  notFound: 'Your diagram is no longer stored in this browser.',
  copyOf: (title: string) => `${title} (copy)`,
  notStored: 'This browser refused to store it.',
  tooBig: (name: string) => `“${name}” is larger than 4 MB: it is not a diagram.`,
  tooBigNext: 'Choose a file that was saved here.',
  notJson: (name: string) => `“${name}” is not JSON.`,
  notJsonNext: 'Choose a file that was saved here.',
  unreadable: (name: string) => `“${name}” cannot be read: it may be a folder, or gone.`,
  noFile: 'What was dropped is no file.',
  firstOnly: (name: string, others: number) =>
    others === 1
      ? `“${name}” was opened. The other file was left out: one diagram is shown at a time.`
      : `“${name}” was opened. The other ${others} files were left out: one diagram is shown at a time.`,
  notQuiet: 'Nothing to skip: something is happening now.',
  skipped: (time: string, clock: string) => `Skipped ${time}, to ${clock}.`,
  notSoon: 'Nothing happens within a year from here.',
  never: 'Nothing more is going to happen.',
  lostAtStart: (deeds: readonly string[]) =>
    `The start cannot hold what these left behind: ${deeds.join('; ')}.`,
  undo: 'Undo',
  moreChanges: (count: number) => (count === 1 ? '1 more change.' : `${count} more changes.`),
} as const;
