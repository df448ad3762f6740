/** Every sentence of the timeline, in one place for translation. */
export const words = {
  label: 'Timeline',
  computedTo: (clock: string) => `computed to ${clock}`,
  mark: (what: string, clock: string) => `${what}, at ${clock}`,
  skipped: (what: string, clock: string, why: string) => `${what}, at ${clock}, skipped: ${why}`,
  markHelp: 'Drag it or press the arrow keys to move it in time; Enter changes it.',
  listTitle: 'Commands at this place',
  tooLate: 'That is later than a run can reach: choose an earlier moment.',
  several: (count: number, from: string, to: string) =>
    `${count} commands between ${from} and ${to}`,
  moments: 'What happened',
  severalMoments: (count: number, from: string, to: string) =>
    `${count} things happened between ${from} and ${to}`,
  moment: (what: string, clock: string) => `${what}, at ${clock}`,
  goTo: (clock: string) => `Go to ${clock}`,
  moveHere: (clock: string) => `Move it to ${clock}, the moment shown`,
  delete: 'Delete it',
  close: 'Close',
  at: 'At',
  atHelp: 'Simulated time since the start, such as 12.4 s, 2d 4h or day 3, 04:05.',
  refused: 'This was not possible; what was there before still holds.',
  gone: 'The part it was meant for is not in this diagram.',
  fork: 'Keep the past, change the future',
  forkHelp: (later: number) =>
    `Removes ${later === 1 ? 'the command' : `the ${later} commands`} after the moment shown; undo brings them back.`,
  later: (later: number) => `${later === 1 ? '1 command comes' : `${later} commands come`} later.`,
  forked: (later: number, clock: string) =>
    `${later === 1 ? '1 command' : `${later} commands`} after ${clock} removed.`,
  undo: 'Undo',
} as const;
