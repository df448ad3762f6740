/** An edge's settings as fields, so that forms, links and the run share their defaults. */
import { distribution, percent } from './field.ts';

export const edgeFields = {
  latency: distribution({
    key: 'l',
    label: 'Latency',
    help: 'How long a message travels, one way.',
    // Long enough to be watched beside service times of tens of milliseconds.
    default: { dist: 'constant', value: 10 },
  }),
  loss: percent({
    key: 'o',
    label: 'Loss',
    help: 'Share of messages that never arrive.',
    default: 0,
  }),
} as const;
