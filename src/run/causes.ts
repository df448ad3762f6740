/**
 * Why a request failed: from its end back to the first fact. Each link follows a reference that was
 * recorded when things happened – the cause of a drop or of an error, where the message was at that
 * moment, what began a change of state, which command's fault was in force. Where nothing more was
 * recorded the chain ends; it is never guessed on.
 */
import { formatDuration, formatShare } from '../lib/duration.ts';
import type { Kernel } from '../sim/kernel.ts';
import type { Cause, NodeIndex } from '../sim/types.ts';
import { STEP, type Watch } from '../sim/watch.ts';
import { Troubles } from './causes-troubles.ts';
import type { Row } from './journal.ts';
import { failureWords, outcomeOf } from './journal-words.ts';
import { faultAt, setAt, settingCommand } from './past-facts.ts';
import type { CauseLink } from './report-types.ts';
import type { Run } from './run.ts';
import type { Tree } from './trace-tree.ts';

/** No chain is longer: two facts that name each other end here. */
const MOST_LINKS = 16;

/** Empty unless the first message of the tree failed. */
export function causesOf(run: Run, kernel: Kernel, tree: Tree): CauseLink[] {
  const { watch } = kernel;
  if (watch === null) return [];
  const chain = new Chain(run, kernel, watch, tree);
  chain.followEnd(tree.root, 'end');
  return chain.links;
}
class Chain extends Troubles {
  private readonly tree: Tree;

  constructor(run: Run, kernel: Kernel, watch: Watch, tree: Tree) {
    super(run, kernel, watch);
    this.tree = tree;
  }

  /** How a message ended, and why. */
  followEnd(message: number, what: 'end' | 'message'): void {
    const { kernel, tree } = this;
    const end = tree.end(message);
    const words = end && failureWords(kernel, end, end.at - tree.created(message).at);
    if (end === null || words === null) return;
    if (outcomeOf(end) === 'dropped') {
      const detail = this.watch.endDetail(end.b);
      this.add(what, words, end.at, this.node(end.place).id);
      if (detail !== undefined) this.follow(detail.cause, end, detail.reason);
      return;
    }
    const erred = tree.rows(message).findLast(({ step }) => step === STEP.erred);
    const by = this.node(erred?.place ?? end.place);
    this.add(what, `${by.name} answered ${end.a}`, erred?.at ?? end.at, by.id);
    const cause = erred && this.watch.endDetail(erred.b)?.cause;
    if (erred !== undefined && cause !== undefined) this.follow(cause, erred, '');
  }

  /** @param from the row that gave this cause */
  private follow(cause: Cause, from: Row, reason: string): void {
    if (this.links.length >= MOST_LINKS) return;
    const { at, message } = from;
    switch (cause.why) {
      case 'message':
        if (cause.message !== message && this.tree.has(cause.message)) {
          this.followEnd(cause.message, 'message');
        }
        return;
      case 'command':
        this.command(cause.command);
        return;
      case 'chance':
        this.chance(cause.node, cause.purpose, cause.rate ?? null, at);
        return;
      case 'config':
        this.config(cause, from, reason);
        return;
      case 'lane':
        this.lane(cause, from);
        return;
      default:
        this.state(cause, at);
    }
  }

  /**
   * A setting decided. What made it matter comes first for a timeout (where the time went), last
   * for a full line (why it was full).
   */
  private config(cause: Extract<Cause, { why: 'config' }>, from: Row, reason: string): void {
    if (reason === 'timeout') {
      if (!this.whereTimeWent(from.message, from.at)) this.setting(cause, from.at);
      return;
    }
    const isSet = this.setting(cause, from.at);
    if (isSet) return;
    const line = this.lineBefore(from);
    this.crowd(line?.place ?? cause.node, from.at, line?.b ?? from.at);
  }

  private lane(
    cause: Extract<Cause, { why: 'lane' }>,
    { at, place }: Pick<Row, 'at' | 'place'>,
  ): void {
    const lane = this.kernel.lane(cause.lane);
    const name = this.laneName(lane);
    const { command } = cause;
    if (cause.fact === 'loss') {
      const words = `by chance: ${formatShare(cause.rate ?? 0)} of messages are lost on ${name}`;
      this.add('chance', words, null, lane.edge);
      this.commandOf(settingCommand(this.run, lane.edge, 'loss', at));
      return;
    }
    if (cause.fact === 'opening') {
      const isExplained = this.noConnection(lane, at);
      if (!isExplained && cause.field !== undefined) {
        this.setting({ node: place, field: cause.field }, at);
      }
      return;
    }
    const words = {
      shut: `${name} is cut`,
      lossy: `by chance: ${formatShare(cause.rate ?? 0)} of messages are lost on ${name}`,
      late: `${name} is delayed`,
      removed: `${name} was removed`,
      closed: `the connection ${name} was closed`,
    }[cause.fact];
    this.add(cause.fact === 'lossy' ? 'chance' : 'edge', words, at, lane.edge);
    this.commandOf(command ?? (cause.fact === 'closed' ? this.removal(lane, at) : null));
  }

