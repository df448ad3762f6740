/** What is said of stop conditions beside the clock, in one place for translation. */
export const words = {
  open: 'Stop when…',
  openSome: (count: number) =>
    count === 1 ? 'Stop when… (1 condition)' : `Stop when… (${count} conditions)`,
  stopped: (why: string) => `Stopped: ${why}.`,
  judging:
    'Checking the run so far for the changed conditions. Playing continues when that is done.',
} as const;
