/**
 * A family that no list of the product names: what it brings must be found from its own
 * declarations alone. A depot holds so many crates; it is told to take more of them, which it does
 * for a while in a state and an ink of its own, to shake them, and suffers from damp. Docks send
 * parcels to its crates, over edges that say with how much care.
 */

import { setup } from 'xstate';
import { nodeDeed, value } from '../../document/deed.ts';
import { type AnyConfig, integer, percent } from '../../document/field.ts';
import type { Protocol } from '../../document/protocol.ts';
import { defineSpec } from '../../document/spec.ts';
import type { OwnInk } from '../../lib/ink.ts';
import type { Picture } from '../../lib/picture.ts';
import { numberSeries, type SeriesTable } from '../../lib/series.ts';
import type { StateTag } from '../../lib/tone.ts';
import type { MachineModelOf, SimEvent } from '../../sim/machine.ts';
import type { Answer, Model } from '../../sim/model.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Connection, Content, Link } from '../../sim/types.ts';
import { connectionOf, messageOf } from './events.ts';

const node = { is: 'node' } as const;
const crates = integer({
  key: 'c',
  label: 'Crates',
  help: 'How many.',
  default: 1,
  min: 0,
  max: 100,
});

/** A protocol of its own, with a setting on its edges. */
const parcels = {
  id: 'parcels',
  title: 'Parcels',
  carries: 'parcels',
  class: 'task',
  fields: {
    care: integer({
      key: 'c',
      label: 'Care',
      help: 'With how much care.',
      default: 1,
      min: 0,
      max: 9,
    }),
  },
} as const satisfies Protocol;

/** Each crate takes parcels of its own. */
function crateNames(config: AnyConfig): readonly string[] {
  return Array.from({ length: Number(config.crates) }, (_, at) => `crate ${at + 1}`);
}

const depotSeries = {
  parcels: { is: 'counter', label: 'Parcels', unit: 'parcels', keyed: { by: 'crate' } },
} as const satisfies SeriesTable;
const SERIES = numberSeries(depotSeries);

export const MOSS: OwnInk = ['#4f6f00', '#c0eb75'];
/** For so long it is still about what it was told to take. */
const RESTOCKING_MICROS = 15_000;

export const depotSpec = defineSpec({
  kind: 'depot',
  key: 'dp',
  family: 'compute',
  title: 'Depot',
  summary: 'Holds crates.',
  icon: 'box',
  gives: [],
  takes: [parcels],
  ports: { parcels: { label: 'Crate', names: crateNames } },
  series: depotSeries,
  tones: { restocking: MOSS },
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
  /** Of all parcels that came. */
  care: number;
}

interface DepotObservation extends DepotContext {
  readonly state: string;
  readonly hung: boolean;
}

const action = () => undefined;

const depotMachine = setup({
  types: {} as {
    events:
      | { type: 'crash' | 'restart' | 'drain' | 'shaken' | 'request' }
      | { type: 'stocked'; more: number }
      | { type: 'damped'; share: number };
    tags: StateTag | 'restocking';
  },
  delays: { restocking: 0 },
  actions: {
    take: action,
    shake: action,
    damp: action,
    forget: action,
    store: action,
    refuse: action,
  },
}).createMachine({
  id: 'depot',
  initial: 'up',
  on: { damped: { actions: 'damp' } },
  states: {
    up: {
      on: {
        stocked: { target: '.restocking', actions: 'take' },
        shaken: { actions: 'shake' },
        request: { actions: 'store' },
        restart: { actions: 'forget' },
        drain: 'shut',
        crash: 'shut',
      },
      initial: 'open',
      states: {
        open: {},
        restocking: { tags: ['standby', 'restocking'], after: { restocking: 'open' } },
      },
    },
    shut: { tags: 'down', entry: 'forget', on: { restart: 'up', request: { actions: 'refuse' } } },
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
    store: (context, event, _params, sim) => {
      const message = messageOf(event);
      const { port } = sim.carried(connectionOf(event).lane);
      context.care += (message.content as Parcel).care;
      sim.count(SERIES.parcels, 1, port ?? '');
      sim.deliver(message);
    },
    /** A reason of its own: nobody is there. */
    refuse: (_context, event, _params, sim) => {
      sim.drop(messageOf(event), 'shut', { why: 'state', node: sim.self, key: '' });
    },
  },
  guards: {},
  delays: { restocking: () => RESTOCKING_MICROS },
};

export const depotModel: Model<DepotContext, { crates: number }, DepotObservation> = {
  kind: 'depot',
  machines: { depot },
  series: depotSeries,
  main: () => 'depot',
  context: (config) => ({ crates: config.crates, shaken: 0, damp: 0, care: 0 }),
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
  draw: (seen) =>
    Array.from({ length: Math.min(seen.crates, 7) }, (_, at) => ({
      ...{ s: 'rect', x: 1 + 8 * at, y: 4, w: 6, h: 6 },
      fill: seen.state === 'up.restocking' ? MOSS : 'compute',
    })),
};

/** What a dock sends: it names no crate, for the edge does. */
interface Parcel extends Content {
  readonly class: 'task';
  readonly care: number;
}

export const dockSpec = defineSpec({
  kind: 'dock',
  key: 'dk',
  family: 'compute',
  title: 'Dock',
  summary: 'Sends parcels.',
  icon: 'ship',
  gives: [parcels],
  takes: [],
  faults: [],
  fields: {},
});

interface DockContext {
  lines: { readonly link: Link; readonly connection: Connection }[];
}

const dockMachine = setup({
  types: {} as { events: { type: 'ship' | 'topology' }; tags: StateTag },
  actions: { open: action, ship: action },
}).createMachine({
  id: 'dock',
  initial: 'loading',
  states: {
    loading: {
      tags: 'saturated',
      entry: ['open', 'ship'],
      on: { ship: { actions: 'ship' }, topology: { actions: 'open' } },
    },
  },
});

const SHIP = Object.freeze({ type: 'ship' });

const dock: MachineModelOf<typeof dockMachine, DockContext, SimEvent, Sim> = {
  machine: dockMachine,
  actions: {
    open: (context, _event, _params, sim) => {
      context.lines = sim.links().map((link) => {
        const known = context.lines.find((line) => line.link.lane === link.lane);
        const connection = known?.connection ?? sim.connect(link.lane, { transport: 'udp' });
        return { link, connection };
      });
    },
    ship: (context, _event, _params, sim) => {
      for (const { link, connection } of context.lines) {
        const care = Number(link.settings.care);
        const content: Parcel = Object.freeze({ class: 'task', words: `to ${link.port}`, care });
        sim.send(sim.create(content, { oneWay: true }), connection);
      }
      sim.schedule(10_000, SHIP);
    },
  },
  guards: {},
  delays: {},
};

export const dockModel: Model<DockContext, object, { readonly state: string }> = {
  kind: 'dock',
  machines: { dock },
  main: () => 'dock',
  context: () => ({ lines: [] }),
  configure: () => undefined,
  observe: (_context, view) => ({ state: view.state }),
  held: () => [],
};

export const dockPicture: Picture<object> = {
  words: () => 'loading',
  utilization: () => null,
  draw: () => [],
};
