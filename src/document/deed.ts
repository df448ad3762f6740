/**
 * What can be done to a part or to the table, declared once: what it takes, what it is called, what
 * it begins and what it ends. The schema, links, labels, marks, forms, buttons, faults in force,
 * causes and the machine's event are all read from here. The general deeds stand in the files
 * `deeds-…`; a kind declares its own as `actions` of its spec.
 */
import type { AnyConfig, Field, FieldValue } from './field.ts';
import type { ConfigJson, DocumentEdge, DocumentNode, EdgeConfig } from './types.ts';

/** What a deed takes under a name of its own. */
export type Arg = Value | Reference;

interface Common {
  /** May be left out. */
  readonly optional?: true;
}

/** A value that a form asks for; the field's default is what one click means. */
export interface Value<F extends Field = Field> extends Common {
  readonly is: 'value';
  readonly field: F;
}

/** Parts of the document, by id or whole; `about` is for the JSON Schema. */
export interface Reference<I extends keyof References = keyof References> extends Common {
  readonly is: I;
  readonly about?: string;
}

/** What TypeScript knows of each. */
export interface References {
  node: string;
  edge: string;
  nodes: string[];
  edges: string[];
  /** A frame, or null for the open table. */
  frame: string | null;
  positions: { [node: string]: [number, number] };
  settings: ConfigJson;
  'edge-settings': EdgeConfig;
  protocol: string;
  port: string;
  'new-nodes': DocumentNode[];
  'new-edges': DocumentEdge[];
  /** The name of one of the kind's own deeds, and what it takes. */
  action: string;
  args: Readonly<Record<string, unknown>>;
}

export type Args = Readonly<Record<string, Arg>>;

/** What is known of a command's values once its arguments are declared. */
export type ArgsOf<A extends Args> = {
  readonly [K in keyof A as A[K] extends { optional: true } ? never : K]: ValueOf<A[K]>;
} & { readonly [K in keyof A as A[K] extends { optional: true } ? K : never]?: ValueOf<A[K]> };

type ValueOf<A> =
  A extends Value<infer F> ? FieldValue<F> : A extends Reference<infer I> ? References[I] : never;

/** The names of parts at the moment that is spoken of. */
export interface Called {
  readonly node: (id: string) => string;
  readonly edge: (id: string) => string;
  /** "Queue limit and slots": settings of a node by their labels. */
  readonly settings: (node: string, names: readonly string[]) => string;
  /** A node that a command brings along. */
  readonly brought: (node: DocumentNode) => string;
  /** Where an edge runs; null where there is none. */
  readonly ends: (edge: string) => { readonly from: string; readonly to: string } | null;
}

export interface Words<A> {
  /** In the list of a form. */
  readonly name: string;
  /** "Slow s1 ×4": on the timeline, for undo, in the log. */
  label(args: A, called: Called): string;
  /** "slowed s1 ×4": in a chain of causes, after "you". */
  past(args: A, called: Called): string;
}

/** What every deed says of itself. */
export interface Declared<A> {
  /** In the order in which links spell them: never changed, only added to. */
  readonly args: Args;
  /** For the JSON Schema. */
  readonly about: string;
  readonly words: Words<A>;
}

/**
 * What a fault does to the part that suffers it, where causes or the page must tell faults apart.
 */
export type Effect =
  /** The process is gone, is about to leave, or does nothing at all. */
  | 'down'
  | 'leaving'
  | 'hung'
  | 'slower'
  | 'wrong-answers'
  /** What it says of itself is not so. */
  | 'lies'
  | 'more-load'
  /** Nothing gets to it or from it. */
  | 'isolated'
  /** An edge suffers: a way is shut, things get lost, everything comes late. */
  | 'shut'
  | 'lossy'
  | 'late';

/** What is in force after the deed, under the deed's name, until something ends it. */
export interface FaultRule {
  readonly effect?: Effect;
  /** Where one of the values is the strength, and at which value nothing is in force. */
  readonly level?: {
    readonly arg: string;
    /** A number, or the setting (as the spec's `process` names it) that it stands in for. */
    readonly none: number | { readonly setting: 'errorRate' };
  };
  /** The name of the value that says for how many milliseconds it holds. */
  readonly lasts?: string;
  /** It is not the process that suffers it: one that starts again suffers it, too. */
  readonly outlasts?: true;
  /** Whether its sign on a picture says "broken"; false for what is no harm by itself. */
  readonly isHarm: boolean;
}

/** One button: the deed with usual values. */
export interface Offer {
  /** Unique within its part's list. */
  readonly id: string;
  /** Values other than the fields' defaults. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly look?: 'danger';
}

interface PartWords<A> extends Words<A> {
  button(args: A): string;
  /** One sentence. */
  help(args: A): string;
  /** What is in force, in a list: "Slow ×4". */
  inForce?(args: A): string;
  /** The same on the line of an edge, shorter: "+200 ms". */
  onLine?(args: A): string;
  /** What ends it by giving its level back: "Normal speed". */
  end?: { button(none: A): string; help(none: A): string };
}

/** Something done to a node or an edge that leaves the table as it is. */
interface OnPart<A> extends Declared<A> {
  readonly words: PartWords<A>;
  readonly fault?: FaultRule;
  /** What it ends of what is in force: everything, or faults by name. */
  readonly ends?: 'all' | readonly string[];
  /** The buttons that begin it; what only ends something is offered where there is something. */
  readonly offers?: readonly Offer[];
}

export interface NodeDeed<A = Readonly<Record<string, unknown>>> extends OnPart<A> {
  readonly on: 'node';
  /**
   * Settings that hold what it leaves behind, for a run that starts where another stands. Left out
   * where a fault is all it leaves, or where no setting can hold it: then that is lost, and said.
   */
  folds?(args: A, config: AnyConfig): ConfigJson;
  /** It comes to nothing while the process is down, or while it hangs. */
  readonly lostOn?: 'down' | 'hung';
  /**
   * What the run does. `tell`: the machine gets the event when it can hear it. `impose`: at once,
   * a hung process, too.
   */
  readonly run:
    | { readonly does: 'kill' | 'freeze' | 'thaw' | 'isolate' | 'rejoin' }
    | { readonly does: 'tell' | 'impose'; event(args: A): DeedEvent };
}

/** The event a machine gets. */
export type DeedEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface EdgeDeed<A = Readonly<Record<string, unknown>>> extends OnPart<A> {
  readonly on: 'edge';
  /** What the lanes of the edge suffer while it is in force. */
  lanes?(args: A): LaneFaults;
}

export interface LaneFaults {
  readonly shut?: 'forward' | 'back' | 'both';
  /** The share (0..1) of what travels that is lost. */
  readonly lossy?: number;
  /** How much longer everything travels, in milliseconds. */
  readonly late?: number;
}

/** Something done to a part that leaves the table as it is. */
export type PartDeed = NodeDeed | EdgeDeed;

/** Keeps the types of what the deed takes. */
export function nodeDeed<const A extends Args>(
  deed: Omit<NodeDeed<ArgsOf<A>>, 'on' | 'args'> & { readonly args: A },
): NodeDeed {
  // Its functions are given what its arguments were checked to be.
  return { on: 'node', ...deed } as NodeDeed;
}

export function edgeDeed<const A extends Args>(
  deed: Omit<EdgeDeed<ArgsOf<A>>, 'on' | 'args'> & { readonly args: A },
): EdgeDeed {
  return { on: 'edge', ...deed } as EdgeDeed;
}

/** A value of a deed's own. */
export function value<F extends Field>(field: F): Value<F> {
  return { is: 'value', field };
}
