/**
 * What still holds of what was done to a node: commands say what began, and here is seen what has
 * ended by itself – repaired, failed by chance and begun anew, drained to the end – or never took
 * hold.
 */
import type { FaultRule } from '../document/deed.ts';
import { deedOfFault } from '../document/deeds.ts';
import type { Faults } from '../document/faults.ts';
import { specOf } from '../document/words.ts';
import { pictures } from '../kinds/pictures.ts';
import { specs } from '../kinds/specs.ts';
import { own } from '../lib/table.ts';
import { isInForce } from '../sim/faults.ts';
import type { Micros } from '../sim/types.ts';
import type { NodeRecord } from '../sim/world.ts';

/**
 * The process is gone, or has not come back; a hung one is not. `seen`: what its picture is drawn
 * from.
 */
export function isDown(node: NodeRecord, seen: unknown): boolean {
  return !node.hung && toneAwake(node, seen) === 'down';
}

/**
 * Which faults that commands began are over, or never took hold.
 * @param seen what its picture is drawn from
 */
export function faultsOver(told: Faults, node: NodeRecord, seen: unknown, now: Micros): string[] {
  return Object.keys(told).filter((name) => !holds(name, node, seen, now));
}

function holds(name: string, node: NodeRecord, seen: unknown, now: Micros): boolean {
  const spec = specOf(node.kind, specs);
  const fault = deedOfFault(name, spec)?.fault;
  if (fault === undefined) return false;
  const isMarked = isInForce(node.faults[name], now);
  const tone = toneAwake(node, seen);
  switch (fault.effect) {
    case 'down':
      return isMarked && isDown(node, seen);
    case 'leaving':
      // What it was told while it hung it hears when it wakes.
      return isMarked && (node.hung || tone === 'standby' || tone === 'down');
    case 'hung':
      return node.hung;
    default:
      return fault.lasts === undefined || isMarked ? isSuffered(name, fault, node, seen) : false;
  }
}

/** Whether the node itself goes by it. */
function isSuffered(name: string, { level }: FaultRule, node: NodeRecord, seen: unknown): boolean {
  const suffers = pictures[node.kind]?.suffers?.(seen) ?? {};
  const value = own(suffers, name);
  if (level === undefined) return value !== undefined;
  const { none } = level;
  const process = specOf(node.kind, specs)?.process ?? {};
  const usual = typeof none === 'number' ? none : own(node.config, process[none.setting] ?? '');
  return value !== undefined && value !== usual;
}

function toneAwake(node: NodeRecord, seen: unknown) {
  const picture = pictures[node.kind];
  if (picture === undefined || typeof seen !== 'object') return 'normal';
  return picture.tone({ ...seen, hung: false });
}
