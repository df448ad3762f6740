/**
 * What stood in the way, and what it came from: nodes that were down or hung, edges that were cut,
 * chance, settings, commands. The links of a chain of causes that do not depend on the request.
 */
import { formatDuration, formatShare } from '../lib/duration.ts';
import { hasTag } from '../lib/tone.ts';
import type { Kernel } from '../sim/kernel.ts';
import type { StateInfo } from '../sim/machine.ts';
import type { Cause, NodeIndex } from '../sim/types.ts';
import { STEP, type StateChange, type Watch } from '../sim/watch.ts';
import { type LaneRecord, type NodeRecord, TRIGGER } from '../sim/world.ts';
import { chanceWords, commandWords, settingWords } from './causes-words.ts';
import { rowAt } from './journal.ts';
import { changesBefore, faultAt, settingCommand, unpluggedBy } from './past-facts.ts';
import type { CauseLink } from './report-types.ts';
import type { Run } from './run.ts';
import { stateAt } from './states.ts';

type StateCause = Extract<Cause, { why: 'state' }>;

/**
 * Each method adds the links it finds; where it says whether it did, true means that the first
 * cause is among them.
 */
export class Troubles {
  readonly links: CauseLink[] = [];
  protected readonly run: Run;
  protected readonly kernel: Kernel;
  protected readonly watch: Watch;

  constructor(run: Run, kernel: Kernel, watch: Watch) {
    this.run = run;
    this.kernel = kernel;
    this.watch = watch;
  }

  /** Why no connection comes about over a lane. */
  protected noConnection(lane: LaneRecord, at: number): boolean {
    this.add('edge', `the connection could not be opened, ${this.laneName(lane)}`, at, lane.edge);
    return this.trouble(lane, at) || this.beyond(lane.target, at) || this.lossOf(lane, at);
  }

  /** A packet of a handshake may have been lost by chance: nothing else is known to hinder it. */
  private lossOf(lane: LaneRecord, at: number): boolean {
    const command = faultAt(this.run, lane.edge, ['lossy'], at);
    if (command === null && lane.loss === 0) return false;
    const rate = command === null ? lane.loss : lane.imposed.lossy;
    const words = `by chance: ${formatShare(rate)} of messages are lost on ${this.laneName(lane)}`;
    this.add('chance', words, null, lane.edge);
    this.commandOf(command);
    return true;
  }

  protected chance(index: NodeIndex, purpose: string, rate: number | null, at: number): void {
    const node = this.node(index);
    this.add('chance', chanceWords(node.name, purpose, rate), null, node.id);
    const command = faultAt(this.run, node.id, ['wrong-answers'], at);
    this.commandOf(command ?? settingCommand(this.run, node.id, 'errorRate', at));
  }

  /** A balancer keeps a backend out of use. */
  protected opinion(of: StateCause, about: NodeIndex, at: number): void {
    const node = this.node(of.node);
    const backend = this.node(about);
    const change = this.takenOut(of, at);
    const since = change?.at ?? null;
    const when = since === null ? '' : ` since ${clock(since)}`;
    this.add('state', `${backend.name} out of rotation at ${node.name}${when}`, since, node.id);
    const lane = this.kernel.world.lanes.findLast(
      (l) => l.source === of.node && l.target === about,
    );
    // What it thinks now was decided then; at the latest it is still so.
    const moments = since === null ? [at] : [since, at];
    for (const moment of moments) {
      if (lane !== undefined && this.trouble(lane, moment)) return;
      const command = faultAt(this.run, backend.id, ['slower', 'wrong-answers'], moment);
      if (command !== null) {
        this.command(command);
        return;
      }
    }
    if (change?.trigger === TRIGGER.message) this.answerTo(change.triggerRef, node.name);
  }

  /** Since when, and upon what, a balancer has thought ill of a backend. */
  private takenOut({ node, key, machine }: StateCause, at: number): StateChange | null {
    let first: StateChange | null = null;
    for (const change of changesBefore(this.watch, node, key, at)) {
      if (machine !== undefined && change.machine !== machine) continue;
      if (!isOut(stateAt(this.kernel, change.code, change.to))) break;
      first = change;
    }
    return first;
  }

  /** What was answered to a message that no visitor sent, such as a health check, and why. */
  private answerTo(message: number, asker: string): void {
    const { background } = this.watch;
    for (let index = background.length - 1; index >= background.first; index--) {
      const row = rowAt(background, index);
      if (row.message !== message || row.step !== STEP.erred) continue;
      const node = this.node(row.place);
      this.add('message', `${node.name} answered ${row.a} when ${asker} asked`, row.at, node.id);
      const cause = this.watch.endDetail(row.b)?.cause;
      if (cause?.why === 'config') this.setting(cause, row.at);
      if (cause?.why === 'chance')
        this.chance(cause.node, cause.purpose, cause.rate ?? null, row.at);
      if (cause?.why === 'state') this.commandOf(faultAt(this.run, node.id, ['lies'], row.at));
      return;
    }
  }

