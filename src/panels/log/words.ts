/** Every sentence about the event log. */
import type { LogKind } from '../../worker/protocol.ts';

const kinds: Readonly<Record<LogKind, string>> = {
  answered: 'Answered',
  failed: 'Failed',
  state: 'State',
  command: 'Command',
  info: 'Info',
  stop: 'Stop',
  background: 'Background',
};

export const words = {
  label: 'Event log',
  filters: 'Show',
  kinds,
  scope: 'Scope',
  wholeTable: 'Whole diagram',
  selected: (names: string) => `Selected: ${names}`,
  search: 'Search the log',
  none: 'Nothing has happened yet. Press play.',
  noneLeft: 'No event matches the filter.',
  total: (count: string) => (count === '1' ? '1 event' : `${count} events`),
  heldFrom: (clock: string) => `Events before ${clock} are no longer in memory.`,
  save: 'Save as CSV',
  saved: (count: string) => `Saved the latest ${count} events, the most a file can hold.`,
  follow: (message: number) => `Follow request ${message}`,
  followShort: 'Follow',
  columns: { at: 'Time', kind: 'What', node: 'Where', words: 'Event', message: 'Request' },
  help: 'Arrow keys move between events, Enter goes to the moment, F follows the request.',
} as const;
