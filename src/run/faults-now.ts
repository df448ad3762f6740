/**
 * What still holds of what was done to a node: commands say what began, and here is seen what has
 * ended by itself – repaired, failed by chance and begun anew, drained to the end – or never took
 * hold.
 */
import type { FaultRule } from '../document/deed.ts';
import { deedOfFault } from '../document/deeds.ts';
import type { Faults } from '../document/faults.ts';
import type { Specs } from '../document/spec.ts';
import { specOf } from '../document/words.ts';
import type { Pictures } from '../lib/picture.ts';
import { own } from '../lib/table.ts';
import { hasTag } from '../lib/tone.ts';
import { isInForce } from '../sim/faults.ts';
import type { Kernel } from '../sim/kernel.ts';
import type { NodeRecord } from '../sim/world.ts';

/** The process is gone, or has not come back; a hung one is not. */
export function isDown(kernel: Kernel, node: NodeRecord): boolean {
  return !node.hung && hasTag(kernel.stateIn(node.main).tags, 'down');
}

/** A node as it is now; `seen`: what its picture is drawn from. */
export interface Sight {
  readonly kinds: { readonly specs: Specs; readonly pictures: Pictures };
  readonly kernel: Kernel;
  readonly node: NodeRecord;
  readonly seen: unknown;
}

/** Which faults that commands began are over, or never took hold. */
export function faultsOver(faults: Faults, sight: Sight): string[] {
  return Object.keys(faults).filter((name) => !holds(name, sight));
}

function holds(name: string, sight: Sight): boolean {
  const { kinds, kernel, node } = sight;
  const fault = deedOfFault(name, specOf(node.kind, kinds.specs))?.fault;
  if (fault === undefined) return false;
  const { tags } = kernel.stateIn(node.main);
  const isHeld = isInForce(node.faults[name], kernel.now);
  switch (fault.effect) {
    case 'down':
      return isHeld && isDown(kernel, node);
    case 'leaving':
      // What it was sent while it hung it hears when it wakes.
      return isHeld && (node.hung || hasTag(tags, 'draining', 'standby', 'down'));
    case 'hung':
      return node.hung;
    case 'isolated':
      return isHeld;
    default:
      return (fault.lasts === undefined || isHeld) && isSuffered(name, fault, sight);
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
