/**
 * What stands on the table at a moment, as the document alone says: the page draws it, edits start
 * from it.
 */
import { emptyTable } from '../lib/table.ts';
import { broughtBy } from './deeds.ts';
import { withDerived } from './derived.ts';
import { withoutPast } from './faults.ts';
import { applyIntervention, withFold } from './intervention.ts';
import type { Specs } from './spec.ts';
import type { DocumentCommand, Faults, FaultsById, Scene, SceneDocument } from './types.ts';

export interface SceneAt extends Scene {
  /** Nodes and edges that join later, and when (milliseconds). */
  readonly ghosts: readonly { readonly id: string; readonly joinsAt: number }[];
  /** As far as commands and their own times say. */
  readonly faults: FaultsById;
  /** Commands up to now that no longer apply, by their index, and why. */
  readonly skipped: readonly { readonly command: number; readonly why: string }[];
}

/**
 * A moment as documents write it: milliseconds with at most three decimals, never before the start.
 */
export function momentOf(ms: number): number {
  return Math.max(0, Math.round(ms * 1000)) / 1000;
}

/**
 * Whether a command has happened when the clock shows `nowMs`; what happens at that very moment
 * has.
 */
export function hasHappened(command: DocumentCommand, nowMs: number): boolean {
  return command.at <= momentOf(nowMs);
}

/** Nodes, edges, ghosts and faults with every command up to and including `nowMs` carried out. */
export function sceneAt(document: SceneDocument, nowMs: number, specs: Specs): SceneAt {
  return replayed(document, nowMs, specs, (scene) => scene);
}

/** What stands there, as a start: what deeds left behind in a node is among its settings. */
export interface Folded extends SceneAt {
  /** Commands that left something behind which no setting can hold. */
  readonly lost: readonly number[];
}

export function foldedAt(document: SceneDocument, nowMs: number, specs: Specs): Folded {
  const lost: number[] = [];
  const scene = replayed(document, nowMs, specs, (now, command, index) => {
    const folded = withFold(now, command, specs);
    if (folded === null) lost.push(index);
    return folded ?? now;
  });
  return { ...scene, lost };
}

/** @param then what becomes of the scene after each command that applied */
function replayed(
  document: SceneDocument,
  nowMs: number,
  specs: Specs,
  then: (scene: Scene, command: DocumentCommand, index: number) => Scene,
): SceneAt {
  let scene = withDerived({ nodes: document.nodes, edges: document.edges }, specs);
  const skipped: { command: number; why: string }[] = [];
  for (const [index, command] of document.commands.entries()) {
    if (!hasHappened(command, nowMs)) continue;
    const outcome = applyIntervention(scene, command, specs);
    if (outcome.ok) scene = then(outcome.scene, command, index);
    else skipped.push({ command: index, why: outcome.why });
  }
  const { nodes, edges, faults = emptyTable<Faults>() } = scene;
  const ghosts = ghostsOf(document, nowMs, scene);
  return { nodes, edges, ghosts, faults: withoutPast(faults, nowMs), skipped };
}

function ghostsOf(document: SceneDocument, nowMs: number, scene: Scene): SceneAt['ghosts'] {
  const known = new Set([...scene.nodes, ...scene.edges].map((part) => part.id));
  const ghosts: { id: string; joinsAt: number }[] = [];
  for (const command of document.commands) {
    if (hasHappened(command, nowMs)) continue;
    const { nodes, edges } = broughtBy(command);
    for (const { id } of [...nodes, ...edges]) {
      if (known.has(id)) continue;
      known.add(id);
      ghosts.push({ id, joinsAt: command.at });
    }
  }
  return ghosts;
}