  /** A node that was not up: its states back to what took it down. False when it was up. */
  protected downState(index: NodeIndex, at: number): boolean {
    const node = this.node(index);
    let isFound = false;
    for (const change of changesBefore(this.watch, index, '', at)) {
      if (change.to < 0) continue;
      const state = stateAt(this.kernel, change.code, change.to);
      if (!isOut(state)) return isFound;
      isFound = true;
      this.add('state', `${node.name} ${state.name} since ${clock(change.at)}`, change.at, node.id);
      if (change.trigger === TRIGGER.command) {
        this.command(change.triggerRef);
        return true;
      }
      if (change.event === 'failure') {
        this.add('chance', chanceWords(node.name, change.event, null), null, node.id);
        return true;
      }
    }
    if (isFound || this.watch.changes.first === 0) return isFound;
    // Its changes are no longer held.
    const command = faultAt(this.run, node.id, ['down', 'leaving'], at);
    this.commandOf(command);
    return command !== null;
  }

  /** A node that does nothing. */
  protected hangs(index: NodeIndex, at: number): boolean {
    const node = this.node(index);
    const hung = faultAt(this.run, node.id, ['hung'], at);
    if (hung === null) return false;
    this.add('state', `${node.name} hangs`, null, node.id);
    this.command(hung);
    return true;
  }

  /**
   * What hinders whoever wants to reach the node at the end of a lane; false where nothing is known
   * to.
   */
  protected trouble(lane: LaneRecord, at: number): boolean {
    if (this.hangs(lane.target, at)) return true;
    const cut = this.cutOf(lane, at);
    const removed = this.removal(lane, at);
    if (cut !== null || removed !== null) {
      const how = cut === null ? 'was removed' : 'is cut';
      this.add('edge', `${this.laneName(lane)} ${how}`, null, lane.edge);
      this.commandOf(cut ?? removed);
      return true;
    }
    return this.downState(lane.target, at);
  }

  /** The command that shut a lane, or cut one of its ends off; null where none did. */
  protected cutOf({ edge, source, target }: LaneRecord, at: number): number | null {
    const isolated = (end: NodeIndex) => faultAt(this.run, this.node(end).id, ['isolated'], at);
    return faultAt(this.run, edge, ['shut'], at) ?? isolated(target) ?? isolated(source);
  }

  /** What hinders a node that passes on: a trouble of any of those it leads to. */
  protected beyond(index: NodeIndex, at: number): boolean {
    return this.kernel.world.lanes.some((lane) => lane.source === index && this.trouble(lane, at));
  }

  protected removal({ edge, source, target, gone }: LaneRecord, at: number): number | null {
    if (!gone) return null;
    const ends = [this.node(source).id, this.node(target).id];
    return (
      unpluggedBy(this.run, edge, at) ??
      ends.map((id) => unpluggedBy(this.run, id, at)).find((found) => found !== null) ??
      null
    );
  }

  /** The value of a setting; true when a command gave it that value. */
  protected setting(of: Omit<Extract<Cause, { why: 'config' }>, 'why'>, at: number): boolean {
    const { field } = of;
    const lane = of.lane === undefined ? null : this.kernel.lane(of.lane);
    const id = lane === null ? this.node(of.node).id : lane.edge;
    const name = lane === null ? this.node(of.node).name : this.laneName(lane);
    this.add('config', settingWords(this.run, { id, name }, field, at), null, id);
    const command = settingCommand(this.run, id, field, at);
    this.commandOf(command);
    return command !== null;
  }

  protected commandOf(command: number | null): void {
    if (command !== null) this.command(command);
  }

  protected command(command: number): void {
    const { words, at, place } = commandWords(this.run, command);
    this.links.push({ what: 'command', words, at, place, command });
  }

  protected add(
    what: CauseLink['what'],
    words: string,
    at: number | null,
    place: string | null,
  ): void {
    this.links.push({ what, words, at, place, command: null });
  }

  protected node(index: NodeIndex): NodeRecord {
    return this.kernel.node(index);
  }

  protected laneName({ source, target }: LaneRecord): string {
    return `${this.node(source).name} → ${this.node(target).name}`;
  }
}

/** Nobody can count on what is in this state. */
function isOut({ tags }: StateInfo): boolean {
  return hasTag(tags, 'down', 'off', 'starting', 'draining', 'standby');
}

function clock(at: number): string {
  return formatDuration(at / 1000);
}
