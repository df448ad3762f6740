/**
 * What can be done to an edge on purpose: nothing gets through, some is lost, or all comes late.
 */
import { formatDuration, formatShare } from '../lib/duration.ts';
import { type EdgeDeed, edgeDeed, value } from './deed.ts';
import { choice, duration, percent } from './field.ts';
import type { Protocol } from './protocol.ts';

const edge = { is: 'edge' } as const;

/** What travels along an edge, for sentences: there, and back. */
export function waysOf(
  protocol: Protocol | undefined,
): Readonly<Record<'forward' | 'back', string>> {
  const { carries, answers = 'acknowledgements' } = protocol ?? USUAL;
  return { forward: carries, back: answers };
}

/** Where it is not known what an edge carries. */
const USUAL = { carries: 'requests', answers: 'responses' };

/**
 * What is cut is called as the protocol calls what travels. One way alone is offered where both are
 * used: without answers, only TCP's own come back.
 */
function cutOf(protocol: Protocol | undefined): EdgeDeed {
  const ways = waysOf(protocol);
  const { forward, back } = ways;
  const way = {
    ...value(
      choice({
        key: 'w',
        label: 'Direction',
        help: 'What is sent, what comes back, or both.',
        default: 'both',
        options: { both: 'Both ways', forward: capital(forward), back: capital(back) },
      }),
    ),
    optional: true,
  } as const;
  type Act = { readonly way?: 'both' | 'forward' | 'back' };
  /** With what is lost, or as it is said of both ways. */
  const said = ({ way: lost = 'both' }: Act, one: (lost: string) => string, both: string) =>
    lost === 'both' ? both : one(ways[lost]);
  const only = (act: Act) => said(act, (lost) => ` (${lost})`, '');
  return edgeDeed({
    args: { edge, way },
    about: 'Cuts an edge: what is sent along it (forward), what comes back (back), or both.',
    words: {
      name: 'Cut',
      button: (act) => said(act, (lost) => `Cut ${lost}`, 'Cut'),
      help: (act) =>
        said(
          act,
          (lost) => `${capital(lost)} are lost; ${lost === back ? forward : back} arrive.`,
          'Nothing gets through, either way.',
        ),
      inForce: (act) => said(act, (lost) => `${capital(lost)} are cut`, 'Cut both ways'),
      onLine: (act) => `✂ cut${only(act)}`,
      label: (act, called) => `Cut ${called.edge(act.edge)}${only(act)}`,
      past: (act, called) => `cut ${called.edge(act.edge)}${only(act)}`,
    },
    offers:
      (protocol ?? USUAL).answers === undefined
        ? [CUT_BOTH]
        : [
            CUT_BOTH,
            { id: 'cut-requests', values: { way: 'forward' } },
            { id: 'cut-responses', values: { way: 'back' } },
          ],
    fault: { effect: 'shut', isHarm: true },
    lanes: (act) => ({ shut: act.way ?? 'both' }),
  });
}

const CUT_BOTH = { id: 'cut', look: 'danger' } as const;

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** By the name that documents write. */
export const edgeDeeds: Readonly<Record<string, EdgeDeed>> = {
  cut: cutOf(undefined),
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

const found = new WeakMap<Protocol, typeof edgeDeeds>();

/** The same in the words of what an edge carries; undefined where that is not known. */
export function edgeDeedsOn(protocol: Protocol | undefined): typeof edgeDeeds {
  if (protocol === undefined) return edgeDeeds;
  const known = found.get(protocol) ?? { ...edgeDeeds, cut: cutOf(protocol) };
  found.set(protocol, known);
  return known;
}
