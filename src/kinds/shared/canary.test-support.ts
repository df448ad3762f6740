/**
 * A family that no list of the product names: what it brings must be found from its own
 * declarations alone. A depot holds so many crates; it is told to take more of them, to shake them,
 * and suffers from damp.
 */

import { setup } from 'xstate';
import { nodeDeed, value } from '../../document/deed.ts';
import { integer, percent } from '../../document/field.ts';
import { defineSpec } from '../../document/spec.ts';
import type { Picture } from '../../lib/picture.ts';
import type { StateTag } from '../../lib/tone.ts';
import type { MachineModelOf, SimEvent } from '../../sim/machine.ts';
import type { Answer, Model } from '../../sim/model.ts';
import type { Sim } from '../../sim/types.ts';
import { http } from './http.ts';

const node = { is: 'node' } as const;
const crates = integer({
  key: 'c',
  label: 'Crates',
  help: 'How many.',
  default: 1,
  min: 0,
  max: 100,
});

export const depotSpec = defineSpec({
  kind: 'depot',
  key: 'dp',
  family: 'compute',
  title: 'Depot',
  summary: 'Holds crates.',
  icon: 'box',
  gives: [],
  takes: [http],
  faults: ['crash', 'restart', 'drain', 'hang', 'resume'],
  fields: { crates },
  actions: {
    /** Leaves what a setting can hold. */
    stock: nodeDeed({
      args: { node, more: value({ ...crates, key: 'm', label: 'More crates', default: 5 }) },
      about: 'Takes more crates.',
      words: {
        name: 'Stock',
        button: (act) => `Stock ${act.more}`,
        help: (act) => `Takes ${act.more} more crates.`,
        label: (act, called) => `Stock ${act.more} at ${called.node(act.node)}`,
        past: (act, called) => `stocked ${act.more} at ${called.node(act.node)}`,
      },
      offers: [{ id: 'stock' }],
      folds: (act, config) => ({ crates: Number(config.crates) + act.more }),
      lostOn: 'down',
      run: { does: 'tell', event: (act) => ({ type: 'stocked', more: act.more }) },
    }),
    /** Leaves what no setting can hold. */
    shake: nodeDeed({
      args: { node },
      about: 'Shakes the crates.',
      words: {
        name: 'Shake',
        button: () => 'Shake',
        help: () => 'Shakes the crates.',
        label: (act, called) => `Shake ${called.node(act.node)}`,
        past: (act, called) => `shook ${called.node(act.node)}`,
      },
      offers: [{ id: 'shake' }],
      lostOn: 'down',
      run: { does: 'tell', event: () => ({ type: 'shaken' }) },
    }),
    /** A fault of its own, with a level, which a general deed ends as well. */
    damp: nodeDeed({
      args: {
        node,
        share: value(percent({ key: 's', label: 'Share', help: 'Of the crates.', default: 0.5 })),
      },
      about: 'Makes that share of the crates damp; 0 ends it.',
      words: {
        name: 'Damp',
        button: (act) => `Damp ${act.share * 100} %`,
        help: () => 'Some crates are damp.',
        inForce: (act) => `Damp ${act.share * 100} %`,
        label: (act, called) => `Damp ${act.share * 100} % at ${called.node(act.node)}`,
        past: (act, called) => `made ${act.share * 100} % of ${called.node(act.node)} damp`,
        end: { button: () => 'Dry', help: () => 'No crate is damp any more.' },
      },
      offers: [{ id: 'damp', look: 'danger' }],
      fault: { level: { arg: 'share', none: 0 }, isHarm: true },
      lostOn: 'down',
      run: { does: 'impose', event: (act) => ({ type: 'damped', share: act.share }) },
    }),
  },
});

interface DepotContext {
  crates: number;
  shaken: number;
  damp: number;
}

interface DepotObservation extends DepotContext {
  readonly state: string;
  readonly hung: boolean;
}

const action = () => undefined;

const depotMachine = setup({
  types: {} as {
    events:
      | { type: 'crash' | 'restart' | 'drain' | 'shaken' }
      | { type: 'stocked'; more: number }
      | { type: 'damped'; share: number };
    tags: StateTag;
  },
  actions: { take: action, shake: action, damp: action, forget: action },
}).createMachine({
  id: 'depot',
  initial: 'open',
  on: { damped: { actions: 'damp' } },
  states: {
    open: {
      on: {
        stocked: { actions: 'take' },
        shaken: { actions: 'shake' },
        restart: { actions: 'forget' },
        drain: 'shut',
        crash: 'shut',
      },
    },
    shut: { tags: 'down', entry: 'forget', on: { restart: 'open' } },
  },
});

const depot: MachineModelOf<typeof depotMachine, DepotContext, SimEvent, Sim> = {
  machine: depotMachine,
  actions: {
    take: (context, event) => {
      context.crates += (event as SimEvent & { more: number }).more;
    },
    shake: (context) => {
      context.shaken += 1;
    },
    damp: (context, event) => {
      context.damp = (event as SimEvent & { share: number }).share;
    },
    forget: (context) => {
      context.damp = 0;
    },
  },
  guards: {},
  delays: {},
};

export const depotModel: Model<DepotContext, { crates: number }, DepotObservation> = {
  kind: 'depot',
  machines: { depot },
  main: () => 'depot',
  context: (config) => ({ crates: config.crates, shaken: 0, damp: 0 }),
  configure: (context, config) => {
    context.crates = config.crates;
  },
  observe: (context, view) => ({ ...context, state: view.state, hung: view.hung }),
  held: () => [],
};

export const depotAnswer: Answer<DepotContext> = ({ about, least = 0 }, { crates }) => {
  if (about !== 'crates') return null;
  return Array.from({ length: crates }, (_, at) => at + 1).filter((each) => each >= Number(least));
};

export const depotPicture: Picture<DepotObservation> = {
  words: (seen) => `${seen.crates} crates`,
  utilization: () => null,
  suffers: (seen) => ({ damp: seen.damp }),
  draw: () => [],
};