  private state(cause: Extract<Cause, { why: 'state' }>, end: number): void {
    const at = cause.at ?? end;
    if (cause.about !== undefined) {
      this.opinion(cause, cause.about, at);
      return;
    }
    if (this.downState(cause.node, at)) return;
    const node = this.node(cause.node);
    // Other settings may start a process again, a hung one, too.
    const set = setAt(this.run, node.id, at);
    if (set !== null) {
      this.command(set);
      return;
    }
    if (this.hangs(cause.node, at)) return;
    if (!this.kernel.world.lanes.some((lane) => lane.source === node.index && !lane.gone)) {
      this.add('state', `${node.name} is not connected to anything`, at, node.id);
      const gone = this.kernel.world.lanes.findLast(
        (lane) => lane.source === node.index && lane.gone,
      );
      if (gone !== undefined) this.commandOf(this.removal(gone, at));
    }
  }

  /**
   * Where a message, or what was sent on its behalf, was when patience ended. True when that led to
   * a first fact.
   */
  private whereTimeWent(message: number, at: number): boolean {
    const { tree } = this;
    if (this.stoodStill(message, at)) return true;
    const child = tree.children(message).findLast((id) => tree.created(id).at <= at);
    if (child !== undefined) {
      const end = tree.end(child);
      if (end === null || end.at >= at) return this.whereTimeWent(child, at);
      if (end.a < 0 || end.a >= 400) {
        const before = this.links.length;
        this.followEnd(child, 'message');
        return this.links.length > before;
      }
    }
    const rows = tree.rows(message).filter((row) => row.at <= at && !isEnd(row));
    const last = rows.at(-1);
    if (last === undefined) return false;
    const took = formatDuration((at - last.at) / 1000);
    switch (last.step) {
      case STEP.departed: {
        const begun = this.longestLine(message);
        return begun !== null && begun.a > at - last.at
          ? this.stoodInLine(begun)
          : this.onTheWay(last, at);
      }
      case STEP.parked:
        return this.trouble(this.kernel.lane(last.place), at);
      case STEP.lined: {
        const node = this.node(last.place);
        this.add(
          'state',
          `waited ${took} behind ${last.a} others at ${node.name}`,
          last.at,
          node.id,
        );
        return this.crowd(last.place, at, last.b);
      }
      case STEP.begun: {
        const node = this.node(last.place);
        const line = this.lineBefore(last);
        const before =
          line === null || last.a === 0
            ? ''
            : `, after ${formatDuration(last.a / 1000)} behind ${line.a} others`;
        this.add('state', `in service at ${node.name} for ${took}${before}`, last.at, node.id);
        return this.crowd(last.place, at, line?.b ?? at, line !== null);
      }
      case STEP.awaits:
        return this.noConnection(this.kernel.lane(last.place), at);
      case STEP.vanished:
        return this.lostOnTheWay(last, at);
      default:
        return last.step === STEP.arrived && this.trouble(this.kernel.lane(last.place), at);
    }
  }

  /**
   * It got on in the end, but most of its time it had waited for a process that hung, or for a
   * connection to one that could not be reached. False where neither is known.
   */
  private stoodStill(message: number, at: number): boolean {
    const rows = this.tree.rows(message).filter((row) => row.at <= at && !isEnd(row));
    const most = (at - this.tree.created(message).at) / 2;
    const index = rows.findIndex(({ step, at: since }, i) => {
      const isStill = step === STEP.parked || step === STEP.awaits;
      return isStill && (rows[i + 1]?.at ?? since) - since > most;
    });
    const row = rows[index];
    if (row === undefined) return false;
    const until = (rows[index + 1] as Row).at;
    const lane = this.kernel.lane(row.place);
    const where =
      row.step === STEP.awaits
        ? `for a connection, ${this.laneName(lane)}`
        : `at ${this.node(lane.target).name}`;
    const before = this.links.length;
    this.add('state', `waited ${formatDuration((until - row.at) / 1000)} ${where}`, row.at, null);
    if (this.trouble(lane, row.at) || this.trouble(lane, (row.at + until) / 2)) return true;
    this.links.length = before;
    return false;
  }

