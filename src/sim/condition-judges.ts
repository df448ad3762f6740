/**
 * The judges of what is seen of a run beside its figures: states, errors, parts, paths, and what
 * was done.
 */
import type {
  CountCondition,
  ErrorCondition,
  LeafCondition,
  PathCondition,
  StateCondition,
  VerbCondition,
} from '../document/condition.ts';
import { isVisitors } from '../lib/message-class.ts';
import { isUp } from '../lib/tone.ts';
import { isBeyond } from './bounds.ts';
import { figureJudge } from './figure-judges.ts';
import { type Finding, Judge, NOTHING, type Post } from './judge.ts';
import { SeriesJudge } from './series-judge.ts';
import { stateIn } from './stepper.ts';
import type { Cause, Message, NodeIndex } from './types.ts';
import { isCut } from './wire.ts';
import { type Actor, findNode, type LaneRecord, type NodeRecord } from './world.ts';

class ErrorJudge extends Judge {
  override readonly isMomentary = true;
  private found: Finding | null = null;

  constructor(post: Post, { node }: ErrorCondition) {
    super(post, node);
  }

  /** Failed or was dropped; `node` is where. */
  ended(message: Message, node: NodeIndex): void {
    if (message.end === 'answered') return;
    const isFirst = message.parent === null;
    const isHere = isFirst || message.end === 'dropped';
    if (this.id === null ? isFirst : isHere && this.node === node) this.err(message, node);
  }

  /** The node answers with an error. */
  erred(message: Message, node: NodeIndex, _cause: Cause | undefined): void {
    if (this.id !== null && this.node === node) this.err(message, node);
  }

  /** The first error of an event counts. */
  private err({ id, source, reason, status }: Message, node: NodeIndex): void {
    const figure = reason === null ? status : 0;
    this.found ??= { figure, what: reason ?? '', node, message: id, source };
    this.touch();
  }

  protected holds(): boolean {
    return this.found !== null;
  }

  override find(): Finding {
    return this.found ?? NOTHING;
  }

  override end(): void {
    super.end();
    this.found = null;
  }

  protected override remember(): void {
    this.found = null;
  }
}

export class VerbJudge extends Judge {
  override readonly isMomentary = true;
  private readonly verb: string;
  private readonly target: string | undefined;
  private isDone = false;

  constructor(post: Post, { verb, node, edge }: VerbCondition) {
    super(post, undefined);
    this.verb = verb;
    this.target = node ?? edge;
  }

  /** A deed was carried out. */
  acted(verb: string, targets: readonly string[]): void {
    if (verb !== this.verb) return;
    if (this.target !== undefined && !targets.includes(this.target)) return;
    this.isDone = true;
    this.touch();
  }

  protected holds(): boolean {
    return this.isDone;
  }

  override end(): void {
    super.end();
    this.isDone = false;
  }

  protected override remember(): void {
    this.isDone = false;
  }
}

class StateJudge extends Judge {
  private readonly condition: StateCondition;

  constructor(post: Post, condition: StateCondition) {
    super(post, condition.node);
    this.condition = condition;
  }

  /** The node's own machine, or one of its children, is in another state. */
  changed(actor: Actor): void {
    if (this.node === actor.node) this.touch();
  }

  protected holds(): boolean {
    const { state } = this.condition;
    const path = this.path();
    return path === state || path.startsWith(`${state}.`);
  }

  override find(): Finding {
    return { ...NOTHING, what: this.path(), node: this.node };
  }

  private path(): string {
    const { engine } = this.post;
    const { machine, key = '' } = this.condition;
    const node = engine.world.nodes[this.node];
    const isMain = machine === undefined || (machine === node?.main.machine && key === '');
    const actor = isMain ? node?.main : node?.children.get(machine)?.get(key);
    return actor === undefined ? '' : stateIn(engine, actor).path;
  }
}

class CountJudge extends Judge {
  private readonly condition: CountCondition;

  constructor(post: Post, condition: CountCondition) {
    super(post, undefined);
    this.condition = condition;
  }

  override placed(): void {
    this.touch();
  }

  override removed(): void {
    this.touch();
  }

  rewired(): void {
    if (this.condition.in !== undefined) this.touch();
  }

