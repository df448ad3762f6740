/**
 * The saved document as plain data: what a file holds, what a link carries, what the kernel runs.
 * Defaults are left out; durations are milliseconds. `schema.ts` checks that unknown data has this
 * shape.
 */
import type { Distribution } from '../lib/distribution.ts';

/**
 * JSON, as far as a document may hold it: a kind's settings, and whatever an unknown kind brought
 * along.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A node's or edge's settings as saved: only those that differ from the kind's defaults. */
export type ConfigJson = { [field: string]: Json };

/**
 * One placed component. A frame is a node whose kind contains others; its members name it in `in`.
 */
export interface DocumentNode {
  id: string;
  kind: string;
  /** Shown on the card; the kind's title when left out. */
  name?: string;
  /**
   * Top left corner in canvas units (CSS pixels at 100 % zoom); relative to the frame for a member.
   */
  at: [number, number];
  /** Frames only: width and height in canvas units. */
  size?: [number, number];
  /** The id of the frame that contains this node. */
  in?: string;
  config?: ConfigJson;
}

/**
 * What an edge can be told: how long messages travel (ms) and what share of them is lost (0..1).
 */
export interface EdgeConfig {
  latency?: Distribution;
  loss?: number;
}

/** A connection from one node to another; an edge to a frame reaches every member of the frame. */
export interface DocumentEdge {
  id: string;
  from: string;
  to: string;
  config?: EdgeConfig;
}

/** Which way an edge is cut: requests (`forward`), what comes back (`back`), or both. */
export type CutWay = 'forward' | 'back' | 'both';

/** What happens to a running scene, without its time. */
export type Intervention =
  | { do: 'crash' | 'restart' | 'hang' | 'resume' | 'drain'; node: string }
  | { do: 'slow'; node: string; factor: number }
  | { do: 'errors'; node: string; rate: number }
  | { do: 'burst'; node: string; factor: number; for: number }
  | { do: 'cut'; edge: string; way?: CutWay }
  /** Loses that share (0..1) of what travels, on top of the edge's own loss. */
  | { do: 'lose'; edge: string; rate: number }
  /** Everything takes so many milliseconds longer, each way. */
  | { do: 'delay'; edge: string; by: number }
  /** Ends a cut, `lose` and `delay`. */
  | { do: 'heal'; edge: string }
  | { do: 'set'; node: string; config: ConfigJson }
  | { do: 'set-edge'; edge: string; config: EdgeConfig }
  | {
      do: 'place';
      nodes: string[];
      in: string | null;
      /**
       * Where each node stands from then on, in its new frame; where it stood on the table when
       * left out.
       */
      positions?: { [node: string]: [number, number] };
    }
  /**
   * Leads an edge elsewhere, keeping its id and settings; what is under way on it is lost with its
   * connections.
   */
  | { do: 'reconnect'; edge: string; from: string; to: string }
  | { do: 'add'; nodes?: DocumentNode[]; edges?: DocumentEdge[] }
  | { do: 'remove'; nodes?: string[]; edges?: string[] };

/**
 * An intervention at a moment: milliseconds of simulated time, with at most three decimals
 * (microseconds).
 */
export type DocumentCommand = Intervention & { at: number };

/** Faults in force on a node or edge; what is not in force is left out. */
export interface Faults {
  readonly crashed?: true;
  /** Told to drain: finishing what it has, or down for having finished. */
  readonly drained?: true;
  readonly hung?: true;
  /** How many times slower. */
  readonly slow?: number;
  /** Share of answers that are errors, 0..1, instead of what the settings say. */
  readonly errors?: number;
  /** Until when, in milliseconds of the document. */
  readonly burst?: { readonly factor: number; readonly until: number };
  readonly cut?: CutWay;
  /** Share lost on top of the edge's own loss, 0..1. */
  readonly lose?: number;
  /** Milliseconds longer, each way. */
  readonly delay?: number;
}

export type FaultName = keyof Faults;

/** Width and height of a note that says nothing else. */
export const NOTE_SIZE: readonly [number, number] = [208, 96];

/** Words on the table, in Markdown without HTML. Notes have no time. */
export interface DocumentNote {
  /** Unique among nodes, edges and notes. */
  id: string;
  text: string;
  /** Top left corner in canvas units; relative to the top left of the node it is attached to. */
  at: [number, number];
  /** Width and height in canvas units; 208 × 96 when left out. */
  size?: [number, number];
  /**
   * The node it is attached to: it moves with it, and is not shown while that does not stand on the
   * table.
   */
  on?: string;
}

/**
 * When a run pauses by itself: at the very event that makes it true, and again only after it was
 * false meanwhile. Of all nodes that traffic starts from, or of one node, where `node` may be left
 * out.
 */
export type StopCondition =
  /**
   * The percentile of the response times (ms) that ended within the last `within` ms is above
   * `above` ms; of fewer than 20 nothing is said.
   */
  | { when: 'slow'; percentile: 50 | 95 | 99; above: number; within: number; node?: string }
  /** A message failed or was dropped. */
  | { when: 'error'; node?: string }
  /** More than `above` wait at the node. */
  | { when: 'queue'; node: string; above: number }
  /**
   * The node's main machine enters a state: its path, 'up.saturated', or the beginning of one,
   * 'up'.
   */
  | { when: 'state'; node: string; is: string };

/** Version 1 of the document. */
export interface SceneDocument {
  version: 1;
  title: string;
  seed: number;
  /** Simulated seconds shown per second of the viewer's time; the player's "fit" when left out. */
  speed?: number;
  nodes: DocumentNode[];
  edges: DocumentEdge[];
  commands: DocumentCommand[];
  notes?: DocumentNote[];
  stops?: StopCondition[];
}
