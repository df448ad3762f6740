/**
 * The saved document as plain data: what a file holds, what a link carries, what the kernel runs.
 * Defaults are left out; durations are milliseconds. `schema.ts` checks that unknown data has this
 * shape.
 */
import type { Distribution } from '../lib/distribution-check.ts';
import type { Condition } from './condition.ts';

/**
 * JSON, as far as a document may hold it: a kind's settings, and whatever an unknown kind brought
 * along.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** What is asked of a kind about one of its nodes, with all else that the question needs. */
export type Question<About extends string = string> = { readonly about: About } & {
  readonly [name: string]: Json;
};
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
  /**
   * How many of it there are at least and at most: it is the template of that many nodes, which are
   * told apart as `id.1` to `id.max`. Never written: the most there have been in a run, where that
   * is more than there may be now.
   */
  replicas?: { min: number; max: number; most?: number };
  /** Never written: the template of which this is a replica (`derived.ts`). */
  of?: string;
  config?: ConfigJson;
}

/**
 * What an edge can be set to: how long messages travel (ms), what share of them is lost (0..1), and
 * the settings of its protocol.
 */
export interface EdgeConfig {
  latency?: Distribution;
  loss?: number;
  [setting: string]: unknown;
}

/**
 * A connection from one node to another; an edge to a frame reaches every member of the frame. No
 * two have the same ends, protocol and port.
 */
export interface DocumentEdge {
  id: string;
  from: string;
  to: string;
  /** What it carries; left out only where that is not known, for an unknown kind at an end. */
  protocol?: string;
  /** Which of several that its end offers: a topic, an operation. */
  port?: string;
  /** Never written: it joins two members of a frame whose kind says so (`derived.ts`). */
  inner?: true;
  config?: EdgeConfig;
}

/**
 * Something done to a running scene, without its time: which deed, and what that takes. Deeds are
 * an open list; `deeds.ts` says what each of them takes.
 */
export interface Intervention {
  readonly do: string;
  readonly [arg: string]: unknown;
}

/**
 * An intervention at a moment: milliseconds of simulated time, with at most three decimals
 * (microseconds).
 */
export interface DocumentCommand extends Intervention {
  readonly at: number;
}

/** What a fault in force was begun with, beside whom it is done to: `{ factor: 4 }`. */
export interface FaultValues {
  readonly [value: string]: unknown;
  /** When it ends by itself, in milliseconds of the document. */
  readonly until?: number;
}

/** Faults in force on a node or edge, by the name of the deed that began them. */
export type Faults = Readonly<Record<string, FaultValues>>;

/**
 * By the id of the node or edge; has no prototype, so that any id may be asked for. Never changed
 * in place.
 */
export type FaultsById = Readonly<Record<string, Faults>>;

/** The nodes and edges present at some moment, and what they suffer. Never changed in place. */
export interface Scene {
  readonly nodes: readonly DocumentNode[];
  readonly edges: readonly DocumentEdge[];
  /** Faults in force, as far as commands say; left out where nothing was done. */
  readonly faults?: FaultsById;
}

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

/** How the person likes to see it. Nothing of it changes the run. */
export interface DocumentView {
  /** What gives messages their colour: 'outcome', 'path', 'version' … */
  colourBy?: string;
  /** Ids of the frames that are shown without what is in them. */
  folded?: string[];
  /** From which moment it plays when it is opened, in milliseconds. */
  playFrom?: number;
}

/** A moment worth looking at, in words: Markdown without HTML. */
export interface DocumentStep {
  /** Milliseconds of simulated time. */
  at: number;
  text: string;
  /** The id of a node or edge to look at. */
  focus?: string;
}

/** Version 2 of the document. */
export interface SceneDocument {
  version: 2;
  title: string;
  seed: number;
  /** Simulated seconds shown per second of the viewer's time; the player's "fit" when left out. */
  speed?: number;
  nodes: DocumentNode[];
  edges: DocumentEdge[];
  commands: DocumentCommand[];
  /** The date, or date and time in UTC, that the clock shows at 0: '2026-03-29T08:00:00Z'. */
  start?: string;
  notes?: DocumentNote[];
  view?: DocumentView;
  /** In order of time. */
  steps?: DocumentStep[];
  /**
   * When a run pauses by itself: at the very event that makes one true, and again only after it was
   * false meanwhile.
   */
  conditions?: Condition[];
}
