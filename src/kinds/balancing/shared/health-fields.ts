/** Settings of a balancer that say how it finds out which backends are well. */
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

const CHECKS = 'Health checks';
const hasChecks = ({ checks }: AnyConfig): boolean => checks === 'tcp' || checks === 'http';
const isHttpCheck = ({ checks }: AnyConfig): boolean => checks === 'http';

export function checkFields() {
  return {
    checks: choice({
      key: 'hc',
      label: 'Health checks',
      help: 'How it finds out which backends are well. TCP opens a connection, HTTP asks for a path and looks at the status.',
      default: 'off',
      options: { off: 'Off', tcp: 'TCP: open a connection', http: 'HTTP: ask for a path' },
      group: CHECKS,
    }),
    checkPath: text({
      key: 'hp',
      label: 'Check path',
      help: 'What an HTTP check asks for.',
      default: '/health',
      group: CHECKS,
      shownWhen: isHttpCheck,
    }),
    checkStatus: integer({
      key: 'hs',
      label: 'Expected status',
      help: 'An HTTP check passes with this status, and fails with any other.',
      default: 200,
      min: 100,
      max: 599,
      group: CHECKS,
      shownWhen: isHttpCheck,
    }),
    checkInterval: duration({
      key: 'hi',
      label: 'Check interval',
      help: 'From the end of a check to the next one. The first one comes within this time.',
      default: 2000,
      min: 1,
      max: 3_600_000,
      group: CHECKS,
      shownWhen: hasChecks,
    }),
    fastInterval: duration({
      key: 'hq',
      label: 'Interval while changing',
      help: 'The same while some checks have failed and the backend is still in, or have passed and it is still out.',
      zero: 'as the check interval',
      default: 0,
      max: 3_600_000,
      group: CHECKS,
      shownWhen: hasChecks,
    }),
    checkTimeout: duration({
      key: 'ht',
      label: 'Check timeout',
      help: 'A check that takes longer has failed.',
      default: 1000,
      min: 1,
      max: 3_600_000,
      group: CHECKS,
      shownWhen: hasChecks,
    }),
    rise: integer({
      key: 'hr',
      label: 'Checks to return',
      help: 'How many checks in a row have to pass before a backend that is out gets traffic again.',
      default: 2,
      min: 1,
      max: 1000,
      group: CHECKS,
      shownWhen: hasChecks,
    }),
    fall: integer({
      key: 'hf',
      label: 'Checks to leave',
      help: 'How many checks in a row have to fail before a backend gets no traffic.',
      default: 3,
      min: 1,
      max: 1000,
      group: CHECKS,
      shownWhen: hasChecks,
    }),
    startsAs: choice({
      key: 'hb',
      label: 'Before the first check',
      help: 'Whether a backend gets traffic before its first check, which decides alone.',
      default: 'up',
      options: { up: 'In use (HAProxy)', down: 'Out (Envoy, AWS)' },
      group: CHECKS,
      shownWhen: hasChecks,
    }),
  };
}

const EJECTION = 'Outlier detection';
const ejects = ({ ejection }: AnyConfig): boolean => ejection === true;

export function ejectionFields() {
  return {
    ejection: toggle({
      key: 'e',
      label: 'Eject after errors',
      help: 'Takes a backend out for a while after errors in a row: failed connections, timeouts and statuses from 500 on.',
      default: false,
      group: EJECTION,
    }),
    ejectAfter: integer({
      key: 'ea',
      label: 'Errors in a row',
      help: 'How many errors in a row eject a backend.',
      default: 5,
      min: 1,
      max: 100_000,
      group: EJECTION,
      shownWhen: ejects,
    }),
    ejectTime: duration({
      key: 'et',
      label: 'Ejected for',
      help: 'How long the first time. The second time lasts twice as long, the third three times.',
      default: 30_000,
      min: 1,
      max: 86_400_000,
      group: EJECTION,
      shownWhen: ejects,
    }),
    ejectLongest: duration({
      key: 'ex',
      label: 'At the longest',
      help: 'No ejection lasts longer.',
      default: 300_000,
      min: 1,
      max: 86_400_000,
      group: EJECTION,
      shownWhen: ejects,
    }),
    ejectMost: percent({
      key: 'em',
      label: 'Ejected at most',
      help: 'The share of all backends that may be ejected at the same time. One always may.',
      default: 0.1,
      group: EJECTION,
      shownWhen: ejects,
    }),
  };
}

const RETURN = 'Panic, backups and slow start';

export function levelFields() {
  return {
    panicThreshold: percent({
      key: 'pt',
      label: 'Panic threshold',
      help: 'When checks and ejection leave a smaller share of the backends in use, and backups do not make up for it, all get traffic. 0 never does that.',
      default: 0.5,
      group: RETURN,
      shownWhen: (config) => hasChecks(config) || ejects(config),
    }),
    spills: toggle({
      key: 'ps',
      label: 'Backups help early',
      help: 'On gives backups the part of the traffic that too few healthy backends cannot do (Envoy). Off gives them traffic only when no other backend can be used.',
      default: false,
      group: RETURN,
    }),
    overProvisioning: number({
      key: 'po',
      label: 'Over-provisioning',
      help: 'How much more than their share healthy backends can do. With 1.4, 72 % of them are enough for all of the traffic.',
      default: 1.4,
      min: 1,
      max: 10,
      group: RETURN,
      shownWhen: ({ spills }) => spills === true,
    }),
    slowStart: duration({
      key: 'w',
      label: 'Slow start',
      help: 'How long a backend that returns or joins takes until it gets all of its share. Without effect on source IP hash, first with room, and static round robin.',
      zero: 'off',
      default: 0,
      max: 3_600_000,
      group: RETURN,
    }),
    slowStartAggression: number({
      key: 'wa',
      label: 'Aggression',
      help: '1 grows evenly. More grows faster at first, less more slowly.',
      default: 1,
      min: 0.1,
      max: 10,
      group: RETURN,
      shownWhen: ({ slowStart }) => slowStart !== 0,
    }),
    slowStartLeast: percent({
      key: 'wm',
      label: 'Share at first',
      help: 'The share of its weight that it begins with at least.',
      default: 0.1,
      min: 0.01,
      group: RETURN,
      shownWhen: ({ slowStart }) => slowStart !== 0,
    }),
  };
}
