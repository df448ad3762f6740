/**
 * What held at a moment of the past, for the chain of causes: which command's fault, which setting,
 * which state. Read from the document's commands as they were carried out, and from the log of
 * state changes.
 */
import { ENDED_BY } from '../document/faults.ts';
import { applyIntervention, type Scene } from '../document/intervention.ts';
import type { DocumentCommand, Intervention } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import type { NodeIndex } from '../sim/types.ts';
import { CHANGE, type StateChange, type Watch } from '../sim/watch.ts';
import { commandMicros } from './difference.ts';
import type { Run } from './run.ts';

type Deed = Intervention['do'];

/**
 * The command whose fault of one of these sorts was in force at a node or edge; the latest of them,
 * null where none was.
 * @param since a burst counts that lasted until then
 */
export function faultAt(
  run: Run,
  id: string,
  deeds: readonly Deed[],
  at: number,
  since: number = at,
): number | null {
  let found: number | null = null;
  for (const deed of deeds) {
    let inForce: number | null = null;
    for (const [index, command] of carriedOut(run, at)) {
      if (!concerns(command, id)) continue;
      if (command.do === deed) inForce = isOn(command, since) ? index : null;
      else if (ENDED_BY[deed]?.includes(command.do)) inForce = null;
    }
    if (inForce !== null && inForce > (found ?? -1)) found = inForce;
  }
  return found;
}

/** The command that gave a node other settings at this very moment; null where none did. */
export function setAt(run: Run, id: string, at: number): number | null {
  const isIt = (command: DocumentCommand) =>
    command.do === 'set' && concerns(command, id) && commandMicros(command) === at;
  return carriedOut(run, at).findLast(([, command]) => isIt(command))?.[0] ?? null;
}

/**
 * The command that last gave a node or edge this setting; null where it has had it from the start.
 */
export function settingCommand(run: Run, id: string, field: string, at: number): number | null {
  let found: number | null = null;
  for (const [index, command] of carriedOut(run, at)) {
    const isSetting = command.do === 'set' || command.do === 'set-edge';
    if (isSetting && concerns(command, id) && Object.hasOwn(command.config, field)) found = index;
  }
  return found;
}

/** Commands carried out up to a moment, with their index; those skipped are left out. */
function carriedOut(run: Run, at: number): [number, DocumentCommand][] {
  return run.document.commands
    .map((command, index): [number, DocumentCommand] => [index, command])
    .filter(([index, command]) => commandMicros(command) <= at && run.skipped[index] === null);
}

function concerns(command: DocumentCommand, id: string): boolean {
  switch (command.do) {
    case 'remove':
      return command.nodes?.includes(id) === true || command.edges?.includes(id) === true;
    case 'place':
    case 'add':
      return false;
    case 'cut':
    case 'lose':
    case 'delay':
    case 'heal':
    case 'set-edge':
    case 'reconnect':
      return command.edge === id;
    default:
      return command.node === id;
  }
}

function isOn(command: DocumentCommand, since: number): boolean {
  switch (command.do) {
    case 'slow':
      return command.factor !== 1;
    case 'errors':
    case 'lose':
      return command.rate > 0;
    case 'delay':
      return command.by > 0;
    case 'burst':
      return commandMicros(command) + command.for * 1000 >= since;
    default:
      return true;
  }
}

/** What stood on the table at a moment. */
export function sceneAt(run: Run, at: number): Scene {
  let scene: Scene = run.document;
  for (const [, command] of carriedOut(run, at)) {
    const outcome = applyIntervention(scene, command, specs);
    if (outcome.ok) scene = outcome.scene;
  }
  return scene;
}

/** States between which a node goes with every request. */
const ROUTINE = new Set(['idle', 'busy', 'sending']);

/** Whether the state of this path comes and goes with every request. */
export function isRoutine(path: string): boolean {
  return ROUTINE.has(path.split('.').at(-1) ?? '');
}

/**
 * The rows of the changes of one machine of a node at or before a moment, newest first. The node's
 * own has key ''.
 */
export function* changesBefore(
  watch: Watch,
  node: NodeIndex,
  key: string,
  at: number,
): Generator<StateChange> {
  const { changes } = watch;
  for (let row = changes.length - 1; row >= changes.first; row--) {
    if (changes.get(row, CHANGE.at) > at || changes.get(row, CHANGE.node) !== node) continue;
    const change = watch.change(row);
    if (change.key === key) yield change;
  }
}
