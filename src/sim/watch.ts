/**
 * Observation, apart from the run: counters, histograms and series per node, the journal of every
 * message (what spans and chains of causes are read from), state changes and what kinds say. The
 * kernel holds no Watch when nobody looks, so that it costs nothing then.
 */
import { ChunkedLog, type LogSnapshot } from '../lib/chunked-log.ts';
import { clonePlain } from '../lib/clone.ts';
import { isVisitors } from '../lib/message-class.ts';
import { SHAPE } from './agenda.ts';
import { NodeWatch, type NodeWatchSnapshot } from './node-watch.ts';
import type { Observer } from './observers.ts';
import { failureOf, statusReason, TableWatch, type TableWatchSnapshot } from './table-watch.ts';
import type { Cause, Content, LaneIndex, Message, Micros, NodeIndex } from './types.ts';
import type { Actor, NodeRecord } from './world.ts';

/** What a journal row says. */
export const STEP = {
  /**
   * place = source node, a = parent's id; b = the id of the first message of its tree, or for that
   * one 1 + the number of its words.
   */
  created: 0,
  /**
   * place = lane, a = 1 on the way back, b = twice the shape of its class, and 1 more when TCP
   * sends it again.
   */
  departed: 1,
  /** place = lane, a = 1 on the way back. */
  arrived: 2,
  /** Service began. place = node, a = wait in µs. */
  begun: 3,
  /**
   * The first message of a tree ended. place = node, a = status or -1 when dropped, b = 1 + number
   * of the end's details (0 for none).
   */
  ended: 4,
  /** The same of a message sent on behalf of another. */
  endedWithin: 5,
  /** Reached a hung node, and waits for it to wake. Columns as for `arrived`. */
  parked: 6,
  /**
   * Stands in line. place = node, a = how many are before it, b = since when there has been a line,
   * in µs.
   */
  lined: 7,
  /** Answered with an error. place = node, a = status, b = 1 + number of the details. */
  erred: 8,
  /** Vanished on its way. place = lane, a = 1 on the way back. */
  vanished: 9,
  /** Waits for a connection to open. place = lane. */
  awaits: 10,
} as const;

/** Columns of the journal. */
export const JOURNAL = { at: 0, step: 1, message: 2, place: 3, a: 4, b: 5 } as const;

/** Columns of the log of state changes that are read one by one. */
export const CHANGE = { at: 0, node: 1, code: 2, key: 3, from: 4, to: 5 } as const;

/** Rows kept; older ones are dropped and can be had again by running their time once more. */
const JOURNAL_ROWS = 262_144;
const BACKGROUND_ROWS = 65_536;
const CHANGE_ROWS = 65_536;
const INFO_LIMIT = 1_000;
const END_LIMIT = 16_384;
const CONTENT_LIMIT = 256;

/**
 * The end of a message that was dropped or answered with an error: the reason and the first fact
 * behind it.
 */
export interface EndDetail {
  readonly reason: string;
  readonly cause: Cause;
}

export interface StateChange {
  readonly at: Micros;
  readonly node: NodeIndex;
  readonly machine: string;
  readonly key: string;
  /** Leaf numbers of the actor's machine; `from` is -1 where it starts, `to` where it is over. */
  readonly from: number;
  readonly to: number;
  readonly event: string;
  readonly code: number;
  /** What began it: TRIGGER and its number. */
  readonly trigger: number;
  readonly triggerRef: number;
}

export interface Info {
  readonly at: Micros;
  readonly node: NodeIndex;
  readonly text: string;
}

export interface WatchSnapshot {
  readonly nodes: NodeWatchSnapshot[];
  readonly table: TableWatchSnapshot;
  readonly journal: LogSnapshot;
  readonly background: LogSnapshot;
  readonly changes: LogSnapshot;
  readonly rest: { words: string[]; infos: Info[]; ends: EndDetail[]; firstEnd: number };
}

export class Watch implements Observer {
  readonly name = 'watch';
  nodes: NodeWatch[] = [];
  readonly table = new TableWatch();
  /** Visitors' messages. */
  readonly journal = new ChunkedLog(6, 1024, JOURNAL_ROWS);
  /** What systems send each other: it pushes no visitor's message out. */
  readonly background = new ChunkedLog(6, 1024, BACKGROUND_ROWS);
  /**
   * Columns: time, node, machine code, key word, from, to, event word, trigger, trigger ref,
   * machine word.
   */
  readonly changes = new ChunkedLog(10, 256, CHANGE_ROWS);
  private words: string[] = [];
  private wordIds = new Map<string, number>();
  /** Contents are shared by many messages: the number of the words of each seen lately. */
  private contentWords = new Map<Content, number>();
  infos: Info[] = [];
  private ends: EndDetail[] = [];
  private firstEnd = 0;
  private now: Micros = 0;
  private readonly wide = new Float64Array(10);

