/**
 * How a state of the past looks: its tone, as the card or the name of the state says, and its path.
 */
import type { Tone } from '../lib/picture.ts';
import { own } from '../lib/table.ts';
import type { Kernel } from '../sim/kernel.ts';
import type { NodeIndex } from '../sim/types.ts';
import type { NodeRecord } from '../sim/world.ts';
import { observationOf } from './node-view.ts';
import type { Run } from './run.ts';

const TONES: Readonly<Record<string, Tone>> = {
  down: 'down',
  unhealthy: 'down',
  starting: 'starting',
  recovering: 'starting',
  draining: 'standby',
  standby: 'standby',
  failing: 'saturated',
};

/**
 * How a state looks: for a node itself as its card says, for its children by the name of the state.
 */
export function toneOf(run: Run, node: NodeRecord, path: string, isMain: boolean): Tone {
  const picture = run.kinds.pictures[node.kind];
  const named = path.split('.').map((name) => own(TONES, name));
  const byName = named.find((tone) => tone !== undefined) ?? 'normal';
  if (!isMain || picture === undefined) return byName;
  const seen = observationOf(run.kernel, node);
  if (typeof seen !== 'object' || seen === null || !('state' in seen)) return byName;
  return picture.tone({ ...seen, state: path, hung: false });
}

/** `toneOf` by the numbers that the log of state changes holds, looked up once for each. */
export function tonesOf(
  run: Run,
): (node: NodeIndex, code: number, leaf: number, isMain: boolean) => Tone {
  const known = new Map<number, Tone>();
  return (node, code, leaf, isMain) => {
    const number = code * 4_096 + leaf;
    const tone =
      known.get(number) ??
      toneOf(run, run.kernel.node(node), statePath(run.kernel, code, leaf), isMain);
    known.set(number, tone);
    return tone;
  };
}

/**
 * The path of a state by its number: "up.busy"; empty where the machine was not yet, or no more.
 */
export function statePath(kernel: Kernel, code: number, leaf: number): string {
  return kernel.machines.compiled[code]?.states[leaf]?.path ?? '';
}
