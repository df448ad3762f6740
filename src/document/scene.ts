/** What stands on the table at a moment, as the document alone tells: the page draws it, edits start from it. */
import type { Scene } from './connect.ts';
import { applyIntervention } from './intervention.ts';
import type { Specs } from './spec.ts';
import type { CutWay, DocumentCommand, SceneDocument } from './types.ts';

/** Faults in force on a node or edge; what is not in force is left out. */
export interface Faults {
  crashed?: true;
  drained?: true;
  hung?: true;
  /** How many times slower. */
  slow?: number;
  /** Share of answers that are errors, 0..1. */
  errors?: number;
  /** Until when, in milliseconds of the document. */
  burst?: { factor: number; until: number };
  cut?: CutWay;
  /** Share lost on top of the edge's own loss, 0..1. */
  lose?: number;
  /** Milliseconds longer, each way. */
  delay?: number;
}

export interface SceneAt extends Scene {
  /** Nodes and edges that join later, and when (milliseconds). */
  readonly ghosts: readonly { readonly id: string; readonly joinsAt: number }[];
  /** By the id of the node or edge; has no prototype, so that any id may be asked for. */
  readonly faults: Readonly<Record<string, Faults>>;
  /** Commands up to now that no longer apply, by their index, and why. */
  readonly skipped: readonly { readonly command: number; readonly why: string }[];
}

/** A moment as documents write it: milliseconds with at most three decimals, never before the start. */
export function momentOf(ms: number): number {
  return Math.max(0, Math.round(ms * 1000)) / 1000;
}

/** Whether a command has happened when the clock shows `nowMs`; what happens at that very moment has. */
export function hasHappened(command: DocumentCommand, nowMs: number): boolean {
  return command.at <= momentOf(nowMs);
}

/** Nodes, edges, ghosts and faults with every command up to and including `nowMs` carried out. */
export function sceneAt(document: SceneDocument, nowMs: number, specs: Specs): SceneAt {
  let scene: Scene = { nodes: document.nodes, edges: document.edges };
  const faults = Object.create(null) as Record<string, Faults>;
  const skipped: { command: number; why: string }[] = [];
  for (const [index, command] of document.commands.entries()) {
    if (!hasHappened(command, nowMs)) continue;
    const outcome = applyIntervention(scene, command, specs);
    if (outcome.ok) {
      note(faults, command);
      if (command.do === 'remove') forget(faults, scene, outcome.scene);
      scene = outcome.scene;
    } else skipped.push({ command: index, why: outcome.why });
  }
  for (const fault of Object.values(faults)) {
    if (fault.burst !== undefined && fault.burst.until <= nowMs) delete fault.burst;
  }
  for (const [id, fault] of Object.entries(faults)) {
    if (Object.keys(fault).length === 0) delete faults[id];
  }
  return { ...scene, ghosts: ghostsOf(document, nowMs, scene), faults, skipped };
}

function ghostsOf(document: SceneDocument, nowMs: number, scene: Scene): SceneAt['ghosts'] {
  const known = new Set([...scene.nodes, ...scene.edges].map((part) => part.id));
  const ghosts: { id: string; joinsAt: number }[] = [];
  for (const command of document.commands) {
    if (command.do !== 'add' || hasHappened(command, nowMs)) continue;
    for (const { id } of [...(command.nodes ?? []), ...(command.edges ?? [])]) {
      if (known.has(id)) continue;
      known.add(id);
      ghosts.push({ id, joinsAt: command.at });
    }
  }
  return ghosts;
}

function note(faults: Record<string, Faults>, command: DocumentCommand): void {
  const on = (id: string): Faults => {
    faults[id] ??= {};
    return faults[id];
  };
  switch (command.do) {
    case 'crash':
      on(command.node).crashed = true;
      // A process that is gone cannot hang.
      delete on(command.node).hung;
      return;
    case 'restart':
      delete on(command.node).crashed;
      delete on(command.node).drained;
      return;
    case 'hang':
      on(command.node).hung = true;
      return;
    case 'resume':
      delete on(command.node).hung;
      return;
    case 'drain':
      on(command.node).drained = true;
      return;
    case 'slow':
      if (command.factor === 1) delete on(command.node).slow;
      else on(command.node).slow = command.factor;
      return;
    case 'errors':
      if (command.rate === 0) delete on(command.node).errors;
      else on(command.node).errors = command.rate;
      return;
    case 'burst':
      on(command.node).burst = {
        factor: command.factor,
        until: momentOf(command.at + command.for),
      };
      return;
    case 'cut':
      on(command.edge).cut = command.way ?? 'both';
      return;
    case 'lose':
      if (command.rate === 0) delete on(command.edge).lose;
      else on(command.edge).lose = command.rate;
      return;
    case 'delay':
      if (command.by === 0) delete on(command.edge).delay;
      else on(command.edge).delay = command.by;
      return;
    case 'heal':
      delete faults[command.edge];
      return;
    default:
  }
}

function forget(faults: Record<string, Faults>, before: Scene, after: Scene): void {
  const left = new Set([...after.nodes, ...after.edges].map((part) => part.id));
  for (const { id } of [...before.nodes, ...before.edges]) if (!left.has(id)) delete faults[id];
}
