/** Every check of the soak, and one trial put to some of them. */

import type { Kinds } from '../../run/kinds.ts';
import { Chance } from './chance.ts';
import { type Check, EVENTS, type Finding, freshRun, type Trial } from './check.ts';
import { faults } from './check-faults.ts';
import { figures } from './check-figures.ts';
import { quiet } from './check-quiet.ts';
import { recovers } from './check-recovers.ts';
import { conservation, runs, seek, twice, update, valid } from './check-runs.ts';
import { travel } from './check-travel.ts';
import { randomDiagram } from './diagram.ts';
import { makerFor } from './maker.ts';

/** In the order in which they are put: what fails first makes later ones moot. */
export const CHECKS: readonly Check[] = [
  valid,
  travel,
  runs,
  conservation,
  figures,
  twice,
  seek,
  update,
  faults,
  recovers,
  quiet,
];

/**
 * The trial of a seed: a random diagram, run for as long as it does not become too busy.
 * @throws Error where the diagram cannot even be made
 */
export function trialOf(seed: number, kinds: Kinds): Trial {
  const { document, untilMs } = randomDiagram(seed, makerFor(kinds));
  return bounded({ document, until: untilMs * 1000, kinds });
}

/** The same trial, ended where it has had its number of events. */
function bounded(trial: Trial): Trial {
  try {
    const run = freshRun(trial);
    if (run.seek(trial.until, EVENTS)) return trial;
    return { ...trial, until: run.now };
  } catch {
    // The check that it runs at all will say so.
    return trial;
  }
}

/** What the check finds; a throw is a finding, too. */
export function put(check: Check, trial: Trial, seed: number): Finding | null {
  try {
    return check.find(trial, new Chance(seed, check.name));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { sentence: `It throws: ${message}`, document: trial.document };
  }
}
