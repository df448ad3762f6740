/** Every sentence of the outline, in one place for translation. */
export const words = {
  label: 'The diagram as text',
  empty: 'The diagram is empty. Parts that you place are listed here.',
  summary: (parts: number, connections: number) =>
    `${count(parts, 'part')}, ${count(connections, 'connection')}. Rates, drops and errors are for the whole run. Arrow keys move, Enter selects, F2 renames.`,
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
  throughput: (rate: string) => `throughput ${rate} in the last second`,
  sendsTo: 'Sends to',
  hearsFrom: 'Receives from',
  cut: (what: string) => (what === '' ? 'cut' : `${what} cut`),
  joins: (clock: string) => `joins at ${clock}`,
  actions: (name: string) => `Actions for ${name}`,
  name: 'Name',
  connectTo: 'Connect to',
  connect: 'Connect',
  noTarget: 'There is nothing else to connect to.',
  into: 'Move into',
  outOf: 'No frame',
  move: 'Move',
  faults: 'Faults',
  settings: 'Settings',
  edgeSettings: (name: string) => `Settings of ${name}`,
  remove: 'Remove',
  removeEdge: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} removed.`,
  connections: 'Connections',
  noteText: 'Text of the note',
  noteOn: (name: string) => `on ${name}`,
  emptyNote: 'Empty note',
} as const;

function count(n: number, one: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${one}s`;
}