  placed({ index }: NodeRecord): void {
    while (this.nodes.length <= index) this.nodes.push(new NodeWatch(this.now));
  }

  at(node: NodeIndex): NodeWatch {
    return this.nodes[node] as NodeWatch;
  }

  /** The clock moved; what that does to figures is counted when something happens or is asked. */
  advanced(now: Micros): void {
    this.now = now;
  }

  created(message: Message, now: Micros): void {
    if (isVisitors(message.content.class)) this.table.created(now);
    const { source, parent, root, content } = message;
    const about = parent === null ? 1 + this.contentWord(content) : root;
    this.write(now, STEP.created, message, source, parent?.id ?? 0, about);
  }

  departed(message: Message, lane: LaneIndex, back: boolean, repeat: boolean, now: Micros): void {
    const shape = 2 * SHAPE[message.content.class];
    this.write(now, STEP.departed, message, lane, back ? 1 : 0, repeat ? shape + 1 : shape);
  }

  arrived(message: Message, lane: LaneIndex, back: boolean, now: Micros): void {
    this.write(now, STEP.arrived, message, lane, back ? 1 : 0, 0);
  }

  /** Reached a hung node. */
  parked(message: Message, lane: LaneIndex, back: boolean, now: Micros): void {
    this.write(now, STEP.parked, message, lane, back ? 1 : 0, 0);
  }

  /** Vanished on its way: lost, or the lane is cut. */
  vanished(message: Message, lane: LaneIndex, back: boolean, now: Micros): void {
    this.write(now, STEP.vanished, message, lane, back ? 1 : 0, 0);
  }

  awaits(message: Message, lane: LaneIndex, now: Micros): void {
    this.write(now, STEP.awaits, message, lane, 0, 0);
  }

  /** Stands in a line that there has been since `since`, behind `ahead` others. */
  lined(message: Message, node: NodeIndex, ahead: number, since: Micros, now: Micros): void {
    this.write(now, STEP.lined, message, node, ahead, since);
  }

  /**
   * A node answers with an error, because of that. What only passes it on names another message, or
   * nothing.
   */
  erred(message: Message, node: NodeIndex, cause: Cause | undefined, now: Micros): void {
    const reason = statusReason(message.status);
    const watch = this.at(node);
    const isCounted = isVisitors(message.content.class);
    if (isCounted) watch.fail(now, this.table.reason(reason));
    if (cause === undefined) return;
    const number = this.detail(reason, cause);
    // An answer that says what became of another message is counted where that failed.
    if (isCounted && cause.why !== 'message') watch.erred[reason] = (watch.erred[reason] ?? 0) + 1;
    this.write(now, STEP.erred, message, node, message.status, number);
  }

  /** `cause` is null for an answer or a delivery. */
  ended(message: Message, node: NodeIndex, now: Micros, cause: Cause | null): void {
    if (isVisitors(message.content.class)) {
      this.table.ended(message, now);
      this.failedAt(message, node);
    }
    const step = message.parent === null ? STEP.ended : STEP.endedWithin;
    if (cause === null || message.reason === null) {
      this.write(now, step, message, node, message.status, 0);
      return;
    }
    // A health check that fails is no visitor's loss.
    if (message.content.class !== 'probe') {
      this.at(node).dropped[message.reason] = (this.at(node).dropped[message.reason] ?? 0) + 1;
    }
    this.write(now, step, message, node, -1, this.detail(message.reason, cause));
  }

  /**
   * A drop is counted where it happened; a failed answer where it was waited for, unless that was
   * on behalf of another.
   */
  private failedAt(message: Message, node: NodeIndex): void {
    const isCounted =
      message.end === 'dropped' || (message.end === 'failed' && message.parent === null);
    if (isCounted) this.at(node).fail(this.now, this.table.reason(failureOf(message)));
  }

  /**
   * Keeps the details of an end; what the journal's column b says of them. Frozen: checkpoints
   * share them.
   */
  private detail(reason: string, cause: Cause): number {
    this.ends.push(Object.freeze({ reason, cause: Object.freeze(cause) }));
    if (this.ends.length > 2 * END_LIMIT) {
      this.ends.splice(0, END_LIMIT);
      this.firstEnd += END_LIMIT;
    }
    return this.firstEnd + this.ends.length;
  }

  /** The details of an end by the journal's column b; undefined when no longer held. */
  endDetail(b: number): EndDetail | undefined {
    return this.ends[b - 1 - this.firstEnd];
  }

