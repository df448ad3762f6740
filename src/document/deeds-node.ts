/**
 * What can be done to a node on purpose. A process that starts again has forgotten all that was
 * done to the one before it.
 */
import { formatDuration, formatNumber, formatShare } from '../lib/duration.ts';
import { type Called, type NodeDeed, nodeDeed, value } from './deed.ts';
import { duration, number, percent } from './field.ts';
import type { Intervention } from './types.ts';

const node = { is: 'node' } as const;

/** More than 0: what takes no time at all is not slow. */
const factor = (times: number) => {
  const field = number({
    key: 'f',
    label: 'How many times',
    help: 'More than 0.',
    default: times,
    min: 0.001,
    max: 1000,
  });
  return value({
    ...field,
    unit: '×',
    accepts: { type: 'number', min: 0, max: 1000, excludesMin: true },
  });
};

/** The words of a deed that takes nothing but its node, by its verb. */
const plainly = (verb: string, past: string) => ({
  name: verb,
  button: () => verb,
  label: (act: { readonly node: string }, called: Called) => `${verb} ${called.node(act.node)}`,
  past: (act: { readonly node: string }, called: Called) => `${past} ${called.node(act.node)}`,
});

/** By the name that documents write. */
export const nodeDeeds: Readonly<Record<string, NodeDeed>> = {
  crash: nodeDeed({
    args: { node },
    about: 'Kills a process: whatever it held is lost.',
    words: {
      ...plainly('Crash', 'crashed'),
      help: () => 'The process dies at once; whatever it held is lost.',
      inForce: () => 'Crashed',
    },
    offers: [{ id: 'crash', look: 'danger' }],
    fault: { effect: 'down', isHarm: true },
    ends: 'all',
    run: { does: 'kill' },
  }),
  restart: nodeDeed({
    args: { node },
    about: 'Starts a process again, which takes its boot time.',
    words: {
      ...plainly('Bring back', 'brought back'),
      help: () => 'Starts it again after its boot time.',
    },
    ends: 'all',
    lostOn: 'hung',
    run: { does: 'tell', event: () => ({ type: 'restart' }) },
  }),
  hang: nodeDeed({
    args: { node },
    about: 'Freezes a process: it stays connected and does nothing.',
    words: {
      ...plainly('Hang', 'hung'),
      help: () => 'It stops doing anything, but stays connected.',
      inForce: () => 'Hanging',
    },
    offers: [{ id: 'hang' }],
    fault: { effect: 'hung', isHarm: true },
    lostOn: 'down',
    run: { does: 'freeze' },
  }),
  resume: nodeDeed({
    args: { node },
    about: 'Lets a process that hangs go on.',
    words: {
      ...plainly('Resume', 'resumed'),
      help: () => 'It goes on where it stopped.',
    },
    ends: ['hang'],
    run: { does: 'thaw' },
  }),
  isolate: nodeDeed({
    args: { node },
    about: 'Cuts a node off: nothing gets to it or from it.',
    words: {
      ...plainly('Isolate', 'isolated'),
      help: () => 'Nothing gets to it or from it, on any connection.',
      inForce: () => 'Isolated',
    },
    offers: [{ id: 'isolate' }],
    fault: { effect: 'isolated', outlasts: true, isHarm: true },
    run: { does: 'isolate' },
  }),
  rejoin: nodeDeed({
    args: { node },
    about: 'Lets everything get to a node and from it again.',
    words: {
      ...plainly('Rejoin', 'rejoined'),
      help: () => 'Its connections carry again what they did.',
    },
    ends: ['isolate'],
    run: { does: 'rejoin' },
  }),
  drain: nodeDeed({
    args: { node },
    about: 'Lets a process finish what it has and leave.',
    words: {
      ...plainly('Drain', 'drained'),
      help: () => 'It finishes what it has and takes nothing new.',
      inForce: () => 'Draining',
    },
    offers: [{ id: 'drain' }],
    fault: { effect: 'leaving', isHarm: false },
    lostOn: 'down',
    run: { does: 'tell', event: () => ({ type: 'drain' }) },
  }),
  slow: nodeDeed({
    args: { node, factor: factor(4) },
    about: 'Makes a node so many times slower; 1 ends it.',
    words: {
      name: 'Slow',
      button: (act) => `Slow ×${formatNumber(act.factor)}`,
      help: (act) => `Everything takes ${formatNumber(act.factor)} times as long.`,
      inForce: (act) => `Slow ×${formatNumber(act.factor)}`,
      label: (act, called) =>
        act.factor === 1
          ? `Normal speed for ${called.node(act.node)}`
          : `Slow ${called.node(act.node)} ×${act.factor}`,
      past: (act, called) =>
        act.factor === 1
          ? `gave ${called.node(act.node)} its normal speed`
          : `slowed ${called.node(act.node)} ×${act.factor}`,
      end: { button: () => 'Normal speed', help: () => 'Back to its own speed.' },
    },
    offers: [{ id: 'slow' }],
    fault: { effect: 'slower', level: { arg: 'factor', none: 1 }, isHarm: true },
    lostOn: 'down',
    run: { does: 'impose', event: (act) => ({ type: 'slow', factor: act.factor }) },
  }),
  errors: nodeDeed({
    args: {
      node,
      rate: value(percent({ key: 'r', label: 'Share', help: 'Of the answers.', default: 0.5 })),
    },
    about: 'Lets a node answer that share (0..1) of requests with errors; 0 ends it.',
    words: {
      name: 'Errors',
      button: (act) => `Errors ${formatShare(act.rate)}`,
      help: (act) => `${formatShare(act.rate)} of the answers are errors.`,
      inForce: (act) => `${formatShare(act.rate)} errors`,
      label: (act, called) => `${called.node(act.node)} answers ${share(act.rate)} errors`,
      past: (act, called) => `let ${called.node(act.node)} answer ${share(act.rate)} errors`,
      end: {
        button: (own) => (own.rate === 0 ? 'No errors' : `Errors ${formatShare(own.rate)}, as set`),
        help: (own) =>
          own.rate === 0
            ? 'No answer is an error any more.'
            : `${formatShare(own.rate)} of the answers are errors again, as its settings say.`,
      },
    },
    offers: [{ id: 'errors' }],
    fault: {
      effect: 'wrong-answers',
      level: { arg: 'rate', none: { setting: 'errorRate' } },
      isHarm: true,
    },
    lostOn: 'down',
    run: { does: 'impose', event: (act) => ({ type: 'errors', rate: act.rate }) },
  }),
  burst: nodeDeed({
    args: {
      node,
      factor: factor(5),
      for: value(duration({ key: 'd', label: 'Duration', help: 'Such as 10 s.', default: 10_000 })),
    },
    about: 'Multiplies the load a node sends, for so many milliseconds.',
    words: {
      name: 'Burst',
      button: (act) => `Burst ×${formatNumber(act.factor)}`,
      help: (act) =>
        `${formatNumber(act.factor)} times as many requests for ${formatDuration(act.for)}.`,
      inForce: (act) => `Burst ×${formatNumber(act.factor)}`,
      label: (act, called) =>
        act.factor === 1
          ? `End the burst at ${called.node(act.node)}`
          : `Burst ×${act.factor} at ${called.node(act.node)}`,
      past: (act, called) =>
        act.factor === 1
          ? `ended the burst at ${called.node(act.node)}`
          : `sent a burst ×${act.factor} from ${called.node(act.node)}`,
      end: { button: () => 'End the burst', help: () => 'Back to its own rate.' },
    },
    offers: [{ id: 'burst' }],
    fault: {
      effect: 'more-load',
      level: { arg: 'factor', none: 1 },
      lasts: 'for',
      isHarm: false,
    },
    lostOn: 'down',
    run: {
      does: 'impose',
      event: (act) => ({
        type: 'burst',
        factor: act.factor,
        forMicros: Math.round(act.for * 1000),
      }),
    },
  }),
  act: nodeDeed({
    args: {
      node,
      act: { is: 'action', about: 'The name of a deed of its own kind.' },
      args: { is: 'args', optional: true, about: 'What that deed takes.' },
    },
    about: 'Does something that nodes of its kind alone know.',
    words: {
      name: 'Act',
      button: (act) => act.act,
      help: () => 'Something that nodes of its kind alone know.',
      label: (act, called) => `${act.act} at ${called.node(act.node)}`,
      past: (act, called) => `did ${act.act} at ${called.node(act.node)}`,
    },
    run: { does: 'tell', event: (act) => ({ type: act.act, ...act.args }) },
  }),
};

/** A deed of the node's own kind, as a command carries it. */
export function acts(
  on: string,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Intervention {
  const isBare = Object.keys(args).length === 0;
  return { do: 'act', node: on, act: name, ...(!isBare && { args }) };
}

function share(rate: number): string {
  return `${Math.round(rate * 1000) / 10} %`;
}
