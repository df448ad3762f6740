/** Every sentence of the list of diagrams, in one place for translation. */
const changed = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const whole = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const words = {
  title: 'My diagrams',
  about: 'Kept in this browser as you go.',
  close: 'Close',
  list: 'My diagrams',
  search: 'Find a diagram',
  fresh: 'New',
  open: 'Open a file',
  gallery: 'Gallery',
  parts: (count: number) => (count === 1 ? '1 part' : `${count} parts`),
  size: (characters: number) => `${whole.format(Math.max(1, characters) / 1000)} kB`,
  changed: (at: number) => (at === 0 ? 'Changed some time ago' : `Changed ${changed.format(at)}`),
  shown: 'On the table',
  untitled: 'Untitled',
  damaged: 'This page cannot read it',
  more: (title: string) => `More for ${title}`,
  rename: 'Rename',
  newName: (title: string) => `New name for ${title}`,
  duplicate: 'Duplicate',
  save: 'Save as a file',
  remove: 'Delete',
  keys: 'Arrows walk, Enter opens, F2 renames, Delete deletes.',
  reading: 'Reading what is kept in this browser.',
  unreadable:
    'This browser does not let the diagrams be read. What is on the table can be saved as a file.',
  none: 'Nothing is kept yet. The first edit of a diagram keeps it here.',
  noMatch: (text: string) => `No diagram is called “${text}”.`,
  removedTitle: 'Deleted since this page was opened',
  restore: 'Bring back',
  restoreWhat: (title: string) => `Bring back ${title}`,
  restored: (title: string) => `“${title}” is back.`,
  removed: (title: string) => `“${title}” was deleted.`,
  renamed: (title: string) => `It is called “${title}” now.`,
  duplicated: (title: string) => `A copy of “${title}” was made.`,
} as const;
