/** Every sentence the canvas shows or says, in one place for translation. */
import { shortClock } from '../lib/clock.ts';

export const words = {
  canvas: 'Diagram',
  canvasHelp:
    'Arrow keys move between parts, Alt and arrow keys follow connections, Enter opens the inspector, C connects, Delete removes, question mark lists all keys.',
  unknownPart: 'Unknown part',
  joins: (clock: string) => `joins at ${clock}`,
  connectFrom: (name: string) => `Connect ${name} to…`,
  replicas: (min: number, max: number) => (min === max ? `×${max}` : `×${min}–${max}`),
  out: 'out',
  perSecond: (rate: string) => `${rate}/s`,
  rejection: (reason: string) => reason,
  placed: (name: string) => `${name} placed.`,
  chosen: (name: string) => `${name} is chosen.`,
  connected: (from: string, to: string) => `${from} now sends to ${to}.`,
  removed: (count: number) => (count === 1 ? 'Removed.' : `${count} parts removed.`),
  copies: 'Copy here',
  into: (name: string) => `Move into ${name}`,
  outOf: (name: string) => `Move out of ${name}`,
  fold: (name: string) => `Fold ${name}`,
  unfold: (name: string) => `Unfold ${name}`,
  folded: (name: string) => `${name} folded.`,
  unfolded: (name: string) => `${name} unfolded.`,
  holds: (count: number, down: number) =>
    `folded, with ${count === 1 ? '1 part' : `${count} parts`}${down === 0 ? '' : `, ${down} down`}`,
  arranged: (name: string) => `${name} arranged.`,
  selected: (count: number) => (count === 1 ? '1 part selected.' : `${count} parts selected.`),
  rename: (name: string) => `Name of ${name}`,
  note: 'Note',
  noteText: 'Text of the note, in Markdown',
  noteEmpty: 'Empty note',
  noteOn: (name: string) => `Note on ${name}`,
  noteTooLong: (length: number, most: number) =>
    `A note holds at most ${most} characters, and this one has ${length}. Shorten it, or write two notes.`,
  noteRoom: (left: number) =>
    left < 0 ? `${-left} characters too many` : `${left} characters left`,
  attached: (name: string) => `Attached to ${name}.`,
  detached: 'Note detached.',
  corner: {
    se: 'Keys now move the right and the lower edge.',
    nw: 'Keys now move the left and the upper edge.',
  },
  minimap: 'Map of the diagram',
  bar: {
    label: 'This connection',
    latency: 'Latency',
    loss: 'Loss',
    spread: 'varies',
    spreadHelp: 'The latency varies. Open the settings to change it.',
    ways: 'Other cuts',
    moveFrom: 'Change source…',
    moveTo: 'Change target…',
    more: 'Open in the inspector',
    remove: 'Remove',
  },
  answered: (status: string) => `answered ${status}`,
  following: (what: string) => `Following ${what}.`,
  edge: (from: string, to: string) => `Connection from ${from} to ${to}`,
} as const;

/** "0:12", "0:00.5", "1:02:05", "day 3, 04:05"; milliseconds of simulated time. */
export function clockWords(ms: number): string {
  return shortClock(Math.round(ms * 1000));
}