  /** `from` is -1 where the machine starts, `to` where it is over. */
  changed(actor: Actor, from: number, to: number, event: string, now: Micros): void {
    const row = this.wide;
    row[0] = now;
    row[1] = actor.node;
    row[2] = actor.code;
    row[3] = this.word(actor.key);
    row[4] = from;
    row[5] = to;
    row[6] = this.word(event);
    row[7] = actor.changedBy;
    row[8] = actor.changedRef;
    row[9] = this.word(actor.machine);
    this.changes.append(row);
  }

  /** A row of the log of state changes. */
  change(row: number): StateChange {
    const log = this.changes;
    return {
      at: log.get(row, 0),
      node: log.get(row, 1),
      code: log.get(row, 2),
      key: this.wordOf(log.get(row, 3)),
      from: log.get(row, 4),
      to: log.get(row, 5),
      event: this.wordOf(log.get(row, 6)),
      trigger: log.get(row, 7),
      triggerRef: log.get(row, 8),
      machine: this.wordOf(log.get(row, 9)),
    };
  }

  /** A node's last state changes, newest first. */
  changesOf(node: NodeIndex, most: number): StateChange[] {
    const found: StateChange[] = [];
    const log = this.changes;
    for (let i = log.length - 1; i >= log.first && found.length < most; i--) {
      if (log.get(i, 1) === node && log.get(i, 4) >= 0 && log.get(i, 5) >= 0) {
        found.push(this.change(i));
      }
    }
    return found;
  }

  info(node: NodeIndex, text: string, now: Micros): void {
    this.infos.push({ at: now, node, text });
    if (this.infos.length > 2 * INFO_LIMIT) this.infos.splice(0, INFO_LIMIT);
  }

  entered(node: NodeIndex): void {
    this.at(node).enter(this.now);
  }

  begun(node: NodeIndex, message: Message, waited: Micros, now: Micros): void {
    if (isVisitors(message.content.class)) this.at(node).begin(now, waited);
    this.write(now, STEP.begun, message, node, waited, 0);
  }

  left(node: NodeIndex, response: Micros): void {
    this.at(node).leave(this.now, response);
  }

  abandoned(node: NodeIndex): void {
    this.at(node).abandon(this.now);
  }

  busy(node: NodeIndex, level: number): void {
    this.at(node).setBusy(this.now, level);
  }

  capacity(node: NodeIndex, level: number): void {
    this.at(node).setCapacity(this.now, level);
  }

  /** Starts every node's figures again, as after a warm-up. */
  resetFigures(): void {
    for (const node of this.nodes) node.reset(this.now);
  }

  snapshot(): WatchSnapshot {
    return {
      nodes: this.nodes.map((node) => node.snapshot()),
      table: this.table.snapshot(),
      journal: this.journal.snapshot(),
      background: this.background.snapshot(),
      changes: this.changes.snapshot(),
      rest: clonePlain({
        words: this.words,
        infos: this.infos,
        ends: this.ends.slice(),
        firstEnd: this.firstEnd,
      }),
    };
  }

  restore(kept: unknown, now: Micros): void {
    const snapshot = kept as WatchSnapshot;
    this.now = now;
    this.nodes = snapshot.nodes.map((node) => NodeWatch.restored(node));
    this.table.restore(snapshot.table);
    this.journal.restore(snapshot.journal);
    this.background.restore(snapshot.background);
    this.changes.restore(snapshot.changes);
    const rest = clonePlain(snapshot.rest);
    this.words = rest.words;
    this.wordIds = new Map(rest.words.map((word, id) => [word, id]));
    this.contentWords.clear();
    this.infos = rest.infos;
    this.ends = rest.ends;
    this.firstEnd = rest.firstEnd;
  }

  /** Everything observed, as plain data in one piece: two runs observed alike give equal values. */
  dump(): unknown {
    return {
      nodes: this.nodes.map((node) => node.dump()),
      table: this.table.dump(),
      journal: this.journal.dump(),
      background: this.background.dump(),
      changes: this.changes.dump(),
      words: this.words,
      infos: this.infos,
      ends: this.ends,
    };
  }

  /** A word by its number. */
  wordOf(number: number): string {
    return this.words[number] ?? '';
  }

  private contentWord(content: Content): number {
    const known = this.contentWords.get(content);
    if (known !== undefined) return known;
    const number = this.word(content.words);
    if (this.contentWords.size >= CONTENT_LIMIT) this.contentWords.clear();
    this.contentWords.set(content, number);
    return number;
  }

  private word(text: string): number {
    const known = this.wordIds.get(text);
    if (known !== undefined) return known;
    const id = this.words.length;
    this.words.push(text);
    this.wordIds.set(text, id);
    return id;
  }

  private write(
    time: Micros,
    step: number,
    message: Message,
    place: number,
    a: number,
    b: number,
  ): void {
    const log = isVisitors(message.content.class) ? this.journal : this.background;
    log.append6(time, step, message.id, place, a, b);
  }
}
