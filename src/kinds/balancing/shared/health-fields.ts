/** Settings of a balancer that say how it finds out which backends are well, and what follows. */
import {
  type AnyConfig,
  choice,
  duration,
  integer,
  number,
  percent,
  text,
  toggle,
} from '../../../document/field.ts';

const DAY = 86_400_000;

const hasChecks = ({ checks }: AnyConfig): boolean => checks === 'tcp' || checks === 'http';
const ofChecks = {
  group: 'Health checks',
  shownWhen: hasChecks,
};
const ofHttp = {
  ...ofChecks,
  shownWhen: ({ checks }: AnyConfig) => checks === 'http',
};
/** A number of checks in a row. */
const inARow = { min: 1, max: 1000, ...ofChecks };

export function checkFields() {
  return {
    checks: choice({
      key: 'hc',
      label: 'Health checks',
      help: 'Asks backends how they are, and sends nothing to those that do not answer well.',
      default: 'off',
      options: { off: 'Off', tcp: 'TCP: connect', http: 'HTTP: ask for a path' },
      group: ofChecks.group,
    }),
    checkPath: text({
      key: 'hp',
      label: 'Check path',
      help: 'What a check asks for.',
      default: '/health',
      ...ofHttp,
    }),
    checkStatus: integer({
      key: 'hs',
      label: 'Expected status',
      help: 'With any other a check has failed.',
      default: 200,
      min: 100,
      max: 599,
      ...ofHttp,
    }),
    checkInterval: duration({
      key: 'hi',
      label: 'Check interval',
      help: 'From the end of a check to the next.',
      default: 2000,
      min: 1,
      max: 3_600_000,
      ...ofChecks,
    }),
    fastInterval: duration({
      key: 'hq',
      label: 'Interval while changing',
      help: 'The same while a backend is about to leave or return.',
      zero: 'as the check interval',
      default: 0,
      max: 3_600_000,
      ...ofChecks,
    }),
    checkTimeout: duration({
      key: 'ht',
      label: 'Check timeout',
      help: 'A check that takes longer has failed.',
      default: 1000,
      min: 1,
      max: 3_600_000,
      ...ofChecks,
    }),
    rise: integer({
      key: 'hr',
      label: 'Checks to return',
      help: 'How many pass in a row before a backend returns.',
      default: 2,
      ...inARow,
    }),
    fall: integer({
      key: 'hf',
      label: 'Checks to leave',
      help: 'How many fail in a row before a backend leaves.',
      default: 3,
      ...inARow,
    }),
    startsAs: choice({
      key: 'hb',
      label: 'Before the first check',
      help: 'The first check decides alone.',
      default: 'up',
      options: { up: 'In use (HAProxy)', down: 'Out (Envoy, AWS)' },
      ...ofChecks,
    }),
  };
}

const ejects = ({ ejection }: AnyConfig): boolean => ejection === true;
const ofEjection = {
  group: 'Outlier detection',
  shownWhen: ejects,
};

export function ejectionFields() {
  return {
    ejection: toggle({
      key: 'e',
      label: 'Eject after errors',
      help: 'Takes a backend out after failed connections, timeouts or statuses from 500 on in a row.',
      default: false,
      group: ofEjection.group,
    }),
    ejectAfter: integer({
      key: 'ea',
      label: 'Errors in a row',
      help: 'So many eject a backend.',
      default: 5,
      min: 1,
      max: 100_000,
      ...ofEjection,
    }),
    ejectTime: duration({
      key: 'et',
      label: 'Ejected for',
      help: 'The second time twice as long, and so on.',
      default: 30_000,
      min: 1,
      max: DAY,
      ...ofEjection,
    }),
    ejectMost: percent({
      key: 'em',
      label: 'Ejected at most',
      help: 'Of all backends at the same time. One always may be.',
      default: 0.1,
      ...ofEjection,
    }),
  };
}

const LEVELS = 'Panic, backups and slow start';

export function levelFields() {
  return {
    panicThreshold: percent({
      key: 'pt',
      label: 'Panic threshold',
      help: 'When checks and ejection leave fewer backends than this, all get traffic. 0 % never does.',
      default: 0.5,
      group: LEVELS,
      shownWhen: (config) => hasChecks(config) || ejects(config),
    }),
    spills: toggle({
      key: 'ps',
      label: 'Backups help early',
      help: 'Backups get what too few healthy backends cannot do (Envoy).',
      default: false,
      group: LEVELS,
    }),
    slowStart: duration({
      key: 'w',
      label: 'Slow start',
      help: 'How long a backend that returns or joins takes to get its whole share.',
      zero: 'off',
      default: 0,
      max: 3_600_000,
      group: LEVELS,
    }),
    slowStartAggression: number({
      key: 'wa',
      label: 'Aggression',
      help: '1 grows evenly, more grows faster at first.',
      default: 1,
      min: 0.1,
      max: 10,
      group: LEVELS,
      shownWhen: ({ slowStart }) => slowStart !== 0,
    }),
  };
}
