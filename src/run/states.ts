/** The states of the past, by the numbers that the log of state changes holds. */
import type { Kernel } from '../sim/kernel.ts';
import type { StateInfo } from '../sim/machine.ts';

const NOWHERE: StateInfo = { index: -1, path: '', name: '', tags: [], final: false };

/** A state of a compiled machine; one without name and tags where it was not yet, or no more. */
export function stateAt(kernel: Kernel, code: number, leaf: number): StateInfo {
  return kernel.machines.compiled[code]?.states[leaf] ?? NOWHERE;
}