  /**
   * Where a message, or what was sent on its behalf, began to be served after the longest wait in
   * line; null when it never waited.
   */
  private longestLine(message: number): Row | null {
    const { tree } = this;
    const own = tree.rows(message).filter(({ step, a }) => step === STEP.begun && a > 0);
    const theirs = tree.children(message).map((child) => this.longestLine(child));
    return [...own, ...theirs].reduce<Row | null>(
      (longest, row) => (row !== null && row.a > (longest?.a ?? 0) ? row : longest),
      null,
    );
  }

  /** It was on its way when patience ended, but that took less time than the line before. */
  private stoodInLine(begun: Row): boolean {
    const node = this.node(begun.place);
    const line = this.lineBefore(begun);
    const took = formatDuration(begun.a / 1000);
    const behind = line === null ? '' : ` behind ${line.a} others`;
    this.add('state', `waited ${took}${behind} at ${node.name}`, begun.at - begun.a, node.id);
    return this.crowd(begun.place, begun.at, line?.b ?? begun.at);
  }

  /** It was lost, and TCP had not got it there when patience ended. */
  private lostOnTheWay({ place, at: lostAt }: Row, at: number): boolean {
    const lane = this.kernel.lane(place);
    const cut = this.cutOf(lane, lostAt);
    const command = cut ?? faultAt(this.run, lane.edge, ['lossy'], lostAt);
    const fault = cut !== null ? 'shut' : command !== null ? 'lossy' : undefined;
    const fact = fault ?? (lane.gone ? 'removed' : 'loss');
    const rate = fact === 'lossy' ? lane.imposed.lossy : lane.loss;
    const cause = { why: 'lane', lane: place, fact, rate, ...(command !== null && { command }) };
    this.lane(cause as Extract<Cause, { why: 'lane' }>, { at, place });
    return true;
  }

  private onTheWay(last: Row, at: number): boolean {
    if (last.b === 1) return this.lostOnTheWay(last, at);
    const lane = this.kernel.lane(last.place);
    const took = formatDuration((at - last.at) / 1000);
    const name = this.laneName(lane);
    this.add('edge', `in flight for ${took}, ${name}`, last.at, lane.edge);
    const command =
      faultAt(this.run, lane.edge, ['late'], at) ??
      this.cutOf(lane, at) ??
      settingCommand(this.run, lane.edge, 'latency', at);
    this.commandOf(command);
    return command !== null;
  }

  /** The row that says in which line a message stood at that place. */
  private lineBefore(row: Row): Row | null {
    const lines = this.tree.rows(row.message).filter(({ step, at }) => {
      return step === STEP.lined && at <= row.at;
    });
    return lines.findLast(({ place }) => place === row.place) ?? lines.at(-1) ?? null;
  }

  /**
   * Why there is a crowd at a node: itself slow, others not there to share the work, or more coming
   * than usual.
   * @param since since when there has been one
   * @param isShared false when only the node itself matters: nobody stands in its way
   */
  private crowd(index: NodeIndex, at: number, since: number, isShared = true): boolean {
    const node = this.node(index);
    // Or all that had come while it hung was there at once when it woke.
    const own =
      faultAt(this.run, node.id, ['slower', 'hung'], at) ??
      faultAt(this.run, node.id, ['hung'], since - 1);
    if (own !== null) {
      this.command(own);
      return true;
    }
    if (!isShared) return false;
    return this.absence(index, at, new Set()) || this.burst(index, at, since);
  }

  /** One of those that share the work with this node is not there. */
  private absence(index: NodeIndex, at: number, seen: Set<NodeIndex>): boolean {
    if (seen.has(index)) return false;
    seen.add(index);
    const { lanes } = this.kernel.world;
    const { kind } = this.node(index);
    for (const lane of lanes.filter(({ target, gone }) => target === index && !gone)) {
      const peers = lanes.filter(
        (peer) =>
          peer.source === lane.source &&
          peer.frame === lane.frame &&
          peer.target !== index &&
          this.node(peer.target).kind === kind,
      );
      if (peers.some((peer) => this.trouble(peer, at))) return true;
      if (this.absence(lane.source, at, seen)) return true;
    }
    return false;
  }

  /** Somebody from whom messages come here sent a burst, since there has been a line. */
  private burst(index: NodeIndex, at: number, since: number): boolean {
    const before = new Set([index]);
    for (const found of before) {
      const command = faultAt(this.run, this.node(found).id, ['more-load'], at, since);
      if (command !== null) {
        this.command(command);
        return true;
      }
      for (const { target, source } of this.kernel.world.lanes)
        if (target === found) before.add(source);
    }
    return false;
  }
}

function isEnd({ step }: Row): boolean {
  return step === STEP.ended || step === STEP.endedWithin || step === STEP.erred;
}
