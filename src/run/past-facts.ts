/**
 * What held at a moment of the past, for the chain of causes: which command's fault, which setting,
 * which state. Read from the document's commands as they were carried out, and from the log of
 * state changes.
 */
import type { Effect } from '../document/deed.ts';
import { deedNameOf, deeds, settingsIn, targetsOf } from '../document/deeds.ts';
import { withDerived } from '../document/derived.ts';
import { withEffect } from '../document/faults.ts';
import { applyIntervention } from '../document/intervention.ts';
import { reach } from '../document/reach.ts';
import type { DocumentCommand, Scene, SceneDocument } from '../document/types.ts';
import { specOf } from '../document/words.ts';
import { own } from '../lib/table.ts';
import type { NodeIndex } from '../sim/types.ts';
import { CHANGE, type StateChange, type Watch } from '../sim/watch.ts';
import { commandMicros } from './command-moment.ts';
import type { Run } from './run.ts';

/**
 * The command whose fault with one of these effects was in force at a node or edge; the latest of
 * them, null where none was.
 * @param since what lasted until then counts, too
 */
export function faultAt(
  run: Run,
  id: string,
  effects: readonly Effect[],
  at: number,
  since: number = at,
): number | null {
  const scene = sceneAt(run, at);
  const spec = specOf(scene.nodes.find((node) => node.id === id)?.kind ?? '', run.kinds.specs);
  const faults = scene.faults?.[id] ?? {};
  const isOn = (name: string) => (faults[name]?.until ?? Number.POSITIVE_INFINITY) * 1000 >= since;
  const names = withEffect(faults, effects, spec).filter(isOn);
  const began = ([, command]: [number, DocumentCommand]) =>
    names.includes(deedNameOf(command)) && reaches(run, command, scene, id);
  return carriedOut(run, at).findLast(began)?.[0] ?? null;
}

/** Whether what a command does is done to that part: itself, or what it stands in. */
function reaches(run: Run, command: DocumentCommand, scene: Scene, id: string): boolean {
  const targets = targetsOf(command);
  if (targets.includes(id)) return true;
  const nodes = scene.nodes.filter((node) => targets.includes(node.id));
  const { specs } = run.kinds;
  return nodes.some((node) => reach(node, scene, specs).some((each) => each.id === id));
}

/** The command that unplugged an edge, or a node with its edges; null where none did. */
export function unpluggedBy(run: Run, id: string, at: number): number | null {
  const isIt = ([, command]: [number, DocumentCommand]) => {
    const deed = own(deeds, command.do);
    return deed?.on === 'table' && deed.unplugs === true && targetsOf(command).includes(id);
  };
  return carriedOut(run, at).findLast(isIt)?.[0] ?? null;
}

/** The command that gave a node other settings at this very moment; null where none did. */
export function setAt(run: Run, id: string, at: number): number | null {
  const isIt = ([, command]: [number, DocumentCommand]) =>
    commandMicros(command) === at &&
    targetsOf(command).includes(id) &&
    Object.keys(settingsIn(command)).length > 0;
  return carriedOut(run, at).findLast(isIt)?.[0] ?? null;
}

/**
 * The command that last gave a node or edge this setting; null where it has had it from the start.
 */
export function settingCommand(run: Run, id: string, field: string, at: number): number | null {
  const gave = ([, command]: [number, DocumentCommand]) =>
    targetsOf(command).includes(id) && Object.hasOwn(settingsIn(command), field);
  return carriedOut(run, at).findLast(gave)?.[0] ?? null;
}

/** Commands carried out up to a moment, with their index; those skipped are left out. */
function carriedOut(run: Run, at: number): [number, DocumentCommand][] {
  return run.document.commands
    .map((command, index): [number, DocumentCommand] => [index, command])
    .filter(([index, command]) => commandMicros(command) <= at && run.skipped[index] === null);
}

/** Scenes of a run by how many of its commands were due, as long as none of those changes. */
interface Remembered {
  readonly document: SceneDocument;
  readonly skipped: readonly (string | null)[];
  readonly scenes: Map<number, Scene>;
}

const remembered = new WeakMap<Run, Remembered>();
/** A chain of causes and a page of the log look at a few moments again and again. */
const MOST_SCENES = 256;

function scenesOf(run: Run): Remembered['scenes'] {
  const { document, skipped } = run;
  const known = remembered.get(run);
  if (known?.document === document && known.skipped === skipped) return known.scenes;
  const scenes = new Map<number, Scene>();
  remembered.set(run, { document, skipped, scenes });
  return scenes;
}

/** What stood on the table at a moment. */
export function sceneAt(run: Run, at: number): Scene {
  const { commands } = run.document;
  const scenes = scenesOf(run);
  const later = commands.findIndex((command) => commandMicros(command) > at);
  const due = later === -1 ? commands.length : later;
  let from = due;
  while (from > 0 && !scenes.has(from)) from--;
  let scene: Scene = scenes.get(from) ?? withDerived(run.document, run.kinds.specs);
  for (let index = from; index < due; index++) {
    const command = commands[index];
    if (command === undefined || run.skipped[index] !== null) continue;
    const outcome = applyIntervention(scene, command, run.kinds.specs);
    if (outcome.ok) scene = outcome.scene;
  }
  if (scenes.size >= MOST_SCENES) scenes.clear();
  scenes.set(due, scene);
  return scene;
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
