/** What is said while a diagram is put in order. */
export const tidyWords = {
  working: (count: number) => `Putting ${count} parts in order. This may take a while.`,
  stop: 'Stop',
  done: (count: number) => `${count} parts put in order.`,
  failed: 'The parts could not be put in order; everything stays where it is.',
} as const;
