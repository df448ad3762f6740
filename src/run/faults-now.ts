/**
 * What still holds of what was done to a node: commands say what began, and here is seen what has
 * ended by itself – repaired, failed by chance and begun anew, drained to the end – or never took
 * hold.
 */
import { type FaultName, type Faults, NO_FAULTS } from '../document/faults.ts';
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

/** The faults that hold now, each with the value that the node itself goes by. */
export function faultsNow(node: NodeRecord, seen: unknown, now: Micros): Faults {
  const { faults } = node;
  const picture = pictures[node.kind];
  if (picture === undefined) return NO_FAULTS;
  const tone = toneAwake(node, seen);
  // What it was told while it hung it hears when it wakes.
  const mayDrain = node.hung || tone === 'standby' || tone === 'down';
  const suffers = picture.suffers?.(seen) ?? {};
  const { slow = 1, errors, burst = 1 } = suffers;
  const rate = own(node.config, specOf(node.kind, specs)?.process?.errorRate ?? '');
  const { burst: bursting } = faults;
  return {
    ...(isInForce(faults.crash, now) && isDown(node, seen) && { crashed: true }),
    ...(isInForce(faults.drain, now) && mayDrain && { drained: true }),
    ...(node.hung && { hung: true }),
    ...(slow !== 1 && { slow }),
    ...(errors !== undefined && errors !== rate && { errors }),
    ...(burst !== 1 &&
      isInForce(bursting, now) && { burst: { factor: burst, until: bursting.until / 1000 } }),
  };
}

/** Which faults that commands began are over, or never took hold. */
export function faultsOver(told: Faults | undefined, holds: Faults): FaultName[] {
  const names = Object.keys(told ?? NO_FAULTS) as FaultName[];
  return names.filter((name) => holds[name] === undefined);
}

function toneAwake(node: NodeRecord, seen: unknown) {
  const picture = pictures[node.kind];
  if (picture === undefined || typeof seen !== 'object') return 'normal';
  return picture.tone({ ...seen, hung: false });
}
