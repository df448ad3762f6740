/**
 * What can be done to an edge on purpose: nothing gets through, some is lost, or all comes late.
 */
import { formatDuration, formatShare } from '../lib/duration.ts';
import { type EdgeDeed, edgeDeed, value } from './deed.ts';
import { choice, duration, percent } from './field.ts';

const edge = { is: 'edge' } as const;

const way = {
  ...value(
    choice({
      key: 'w',
      label: 'Direction',
      help: 'Requests, responses, or both.',
      default: 'both',
      options: { both: 'Both ways', forward: 'Requests', back: 'Responses' },
    }),
  ),
  optional: true,
} as const;

const CUT = {
  both: ['Cut', 'Nothing gets through, either way.', 'Cut both ways', '✂ cut', ''],
  forward: [
    'Cut requests',
    'Requests are lost; responses arrive.',
    'Requests are cut',
    '✂ cut (requests)',
    ' (requests)',
  ],
  back: [
    'Cut responses',
    'Requests arrive; responses are lost.',
    'Responses are cut',
    '✂ cut (responses)',
    ' (responses)',
  ],
} as const;

/** By the name that documents write. */
export const edgeDeeds: Readonly<Record<string, EdgeDeed>> = {
  cut: edgeDeed({
    args: { edge, way },
    about: 'Cuts an edge: requests (forward), responses (back), or both.',
    words: {
      name: 'Cut',
      button: (act) => CUT[act.way ?? 'both'][0],
      help: (act) => CUT[act.way ?? 'both'][1],
      inForce: (act) => CUT[act.way ?? 'both'][2],
      onLine: (act) => CUT[act.way ?? 'both'][3],
      label: (act, called) => `Cut ${called.edge(act.edge)}${CUT[act.way ?? 'both'][4]}`,
      past: (act, called) => `cut ${called.edge(act.edge)}${CUT[act.way ?? 'both'][4]}`,
    },
    offers: [
      { id: 'cut', look: 'danger' },
      { id: 'cut-requests', values: { way: 'forward' } },
      { id: 'cut-responses', values: { way: 'back' } },
    ],
    fault: { effect: 'shut', isHarm: true },
    lanes: (act) => ({ shut: act.way ?? 'both' }),
  }),
  lose: edgeDeed({
    args: {
      edge,
      rate: value(percent({ key: 'r', label: 'Share', help: 'Of what travels.', default: 0.1 })),
    },
    about:
      'Loses that share (0..1) of what travels, on top of the loss of the edge itself; 0 ends it.',
    words: {
      name: 'Lose',
      button: (act) => `Lose ${formatShare(act.rate)}`,
      help: (act) => `${formatShare(act.rate)} of what travels is lost, either way.`,
      inForce: (act) => `Loses ${formatShare(act.rate)}`,
      onLine: (act) => `loses ${formatShare(act.rate)}`,
      label: (act, called) => `Lose ${formatShare(act.rate)} on ${called.edge(act.edge)}`,
      past: (act, called) => `made ${called.edge(act.edge)} lose ${formatShare(act.rate)}`,
      end: { button: () => 'Lose nothing', help: () => 'Only its own loss is left.' },
    },
    offers: [{ id: 'lose' }],
    fault: { effect: 'lossy', level: { arg: 'rate', none: 0 }, isHarm: true },
    lanes: (act) => ({ lossy: act.rate }),
  }),
  delay: edgeDeed({
    args: {
      edge,
      by: value(
        duration({
          key: 'b',
          label: 'Extra time',
          help: 'Such as 200 ms, each way.',
          default: 200,
        }),
      ),
    },
    about: 'Lets everything take so many milliseconds longer, each way; 0 ends it.',
    words: {
      name: 'Delay',
      button: (act) => `Delay ${formatDuration(act.by)}`,
      help: (act) => `Everything takes ${formatDuration(act.by)} longer, each way.`,
      inForce: (act) => `Delays by ${formatDuration(act.by)}`,
      onLine: (act) => `+${formatDuration(act.by)}`,
      label: (act, called) => `Delay ${called.edge(act.edge)} by ${formatDuration(act.by)}`,
      past: (act, called) => `delayed ${called.edge(act.edge)} by ${formatDuration(act.by)}`,
      end: { button: () => 'No delay', help: () => 'Back to its own latency.' },
    },
    offers: [{ id: 'delay' }],
    fault: { effect: 'late', level: { arg: 'by', none: 0 }, isHarm: true },
    lanes: (act) => ({ late: act.by }),
  }),
  heal: edgeDeed({
    args: { edge },
    about: 'Ends a cut, what is lost on top and what is delayed.',
    words: {
      name: 'Heal',
      button: () => 'Heal',
      help: () => 'Everything gets through again.',
      label: (act, called) => `Heal ${called.edge(act.edge)}`,
      past: (act, called) => `healed ${called.edge(act.edge)}`,
    },
    ends: 'all',
  }),
};
