/**
 * What still holds of what was done to a node: commands say what began, and here is seen what has
 * ended by itself – repaired, failed by chance and begun anew, drained to the end – or never took
 * hold.
 */
import type { FaultRule } from '../document/deed.ts';
import { deedOfFault } from '../document/deeds.ts';
import type { Faults } from '../document/faults.ts';
import { specOf } from '../document/words.ts';
import { own } from '../lib/table.ts';
import { isInForce } from '../sim/faults.ts';
import type { Micros } from '../sim/types.ts';
import type { NodeRecord } from '../sim/world.ts';
import type { Kinds } from './kinds.ts';

/**
 * The process is gone, or has not come back; a hung one is not. `seen`: what its picture is drawn
 * from.
 */
export function isDown(pictures: Kinds['pictures'], node: NodeRecord, seen: unknown): boolean {
  return !node.hung && toneAwake(pictures, node, seen) === 'down';
}

/** A node as it is now; `seen`: what its picture is drawn from. */
export interface Sight {
  readonly kinds: Kinds;
  readonly node: NodeRecord;
  readonly seen: unknown;
  readonly now: Micros;
}

/** Which faults that commands began are over, or never took hold. */
export function faultsOver(told: Faults, sight: Sight): string[] {
  return Object.keys(told).filter((name) => !holds(name, sight));
}

function holds(name: string, sight: Sight): boolean {
  const { kinds, node, seen, now } = sight;
  const fault = deedOfFault(name, specOf(node.kind, kinds.specs))?.fault;
  if (fault === undefined) return false;
  const isMarked = isInForce(node.faults[name], now);
  const tone = toneAwake(kinds.pictures, node, seen);
  switch (fault.effect) {
    case 'down':
      return isMarked && !node.hung && tone === 'down';
    case 'leaving':
      // What it was told while it hung it hears when it wakes.
      return isMarked && (node.hung || tone === 'standby' || tone === 'down');
    case 'hung':
      return node.hung;
    default:
      return (fault.lasts === undefined || isMarked) && isSuffered(name, fault, sight);
  }
}

/** Whether the node itself goes by it. */
function isSuffered(name: string, { level }: FaultRule, { kinds, node, seen }: Sight): boolean {
  const value = own(kinds.pictures[node.kind]?.suffers?.(seen), name);
  if (level === undefined || value === undefined) return value !== undefined;
  const { none } = level;
  const process = specOf(node.kind, kinds.specs)?.process ?? {};
  return (
    value !== (typeof none === 'number' ? none : own(node.config, process[none.setting] ?? ''))
  );
}

function toneAwake(pictures: Kinds['pictures'], node: NodeRecord, seen: unknown) {
  const picture = pictures[node.kind];
  if (picture === undefined || typeof seen !== 'object') return 'normal';
  return picture.tone({ ...seen, hung: false });
}
