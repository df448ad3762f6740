/** Every sentence about the event log. */
import type { LogKind } from '../../worker/protocol.ts';

const kinds: Readonly<Record<LogKind, string>> = {
  answered: 'Answered',
  failed: 'Failed',
  state: 'State',
  command: 'Command',
  note: 'Note',
  stop: 'Stop',
};

export const words = {
  label: 'Event log',
  filters: 'What to show',
  kinds,
  scope: 'Of',
  wholeTable: 'Whole table',
  selected: (names: string) => `Selected: ${names}`,
  search: 'Words to look for',
  none: 'Nothing has happened yet. Press play.',
  noneLeft: 'No event passes the filter.',
  total: (count: string) => (count === '1' ? '1 event' : `${count} events`),
  heldFrom: (clock: string) => `Events before ${clock} are no longer held.`,
  save: 'Save as CSV',
  saved: (count: string) => `The latest ${count} events were saved: a file holds no more.`,
  follow: (message: number) => `Follow request ${message}`,
  followShort: 'Follow',
  columns: { at: 'Time', kind: 'What', node: 'Where', words: 'Event', message: 'Request' },
  help: 'Arrow keys go through the events, Enter goes to the moment, F follows the request.',
} as const;
