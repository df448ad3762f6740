/** Every sentence of the share dialog, in one place for translation. */
export const words = {
  title: 'Share this diagram',
  about:
    'The link holds the whole diagram. Everyone who opens it sees the same run, event for event.',
  close: 'Close',
  link: 'Link',
  moment: (clock: string) => `Open paused at ${clock}`,
  trace: (clock: string, events: string, hash: string) =>
    `Run up to ${clock}: ${events} events, code ${hash}. Same code = same run.`,
  copy: 'Copy the link',
  copied: 'Copied.',
  notCopied: 'The browser blocked copying. Select the link and copy it yourself.',
  characters: (count: string) => `${count} characters`,
  meters: {
    green: 'Works in any app.',
    amber: 'Too long for some chat apps.',
    red: 'Too long for many apps: a file is safer.',
    file: 'Too long for a link: send the file instead.',
  },
  save: 'Save as a file',
  open: 'Open a file',
} as const;
