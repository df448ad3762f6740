/**
 * What carries out a document's commands, judges its conditions, and says what became of both. A
 * run of a document that has neither, and is not changed, needs none of it: the worker fetches it
 * once something moves.
 */
import { applyIntervention } from '../document/intervention.ts';
import { watchConditions } from '../sim/conditions.ts';
import { carryOut } from './carry-out.ts';
import { stoppedAt } from './condition-words.ts';
import { firstDifference } from './difference.ts';
import { faultsOver } from './faults-now.ts';

export const commands = {
  applyIntervention,
  carryOut,
  firstDifference,
  faultsOver,
  watchConditions,
  stoppedAt,
};

export type Commands = typeof commands;
