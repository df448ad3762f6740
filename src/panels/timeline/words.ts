/** Every sentence of the timeline, in one place for translation. */
export const words = {
  label: 'Timeline',
  computedTo: (clock: string) => `computed to ${clock}`,
  mark: (what: string, clock: string) => `${what}, at ${clock}`,
  skipped: (what: string, clock: string, why: string) => `${what}, at ${clock}, skipped: ${why}`,
  markHelp: 'Drag it or press the arrow keys to move it in time. Enter opens it.',
  listTitle: 'Commands here',
  tooLate: 'A run cannot go on for that long. Choose an earlier moment.',
  several: (count: number, from: string, to: string) =>
    `${count} commands between ${from} and ${to}`,
  moments: 'Events',
  severalMoments: (count: number, from: string, to: string) =>
    `${count} events between ${from} and ${to}`,
  moment: (what: string, clock: string) => `${what}, at ${clock}`,
  goTo: (clock: string) => `Go to ${clock}`,
  moveHere: (clock: string) => `Move to ${clock}, the moment shown`,
  remove: 'Remove',
  close: 'Close',
  at: 'At',
  atHelp: 'Simulated time since the start, such as 12.4 s, 2d 4h or day 3, 04:05.',
  rejected: 'Not possible. The previous value is kept.',
  gone: 'Its part is not in this diagram.',
  fork: 'Remove everything after this moment',
  forkHelp: (later: number) =>
    `Removes ${later === 1 ? 'the command' : `the ${later} commands`} after the moment shown. Undo restores ${later === 1 ? 'it' : 'them'}.`,
  later: (later: number) => `${later === 1 ? '1 command comes' : `${later} commands come`} later.`,
  forked: (later: number, clock: string) =>
    `${later === 1 ? '1 command' : `${later} commands`} after ${clock} removed.`,
  undo: 'Undo',
} as const;
