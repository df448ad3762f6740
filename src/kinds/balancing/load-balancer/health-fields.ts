/** Settings of a balancer that say how it finds out which backends are well. */
import { type AnyConfig, choice, duration, integer, text } from '../../../document/field.ts';

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
