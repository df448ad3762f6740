/**
 * What a kind says about itself as data: names, settings, which faults it can suffer and what may
 * be connected to it. Forms, the JSON Schema, the link's short keys, the palette and the connection
 * rules are all read from here.
 */
import type { Distribution } from '../lib/distribution-check.ts';
import type { SeriesTable } from '../lib/series.ts';
import type { OwnTones } from '../lib/tone.ts';
import type { NodeDeed } from './deed.ts';
import type { AnyConfig, Complete, Fields } from './field.ts';
import type { Protocol } from './protocol.ts';
import type { ConfigJson, DocumentNode } from './types.ts';

/** Palette groups, and the ink each family's icon is tinted with. */
export type Family = 'traffic' | 'balancing' | 'compute' | 'streaming' | 'workflow';

/** The complete settings of a node: every field with a value. */
export type ConfigOf<F extends Fields> = Complete<F>;

export interface Spec<F extends Fields = Fields> {
  /** Kebab-case id, as written in documents. */
  kind: string;
  /**
   * One or two letters, unique among kinds: begins the ids of its nodes (`lb1`). Links spell kinds
   * in full, so that unknown ones survive.
   */
  key: string;
  family: Family;
  /** "Load balancer". */
  title: string;
  /** One line for the palette. */
  summary: string;
  /** A lucide icon's kebab-case name. */
  icon: string;
  fields: F;
  /**
   * Settings that a part has which is placed by hand, where the defaults must stay what they were
   * in old documents.
   */
  placed?: ConfigJson;
  /** Protocols this kind sends along its outgoing edges; the first that fits is an edge's usual. */
  gives: readonly Protocol[];
  /** Protocols this kind accepts on its incoming edges. */
  takes: readonly Protocol[];
  /**
   * Where it offers several of what a protocol leads to (topics, operations), by the protocol's id:
   * their names, of which an edge names one.
   */
  ports?: Readonly<Record<string, PortsOf>>;
  /** The general deeds that can be done to a node of this kind, in the order of the buttons. */
  faults: readonly string[];
  /** Deeds of its own, by name: no general deed has such a name. */
  actions?: Readonly<Record<string, NodeDeed>>;
  /** Figures over time of its own, by name. */
  series?: SeriesTable;
  /**
   * Inks for states that nobody else knows, by tags of its own. How well a part in such a state is
   * says a general tag beside it, as of every state.
   */
  tones?: OwnTones;
  /** Which of its settings have to do with faults. */
  process?: {
    /** The share of answers that are errors; the fault `errors` stands in for it. */
    errorRate?: string;
    /** Above 0 it fails by chance, and comes back by itself. */
    failures?: string;
    repairs?: string;
    /** Changing one of these starts the process again. */
    restartedBy?: readonly string[];
  };
  /** A part of this kind may be the template of replicas, which a frame turns on and off. */
  replicates?: true;
  /** Set for frames: nodes that contain nodes. */
  frame?: {
    /** Default width and height in canvas units. */
    size: readonly [number, number];
    /** Says whether a node of that spec may be inside. */
    holds: (member: Spec) => boolean;
    /** A place and no more: its members are members of the frame around it. */
    isTransparent?: true;
    /** What is done to it is done to all in it, and in those with the same name in that setting. */
    sharesFate?: { readonly by: string };
    /** What joins its members without drawn edges. */
    inner?: InnerLinks;
  };
}

/** Links between members of a frame, by role. */
export interface InnerLinks {
  readonly protocol: Protocol;
  /** Which members are joined, from one to the other: no more than are needed. */
  readonly pairs: (
    members: readonly DocumentNode[],
  ) => readonly (readonly [from: DocumentNode, to: DocumentNode])[];
  /** How long its messages travel, by the frame's settings; as on any edge where left out. */
  readonly latency?: (config: AnyConfig) => Distribution;
}

export interface PortsOf {
  /** What one is: "Topic". */
  readonly label: string;
  readonly names: (config: AnyConfig) => readonly string[];
}

/** Every kind's spec by kind id. */
export type Specs = Readonly<Record<string, Spec>>;

/** Keeps the literal types of a spec's fields. */
export function defineSpec<const F extends Fields>(spec: Spec<F>): Spec<F> {
  return spec;
}
