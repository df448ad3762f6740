/**
 * What lies between two nodes: a lane's latency, its losses and cuts. Puts one packet on it and
 * says at once what will become of it: the network knows, the sender learns later or never.
 */
import { draw } from '../lib/distribution.ts';
import { type Agenda, CARRIES, FATE, launch, SHAPE } from './agenda.ts';
import { type Engine, laneAt } from './engine.ts';
import type { Cause, Message } from './types.ts';
import { CUT, type End, type LaneRecord } from './world.ts';

/**
 * Sends a packet from one end to the other; it arrives after the lane's latency, or vanishes there
 * by loss or cut.
 * @param seq its place among what this end sent; -1 for what has no order
 * @param isRepeat whether it was sent before
 * @returns its slot in the agenda
 */
export function depart(
  engine: Engine,
  end: End,
  carries: number,
  message: Message | null,
  seq: number,
  isRepeat: boolean,
): number {
  const { world } = engine;
  const { agenda } = world;
  const lane = laneAt(engine, end.lane);
  const back = !end.isOpener;
  const arrives = arrivalOf(engine, lane, end);
  const fate = fateOn(engine, lane, back);
  if (message !== null && carries <= CARRIES.notice) {
    if (!back && !isRepeat) lane.sent++;
    for (const each of engine.observers.of.departed) {
      each.departed(message, lane.index, back, isRepeat, world.now);
    }
  }
  if (isRepeat) lane.repeats++;
  const slot = launch(agenda, arrives, end, message);
  agenda.back[slot] = back ? 1 : 0;
  agenda.carries[slot] = carries;
  agenda.shape[slot] = shapeOf(carries, message);
  agenda.fate[slot] = fate;
  agenda.repeat[slot] = isRepeat ? 1 : 0;
  agenda.lane[slot] = lane.index;
  agenda.departs[slot] = world.now;
  agenda.arrives[slot] = arrives;
  agenda.message[slot] = message !== null && carries <= CARRIES.notice ? message.id : 0;
  agenda.seq[slot] = seq;
  if (fate !== FATE.arrives) agenda.blame[slot] = blameFor(lane, fate);
  return slot;
}

/** Bytes of one connection never overtake each other. */
function arrivalOf(engine: Engine, lane: LaneRecord, end: End): number {
  const { world } = engine;
  let arrives = world.now + lane.imposed.late;
  if (lane.fixedLatency >= 0) arrives += lane.fixedLatency;
  else arrives += Math.round(1000 * draw(lane.latency, world.streams, lane.latencyStream));
  if (world.stormy) arrives += 1;
  if (end.transport !== 'tcp') return arrives;
  if (arrives < end.lastArrival) arrives = end.lastArrival;
  end.lastArrival = arrives;
  return arrives;
}

function fateOn(engine: Engine, lane: LaneRecord, back: boolean): number {
  if (isCut(lane, back)) return FATE.cut;
  const { streams } = engine.world;
  const { loss, imposed } = lane;
  if (loss > 0 && streams.next(lane.lossStream) < loss) return FATE.lost;
  if (imposed.lossy > 0 && streams.next(lane.loseStream) < imposed.lossy) return FATE.lose;
  return FATE.arrives;
}

function shapeOf(carries: number, message: Message | null): number {
  if (message === null || carries > CARRIES.notice) return SHAPE.handshake;
  if (carries === CARRIES.notice) return SHAPE.failure;
  if (carries === CARRIES.response) {
    return message.status >= 400 ? SHAPE.failure : SHAPE.response;
  }
  return SHAPE[message.content.class];
}

export function isCut(lane: LaneRecord, back: boolean): boolean {
  const { gone, isolation, imposed } = lane;
  return gone || isolation !== 0 || (imposed.shut & (back ? CUT.back : CUT.forward)) !== 0;
}

/** 1 + the command that makes messages vanish on this lane; 0 where it is chance. */
export function blameFor(lane: LaneRecord, fate: number): number {
  if (fate === FATE.lost) return 0;
  const { faults, gone, isolation } = lane;
  if (fate === FATE.cut && !gone && isolation !== 0) return isolation;
  const origin = fate === FATE.lose ? faults.lossy : gone ? faults.removed : faults.shut;
  return origin === undefined ? 0 : 1 + origin.command;
}

/** Why something vanished on a lane. */
export function causeOf(lane: LaneRecord, fate: number, blame: number): Cause {
  const fact =
    fate === FATE.lost ? 'loss' : fate === FATE.lose ? 'lossy' : lane.gone ? 'removed' : 'shut';
  const rate = fate === FATE.lost ? lane.loss : fate === FATE.lose ? lane.imposed.lossy : 1;
  return {
    why: 'lane',
    lane: lane.index,
    fact,
    rate,
    ...(blame > 0 && { command: blame - 1 }),
  };
}

/** What a slot's packet suffers on its way, as the agenda has it. */
export function fateAt(agenda: Agenda, slot: number): number {
  return agenda.fate[slot] as number;
}