  changed(actor: Actor, from: number, to: number): void {
    const { tag } = this.condition;
    if (tag === undefined || !isMain(this.post, actor)) return;
    if (tagsOf(this.post, actor, from).includes(tag) === tagsOf(this.post, actor, to).includes(tag))
      return;
    this.touch();
  }

  protected holds(): boolean {
    return isBeyond(this.condition, this.count());
  }

  override find(): Finding {
    return { ...NOTHING, figure: this.count() };
  }

  private count(): number {
    const { kind, in: frame, tag } = this.condition;
    const { engine } = this.post;
    return engine.world.nodes.filter(
      (node) =>
        !node.gone &&
        (kind === undefined || node.kind === kind) &&
        (frame === undefined || isWithin(this.post, node, frame)) &&
        (tag === undefined || stateIn(engine, node.main).tags.includes(tag)),
    ).length;
  }
}

class PathJudge extends Judge {
  private readonly ends: PathCondition['path'];

  constructor(post: Post, { path }: PathCondition) {
    super(post, undefined);
    this.ends = path;
  }

  override placed(): void {
    this.touch();
  }

  override removed(): void {
    this.touch();
  }

  rewired(): void {
    this.touch();
  }

  changed(actor: Actor, from: number, to: number): void {
    if (!isMain(this.post, actor)) return;
    if (isUpIn(this.post, actor, from) !== isUpIn(this.post, actor, to)) this.touch();
  }

  protected holds(): boolean {
    const { nodes } = this.post.engine.world;
    const lanes = this.lanesBySource();
    const reached = new Set(nodes.filter((node) => this.isAt(node, this.ends.from)));
    // What is reached joins the set while it is walked through.
    for (const node of reached) {
      if (this.isAt(node, this.ends.to)) return true;
      for (const target of lanes.get(node.index) ?? []) {
        const next = nodes[target] as NodeRecord;
        if (this.stands(next)) reached.add(next);
      }
    }
    return false;
  }

  /** Where what visitors send can go from each node. */
  private lanesBySource(): Map<NodeIndex, NodeIndex[]> {
    const targets = new Map<NodeIndex, NodeIndex[]>();
    for (const lane of this.post.engine.world.lanes) {
      if (isCut(lane, false) || !isForVisitors(lane)) continue;
      const known = targets.get(lane.source);
      if (known === undefined) targets.set(lane.source, [lane.target]);
      else known.push(lane.target);
    }
    return targets;
  }

  private isAt(node: NodeRecord, end: string): boolean {
    return this.stands(node) && (node.id === end || isWithin(this.post, node, end));
  }

  private stands({ gone, main }: NodeRecord): boolean {
    const { state } = main.instance;
    return !gone && isUpIn(this.post, main, state);
  }
}

function isForVisitors({ carried }: LaneRecord): boolean {
  return carried.class !== null && isVisitors(carried.class);
}

function isMain({ engine }: Post, actor: Actor): boolean {
  return engine.world.nodes[actor.node]?.main === actor;
}

/** The tags of a state by its number; -1, before the start and after the end, has none. */
function tagsOf({ engine }: Post, actor: Actor, state: number): readonly string[] {
  return engine.machines.compiled[actor.code]?.states[state]?.tags ?? [];
}

function isUpIn(post: Post, actor: Actor, state: number): boolean {
  return state >= 0 && isUp(tagsOf(post, actor, state));
}

/** Whether a node stands in a frame, or in one within it. */
function isWithin({ engine }: Post, node: NodeRecord, frame: string): boolean {
  let around = node.frame;
  for (let left = engine.world.nodes.length; around !== null && left > 0; left--) {
    if (around === frame) return true;
    around = findNode(engine.world, around)?.frame ?? null;
  }
  return false;
}

export function judgeOf(condition: LeafCondition, post: Post): Judge {
  if ('figure' in condition) return figureJudge(condition, post);
  if ('series' in condition) return new SeriesJudge(post, condition);
  if ('state' in condition) return new StateJudge(post, condition);
  if ('error' in condition) return new ErrorJudge(post, condition);
  if ('count' in condition) return new CountJudge(post, condition);
  if ('path' in condition) return new PathJudge(post, condition);
  return new VerbJudge(post, condition);
}
