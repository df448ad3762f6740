/**
 * What a person can do to a document, as data; what comes of it; and what every edit works with.
 */
import type { Condition } from './condition.ts';
import type { Line } from './connect.ts';
import { sceneAt } from './scene.ts';
import type { Specs } from './spec.ts';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  DocumentNote,
  EdgeConfig,
  Intervention,
  Scene,
  SceneDocument,
} from './types.ts';

export type Edit =
  | { edit: 'add'; nodes: DocumentNode[]; edges: DocumentEdge[]; notes?: DocumentNote[] }
  | { edit: 'remove'; nodes: string[]; edges: string[]; notes?: string[] }
  /** Some settings or all of them. */
  | { edit: 'set'; node: string; config: ConfigJson }
  | { edit: 'set-edge'; edge: string; config: EdgeConfig }
  /**
   * Into a frame or (null) onto the open table; positions are relative to it, those of other nodes
   * to where they are.
   */
  | {
      edit: 'place';
      nodes: string[];
      in: string | null;
      positions: Record<string, [number, number]>;
    }
  /** Leads an edge elsewhere. */
  | ({ edit: 'reconnect'; edge: string } & Line)
  /** A fault, or its end; now, or at another moment (ms). */
  | { edit: 'intervene'; command: Intervention; at?: number }
  /** Nodes and notes. */
  | { edit: 'move'; positions: Record<string, [number, number]> }
  /**
   * Everything in good order, or what is in one frame, in one step: where nodes and notes stand,
   * and how large frames are.
   */
  | {
      edit: 'arrange';
      positions: Record<string, [number, number]>;
      sizes: Record<string, [number, number]>;
      frame?: string;
    }
  /** Puts a note there, in place of the one with its id. */
  | { edit: 'note'; note: DocumentNote }
  /** All conditions at which the run pauses. */
  | { edit: 'conditions'; conditions: Condition[] }
  /** Of other edges than the right and the lower one, with where it and what is in it then lie. */
  | {
      edit: 'resize';
      node: string;
      size: [number, number];
      positions?: Record<string, [number, number]>;
    }
  /** Shows a frame without what is in it, or with it again. */
  | { edit: 'fold'; frame: string; folded: boolean }
  /** An empty name returns to the kind's title. */
  | { edit: 'rename'; node: string; name: string }
  | { edit: 'title'; title: string }
  | { edit: 'seed'; seed: number }
  /** Simulated seconds a second; null for whatever fits. */
  | { edit: 'speed'; speed: number | null }
  | { edit: 'move-command'; index: number; at: number }
  | { edit: 'remove-command'; index: number }
  | { edit: 'edit-command'; index: number; command: DocumentCommand }
  /** `over`: by id, the faults that the run says are over by themselves; they are left out. */
  | { edit: 'make-start'; over?: ReadonlyMap<string, readonly string[]> }
  /** Keeps the past and changes the future: every command after the moment shown goes. */
  | { edit: 'fork' };

export type EditResult =
  | {
      readonly ok: true;
      /** The very same object when nothing changes. */
      readonly document: SceneDocument;
      /** For undo: "Add Server 4". */
      readonly label: string;
      readonly affects: 'behaviour' | 'looks';
      /** What else went with it, as a sentence; left out where nothing did. */
      readonly also?: string;
    }
  /** A sentence for the person. */
  | { readonly ok: false; readonly message: string };

/** What edits work on. */
export interface Desk {
  readonly document: SceneDocument;
  /** The moment shown, as documents write it. */
  readonly at: number;
  readonly specs: Specs;
}

/** What stands on the table at the moment shown. */
export function sceneOf({ document, at, specs }: Desk): Scene {
  const { nodes, edges, faults } = sceneAt(document, at, specs);
  return { nodes, edges, faults };
}

export function behaves(document: SceneDocument, label: string): EditResult {
  return { ok: true, document, label, affects: 'behaviour' };
}

export function looks(document: SceneDocument, label: string): EditResult {
  return { ok: true, document, label, affects: 'looks' };
}

export function reject(message: string): EditResult {
  return { ok: false, message };
}
