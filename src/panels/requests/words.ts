/** Every sentence about requests that are followed. */
import type { CauseLink, Outcome, TraceSpan } from '../../worker/protocol.ts';

const outcomes: Readonly<Record<Outcome, string>> = {
  'in-flight': 'in progress',
  delivered: 'delivered',
  answered: 'answered',
  failed: 'failed',
  dropped: 'dropped',
};

const spans: Readonly<Record<TraceSpan['what'], string>> = {
  message: 'total',
  travel: 'network',
  wait: 'queue',
  service: 'service',
};

const causes: Readonly<Record<CauseLink['what'], string>> = {
  end: 'Outcome',
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
  sentAt: '(time sent)',
  failed: 'Failed',
  failedAt: '(time of failure)',
  refresh: 'Refresh',
  noneYet: 'No request has ended yet. Press play, then choose one here or a dot in the diagram.',
  noneFailed: 'No recent request failed.',
  number: 'Request',
  at: 'From',
  took: 'Took',
  outcome: 'Outcome',
  outcomes,
  followed: 'Followed request',
  follow: (request: string) => `Follow ${request}`,
  pick: 'Choose a dot in the diagram or a request from the list to see what happened to it.',
  finding: 'Loading this request…',
  letGo: 'Stop following',
  copy: 'Copy as text',
  copied: 'Copied.',
  notCopied: 'The browser blocked copying. Select the text and copy it yourself.',
  total: (took: string) => `${took} in total`,
  soFar: (took: string) => `${took} so far`,
  since: (clock: string) => `from ${clock}`,
  recomputed: 'Recomputed, because it was no longer in memory.',
  waterfall: 'Where the time went',
  step: 'Where',
  what: 'What',
  time: 'When',
  spans,
  from: (start: string, took: string) => `from ${start}, ${took}`,
  lasting: (start: string) => `from ${start}, not finished`,
  goTo: (clock: string) => `Go to ${clock}`,
  show: (name: string) => `Show ${name} in the diagram`,
  more: (count: number) => `Show ${count} more`,
  causes: 'Why',
  causeKinds: causes,
  because: 'because',
} as const;
