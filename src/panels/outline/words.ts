/** Every sentence of the outline, in one place for translation. */
export const words = {
  label: 'Everything on the table, as text',
  empty: 'The table is empty. Place a part, and it is listed here.',
  summary: (parts: number, connections: number) =>
    `${count(parts, 'part')}, ${count(connections, 'connection')}. Rates, drops and errors are of the whole run. Arrow keys walk the list, Enter selects, F2 renames.`,
  parts: 'Parts',
  notes: 'Notes',
  inside: (name: string) => `Inside ${name}`,
  unknownPart: 'Unknown part',
  /** Figures of a part, with commas between. */
  arrives: (rate: string) => `${rate} in`,
  leaves: (rate: string) => `${rate} out`,
  utilization: (share: string) => `${share} busy now`,
  dropped: (amount: string, why: string) => `${amount} dropped (${why})`,
  errors: (amount: string, why: string) => `${amount} answered with an error (${why})`,
  response: (mean: string, p99: string) => `response ${mean}, p99 ${p99}`,
  waiting: (mean: string) => `waiting ${mean}`,
  throughput: (rate: string) => `in the last second throughput ${rate}`,
  sendsTo: 'Sends to',
  hearsFrom: 'Receives from',
  cut: { forward: 'requests cut', back: 'responses cut', both: 'cut' },
  joins: (clock: string) => `joins at ${clock}`,
  actions: (name: string) => `What to do with ${name}`,
  name: 'Name',
  connectTo: 'Connect to',
  connect: 'Connect',
  noTarget: 'There is nothing more to connect it to.',
  into: 'Move into',
  outOf: 'No frame',
  move: 'Move',
  faults: 'Faults',
  settings: 'Settings',
  edgeSettings: (name: string) => `Settings of ${name}`,
  remove: 'Delete',
  removeEdge: (name: string) => `Delete ${name}`,
  removed: (name: string) => `${name} removed.`,
  connections: 'Connections',
  noteText: 'Text of the note',
  noteOn: (name: string) => `on ${name}`,
  emptyNote: 'Empty note',
} as const;

function count(n: number, one: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${one}s`;
}
