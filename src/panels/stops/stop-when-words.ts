/** What is said of stop conditions before their editor is fetched. */
export const words = {
  open: 'Stop when…',
  openSome: (count: number) =>
    count === 1 ? 'Stop when… (1 condition)' : `Stop when… (${count} conditions)`,
  stopped: (why: string) => `Stopped: ${why}.`,
} as const;
