/** What a kind's behaviour is made of, as the kernel and those who look at a node need it. */
import type { Question } from '../document/types.ts';
import type { SeriesTable } from '../lib/series.ts';
import type { MachineModel } from './machine.ts';
import type { Sim } from './sim.ts';
import type { Link, Message, Micros, NodeIndex } from './types.ts';

/** What a model may look at when it describes its node. */
export interface NodeView {
  readonly id: string;
  readonly name: string;
  readonly now: Micros;
  /** The main machine's state path, 'up.busy'. */
  readonly state: string;
  readonly hung: boolean;
  /** Children by machine and key, in order of start. */
  readonly children: readonly { machine: string; key: string; state: string; context: object }[];
  readonly links: readonly Link[];
  /**
   * Events seen by this node since the start, per reason and in total; zero when nobody observes.
   */
  readonly figures: NodeFigures;
  /** The name of a node for display. */
  nameOf(node: NodeIndex): string;
  /**
   * The context of another node, for what only the simulation knows; undefined where no such node
   * stands on the table.
   */
  peek(node: NodeIndex): object | undefined;
  /** From which nodes an edge leads here. */
  sources(): readonly NodeIndex[];
}

export interface NodeFigures {
  readonly arrivals: number;
  readonly completions: number;
  readonly inSystem: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * Answers what the kind's own panel asks of a node beyond its picture: tables and lists, plain data
 * bounded in size. Null for a question it does not know.
 */
// biome-ignore lint/suspicious/noExplicitAny: the table of all kinds holds answers of any sort.
export type Answer<Context = any> = (
  question: Question,
  context: Context,
  view: NodeView,
) => unknown;

/** What a frame is to edges and to what acts around it. */
export interface FrameModel {
  /** Where an edge to it ends: at the frame itself, or at each of its members. */
  readonly end: 'itself' | 'members';
  /** A place and no more: its members are members of the frame around it. */
  readonly isTransparent?: true;
}

/**
 * How a kind behaves. `Context` belongs to the main machine; `Observation` is what its picture is
 * drawn from.
 */
// biome-ignore lint/suspicious/noExplicitAny: the table of all kinds holds models of any sort.
export interface Model<Context = any, Config = any, Observation = any> {
  readonly kind: string;
  /** Every machine this kind runs, by name. */
  // biome-ignore lint/suspicious/noExplicitAny: each machine has its own context and events.
  readonly machines: Readonly<Record<string, MachineModel<any, any, any>>>;
  /**
   * Which of them is the node itself, for these settings. A change of settings that changes the
   * machine restarts the node.
   */
  main(config: Config): string;
  /** Set for frames. */
  readonly frame?: FrameModel;
  /** Figures over time of its own, as its spec declares them; `sim` writes them by number. */
  readonly series?: SeriesTable;
  /** The main machine's first context. Streams may be opened here; nothing may be sent yet. */
  context(config: Config, sim: Sim): Context;
  /** After a change of settings, before the machine gets `configured`. */
  configure(context: Context, config: Config, sim: Sim): void;
  /** After links changed (and once at the start), before the machine gets `topology`. */
  connectTo?(context: Context, links: readonly Link[], sim: Sim): void;
  observe(context: Context, view: NodeView): Observation;
  /** Messages held here right now (each message once). */
  held(context: Context): readonly Message[];
}
