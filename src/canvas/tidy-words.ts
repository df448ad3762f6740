/** Every sentence about tidying the layout. */
export const tidyWords = {
  working: (count: number) => `Tidying ${count} parts. This may take a while.`,
  stop: 'Stop',
  done: (count: number) => `${count} parts tidied.`,
  failed: 'The layout could not be tidied. Nothing was moved.',
} as const;
