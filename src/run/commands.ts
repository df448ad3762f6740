/**
 * What carries out a document's commands and tells what became of them. A run of a document that
 * has none, and is not changed, needs none of it: the worker fetches it once something moves.
 */
import { applyIntervention } from '../document/intervention.ts';
import { carryOut } from './carry-out.ts';
import { firstDifference } from './difference.ts';
import { faultsOver } from './faults-now.ts';

export const commands = { applyIntervention, carryOut, firstDifference, faultsOver };

export type Commands = typeof commands;
