/** Every sentence about requests that are followed. */
import type { CauseLink, Outcome, TraceSpan } from '../../worker/protocol.ts';

const outcomes: Readonly<Record<Outcome, string>> = {
  'in-flight': 'under way',
  delivered: 'delivered',
  answered: 'answered',
  failed: 'failed',
  dropped: 'dropped',
};

const spans: Readonly<Record<TraceSpan['what'], string>> = {
  message: 'whole',
  travel: 'travels',
  wait: 'waits',
  service: 'served',
};

const causes: Readonly<Record<CauseLink['what'], string>> = {
  end: 'How it ended',
  state: 'State',
  config: 'Setting',
  edge: 'Connection',
  chance: 'Chance',
  command: 'Command',
  message: 'Message',
};

export const words = {
  lists: 'Recent requests',
  slowest: 'Slowest',
  sentAt: 'and when it was sent',
  failed: 'Failed',
  failedAt: 'and when it failed',
  refresh: 'Refresh',
  noneYet: 'No request has ended yet. Press play, then pick one here or a dot on the table.',
  noneFailed: 'No recent request failed.',
  number: 'Request',
  at: 'From',
  took: 'Took',
  outcome: 'Outcome',
  outcomes,
  followed: 'Followed request',
  follow: (request: string) => `Follow ${request}`,
  pick: 'Pick a dot on the table, or a request from the list: what happened to it shows here.',
  finding: 'Looking for what happened to it.',
  letGo: 'Let it go',
  copy: 'Copy as text',
  copied: 'Copied.',
  notCopied: 'The browser refused the clipboard. Select the words and copy them yourself.',
  total: (took: string) => `${took} in all`,
  soFar: (took: string) => `${took} so far`,
  since: (clock: string) => `from ${clock}`,
  recomputed: 'This was no longer held: its time was run once more.',
  waterfall: 'What took how long',
  step: 'Where',
  what: 'What',
  time: 'When',
  spans,
  from: (start: string, took: string) => `from ${start}, ${took}`,
  lasting: (start: string) => `from ${start}, not over`,
  goTo: (clock: string) => `Go to ${clock}`,
  show: (name: string) => `Show ${name} on the table`,
  more: (count: number) => `Show ${count} more`,
  causes: 'Why',
  causeKinds: causes,
  because: 'because',
} as const;
