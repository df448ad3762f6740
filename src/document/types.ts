/**
 * The saved document as plain data: what a file holds, what a link carries, what the kernel runs.
 * Defaults are left out; durations are milliseconds. `schema.ts` checks that unknown data has this shape.
 */
import type { Distribution } from '../lib/distribution.ts';

/** JSON, as far as a document may hold it: a kind's settings, and whatever an unknown kind brought along. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A node's or edge's settings as saved: only those that differ from the kind's defaults. */
export type ConfigJson = { [field: string]: Json };

/** One placed component. A frame is a node whose kind contains others; its members name it in `in`. */
export interface DocumentNode {
  id: string;
  kind: string;
  /** Shown on the card; the kind's title when left out. */
  name?: string;
  /** Top left corner in canvas units (CSS pixels at 100 % zoom); relative to the frame for a member. */
  at: [number, number];
  /** Frames only: width and height in canvas units. */
  size?: [number, number];
  /** The id of the frame that contains this node. */
  in?: string;
  config?: ConfigJson;
}

/** What an edge can be told: how long messages travel (ms) and what share of them is lost (0..1). */
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
  | { do: 'heal'; edge: string }
  | { do: 'set'; node: string; config: ConfigJson }
  | { do: 'set-edge'; edge: string; config: EdgeConfig }
  | {
      do: 'place';
      nodes: string[];
      in: string | null;
      /** Where each node stands from then on, in its new frame; where it stood on the table when left out. */
      positions?: { [node: string]: [number, number] };
    }
  | { do: 'add'; nodes?: DocumentNode[]; edges?: DocumentEdge[] }
  | { do: 'remove'; nodes?: string[]; edges?: string[] };

/** An intervention at a moment: milliseconds of simulated time, with at most three decimals (microseconds). */
export type DocumentCommand = Intervention & { at: number };

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
}
