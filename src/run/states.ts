/** States of the past, by the numbers that the log of state changes holds, and how any looks. */
import { type Look, lookOf } from '../lib/tone.ts';
import type { Kernel } from '../sim/kernel.ts';
import type { StateInfo } from '../sim/machine.ts';
import type { Run } from './run.ts';

const NOWHERE: StateInfo = { index: -1, path: '', name: '', tags: [], final: false };

/** A state of a compiled machine; without name and tags before its start and after its end. */
export function stateAt(kernel: Kernel, code: number, leaf: number): StateInfo {
  return kernel.machines.compiled[code]?.states[leaf] ?? NOWHERE;
}

/** How a state of a node is shown, or of something that it is the parent of. */
export function lookIn(run: Run, { kind }: { readonly kind: string }, { tags }: StateInfo): Look {
  return lookOf(tags, run.kinds.specs[kind]?.tones);
}
