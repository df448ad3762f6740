/**
 * A pool: the frame around the backends of one balancer. An edge to it is an edge to each of its
 * members, also to later ones. With figures to scale by, it decides how many of them are on.
 */
import {
  type AnyConfig,
  choice,
  duration,
  integer,
  number,
  percent,
  type RowOf,
  table,
} from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import type { SeriesTable } from '../../../lib/series.ts';
import { http } from '../../shared/http.ts';
import { entry } from './entry.ts';

/** Whether the pool scales at all. */
export function scales(config: AnyConfig): boolean {
  return Array.isArray(config.figures) && config.figures.length > 0;
}

const figure = {
  by: choice({
    key: 'b',
    label: 'Figure',
    help: 'What of the members is held against the target.',
    default: 'utilization',
    options: {
      utilization: 'Slots in use (% of each member)',
      'each-rate': 'Requests/s of each member',
      'shared-rate': 'Requests/s of all, shared by them',
      'total-rate': 'Requests/s of all',
    },
  }),
  target: number({
    key: 't',
    label: 'Target',
    help: 'In percent, or in requests per second. More members are wanted when the figure is above.',
    default: 60,
    min: 0.001,
    max: 1_000_000,
  }),
};

const policy = {
  direction: choice({
    key: 'd',
    label: 'Direction',
    help: 'Whether it limits how fast members are added, or how fast they are removed.',
    default: 'up',
    options: { up: 'Up', down: 'Down' },
  }),
  amount: integer({
    key: 'n',
    label: 'At most',
    help: 'So many members, or so many percent of them.',
    default: 4,
    min: 1,
    max: 10_000,
  }),
  by: choice({
    key: 'b',
    label: 'Counted in',
    help: 'What the number counts.',
    default: 'members',
    options: { members: 'Members', percent: 'Percent' },
  }),
  period: duration({
    key: 'p',
    label: 'Within',
    help: 'The time in which no more than that changes.',
    default: 15_000,
    min: 1000,
    max: 1_800_000,
  }),
};

const GROUP = 'Autoscaler';
const LONGEST_WINDOW = 3_600_000;

const window = (about: { key: string; label: string; help: string; default: number }) =>
  duration({ ...about, group: GROUP, max: LONGEST_WINDOW, shownWhen: scales });

const select = (about: { key: string; label: string; help: string }) =>
  choice({
    ...about,
    group: GROUP,
    shownWhen: scales,
    default: 'max',
    options: {
      max: 'The limit that allows most',
      min: 'The limit that allows least',
      disabled: 'Never',
    },
  });

export const series = {
  wanted: { is: 'gauge', label: 'Members wanted', unit: 'members', keptWhen: scales },
  ready: { is: 'gauge', label: 'Members ready', unit: 'members', keptWhen: scales },
} as const satisfies SeriesTable;

export const spec = defineSpec({
  ...entry,
  fields: {
    figures: table({
      key: 'f',
      label: 'Scale by',
      group: GROUP,
      help: 'The figures that decide how many members are on, as in Kubernetes. Of several, the one that asks for most counts. Empty: all are on.',
      columns: figure,
      each: 'figure',
      most: 4,
    }),
    least: integer({
      key: 'l',
      label: 'At least',
      group: GROUP,
      help: 'How many members are on at least, and at the start. At most all of them are.',
      default: 1,
      min: 1,
      max: 2000,
      shownWhen: scales,
    }),
    tolerance: percent({
      key: 't',
      label: 'Tolerance',
      group: GROUP,
      help: 'A figure that is off its target by no more than this changes nothing.',
      default: 0.1,
      max: 1,
      shownWhen: scales,
    }),
    lookEvery: duration({
      key: 'e',
      label: 'Looks every',
      group: GROUP,
      help: 'How often it compares figures and targets.',
      default: 15_000,
      min: 1000,
      max: LONGEST_WINDOW,
      shownWhen: scales,
    }),
    policies: table({
      key: 'p',
      label: 'Rate limits',
      group: GROUP,
      help: 'How fast the number changes. Empty: at each look it can double or reach 4, and shrinks without limit. With limits for one direction only, the other has those of Kubernetes.',
      columns: policy,
      each: 'limit',
      most: 8,
      shownWhen: scales,
    }),
    selectUp: select({
      key: 'su',
      label: 'Adds members by',
      help: 'Which of several limits counts while members are added.',
    }),
    selectDown: select({
      key: 'sd',
      label: 'Removes members by',
      help: 'Which of several limits counts while members are removed.',
    }),
    windowUp: window({
      key: 'wu',
      label: 'Waits before adding',
      help: 'More members are wanted only when every look in this time asked for more.',
      default: 0,
    }),
    windowDown: window({
      key: 'wd',
      label: 'Waits before removing',
      help: 'Fewer members are wanted only when every look in this time asked for fewer.',
      default: 300_000,
    }),
  },
  faults: [],
  frame: {
    ...entry.frame,
    holds: ({ frame, takes }) =>
      frame === undefined ? takes.some(({ id }) => id === http.id) : frame.isTransparent === true,
  },
  series,
});

export type PoolConfig = ConfigOf<typeof spec.fields>;
export type Figure = RowOf<typeof figure>;
export type Policy = RowOf<typeof policy>;
