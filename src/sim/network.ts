/**
 * What lies between the nodes: latency, loss and cuts of a lane, connections with their handshake, and the delivery of requests,
 * responses and notices of failure. A message on a connection never overtakes an earlier one.
 *
 * Simplified against the real thing: a lost segment is not retransmitted (the message is gone and only a timeout tells), there is
 * no bandwidth, and closing takes one packet instead of four (RFC 9293). TLS 1.3 costs one round trip after TCP's (RFC 8446).
 */
import { draw } from '../lib/distribution.ts';
import { CARRIES, FATE, SHAPE } from './flights.ts';
import type { Kernel } from './kernel.ts';
import type { Cause, Connection, ConnectOptions, LaneIndex, Message, NodeIndex } from './types.ts';
import { CUT, EPHEMERAL, type LaneRecord, type NodeRecord, TRIGGER } from './world.ts';

/** Above this many messages in flight or held, new requests are shed and the run says so. */
export const MESSAGE_LIMIT = 1_000_000;

export class Network {
  /** Every connection and flow not closed yet, by id; a crash resets those of its node. */
  connections = new Map<number, Connection>();
  lastConnection = 0;
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Puts something on a lane; it arrives after the lane's latency, or vanishes there by loss or cut. */
  transmit(lane: LaneRecord, back: boolean, carries: number, ref: Message | Connection): void {
    const kernel = this.kernel;
    const flights = kernel.flights;
    const isMessage = carries <= CARRIES.notice;
    const connection = isMessage ? (ref as Message).connection : (ref as Connection);
    const { delay } = lane.imposed;
    let arrives = kernel.now + lane.fixedLatency + delay;
    if (lane.fixedLatency < 0) {
      const latency = 1000 * draw(lane.latency, kernel.streams, lane.latencyStream);
      arrives = kernel.now + Math.round(latency) + delay;
    }
    if (kernel.stormy) arrives += 1;
    if (connection !== null && connection.transport === 'tcp') {
      if (back) {
        if (arrives < connection.lastBack) arrives = connection.lastBack;
        connection.lastBack = arrives;
      } else {
        if (arrives < connection.lastForward) arrives = connection.lastForward;
        connection.lastForward = arrives;
      }
    }
    const slot = flights.take();
    flights.back[slot] = back ? 1 : 0;
    flights.carries[slot] = carries;
    flights.lane[slot] = lane.index;
    flights.departs[slot] = kernel.now;
    flights.arrives[slot] = arrives;
    flights.refs[slot] = ref;
    const fate = this.fateOn(lane, back);
    flights.fate[slot] = fate;
    if (fate !== FATE.arrives) flights.blame[slot] = blameFor(lane, fate);
    if (isMessage) {
      const message = ref as Message;
      flights.message[slot] = message.id;
      flights.shape[slot] =
        carries === CARRIES.notice || (carries === CARRIES.response && message.status >= 400)
          ? SHAPE.failure
          : message.oneWay
            ? SHAPE.record
            : carries === CARRIES.response
              ? SHAPE.response
              : SHAPE.request;
      if (!back) lane.sent++;
      kernel.watch?.departed(message, lane.index, back, kernel.now);
    } else {
      flights.message[slot] = 0;
      flights.shape[slot] = SHAPE.handshake;
    }
    kernel.scheduleFlight(slot, arrives);
  }

  /** A flight reached the end of its lane. */
  arrive(slot: number): void {
    const kernel = this.kernel;
    const flights = kernel.flights;
    const lane = kernel.lane(flights.lane[slot] as number);
    const back = flights.back[slot] === 1;
    const carries = flights.carries[slot] as number;
    const fate = flights.fate[slot] as number;
    const ref = flights.refs[slot] as Message | Connection;
    flights.release(slot);
    const isMessage = carries <= CARRIES.notice;
    // What was closing when its lane was taken away closes all the same.
    const closing = lane.gone && carries >= CARRIES.rst && fate === FATE.arrives;
    if (fate !== FATE.arrives) {
      if (isMessage) this.vanish(ref as Message, lane, back, fate, flights.blame[slot] as number);
    } else if (!closing && isCut(lane, back)) {
      // Cut while it was on its way.
      const blame = blameFor(lane, FATE.cut);
      if (isMessage) this.vanish(ref as Message, lane, back, FATE.cut, blame);
    } else this.land(lane, back, carries, ref);
  }

  private fateOn(lane: LaneRecord, back: boolean): number {
    if (isCut(lane, back)) return FATE.cut;
    const { streams } = this.kernel;
    const { loss, imposed } = lane;
    if (loss > 0 && streams.next(lane.lossStream) < loss) return FATE.lost;
    if (imposed.lose > 0 && streams.next(lane.loseStream) < imposed.lose) return FATE.lose;
    return FATE.arrives;
  }
  /** Hands what arrived to the node there; a hung node keeps it until it wakes. */
  land(lane: LaneRecord, back: boolean, carries: number, ref: Message | Connection): void {
    const kernel = this.kernel;
    const node = kernel.node(back ? lane.source : lane.target);
    if (node.hung && !node.gone) {
      if (carries <= CARRIES.notice) {
        kernel.watch?.parked(ref as Message, lane.index, back, kernel.now);
      }
      node.parked.push({ carries, lane: lane.index, back, ref });
      return;
    }
    if (carries <= CARRIES.notice) {
      const message = ref as Message;
      kernel.because(TRIGGER.message, message.id);
      kernel.watch?.arrived(message, lane.index, back, kernel.now);
      if (carries === CARRIES.request) this.landRequest(node, message, lane);
      else this.landAnswer(node, message, lane, carries);
      return;
    }
    const connection = ref as Connection;
    kernel.because(TRIGGER.connection, connection.id);
    this.landControl(node, connection, back, carries);
  }

  private landRequest(node: NodeRecord, message: Message, lane: LaneRecord): void {
    const kernel = this.kernel;
    const connection = message.connection as Connection;
    if (node.gone || !node.listening) {
      const reason = connection.transport === 'udp' ? 'connection-refused' : 'connection-reset';
      this.bounce(message, node, reason, kernel.stateOf(node));
    } else if (connection.state === 'closed' && connection.transport === 'tcp') {
      this.bounce(message, node, 'connection-reset', {
        why: 'lane',
        lane: lane.index,
        fact: 'closed',
      });
    } else {
      connection.usedAt = kernel.now;
      kernel.tellMessage(node, 'request', message);
    }
  }

  /** A response, or the notice that there will be none, on its way back to the connection's opener. */
  private landAnswer(node: NodeRecord, message: Message, lane: LaneRecord, carries: number): void {
    const kernel = this.kernel;
    const connection = message.connection as Connection;
    if (!settle(connection, message)) {
      // The opener closed the connection meanwhile: nobody is there to read it.
      if (message.end === 'open') {
        kernel.finish(message, 'connection-reset', node.index, {
          why: 'lane',
          lane: lane.index,
          fact: 'closed',
        });
      }
      return;
    }
    connection.usedAt = kernel.now;
    if (node.gone || !node.listening) {
      kernel.finish(message, 'connection-reset', node.index, kernel.stateOf(node));
      return;
    }
    const atSource = node.index === message.source;
    if (atSource && carries === CARRIES.response) {
      // Its source gave up on it before: nobody waits for this answer.
      if (message.end !== 'open') return;
      kernel.complete(message);
    }
    kernel.tellMessage(node, carries === CARRIES.response ? 'response' : 'dropped', message);
  }

  private landControl(
    node: NodeRecord,
    connection: Connection,
    back: boolean,
    carries: number,
  ): void {
    const kernel = this.kernel;
    const open = !node.gone && node.listening;
    switch (carries) {
      case CARRIES.syn:
        connection.reached = true;
        if (!open) {
          connection.state = 'closed';
          connection.why = kernel.stateOf(node);
          this.connections.delete(connection.id);
          this.control(connection, true, CARRIES.rst);
        } else kernel.tellConnection(node, 'connect', connection);
        return;
      case CARRIES.synAck:
        if (connection.state !== 'opening' || !open) return;
        if (connection.tls) this.control(connection, false, CARRIES.hello);
        else this.ready(node, connection);
        return;
      case CARRIES.hello:
        if (connection.state === 'closed' || !open) return;
        if (connection.continuedBy !== null)
          this.control(connection.continuedBy, false, CARRIES.hello);
        else this.control(connection, true, CARRIES.finished);
        return;
      case CARRIES.finished:
        if (connection.state === 'closed' || !open) return;
        if (connection.continues !== null)
          this.control(connection.continues, true, CARRIES.finished);
        else this.ready(node, connection);
        return;
      default:
        this.landEnd(node, connection, back, carries);
    }
  }

  /** The other end refused, reset or closed: whatever was outstanding comes back as dropped, then the node is told. */
  private landEnd(node: NodeRecord, connection: Connection, back: boolean, carries: number): void {
    const kernel = this.kernel;
    if (node.gone || !node.listening) return;
    if (back && connection.readyAt < 0 && carries === CARRIES.rst) {
      kernel.tellConnection(node, 'refused', connection);
      return;
    }
    if (back) {
      const stranded = connection.outstanding;
      connection.outstanding = [];
      for (const message of stranded) {
        kernel.finish(
          message,
          'connection-reset',
          connection.target,
          connection.why ?? kernel.stateOf(kernel.node(connection.target)),
        );
        kernel.tellMessage(node, 'dropped', message);
      }
    }
    kernel.tellConnection(node, carries === CARRIES.rst ? 'reset' : 'closed', connection);
  }

  connect(node: NodeRecord, laneIndex: LaneIndex, options: ConnectOptions): Connection {
    const kernel = this.kernel;
    const lane = kernel.lane(laneIndex);
    const udp = options.transport === 'udp';
    const connection: Connection = {
      id: ++this.lastConnection,
      transport: udp ? 'udp' : 'tcp',
      tls: options.tls === true,
      lane: laneIndex,
      opener: node.index,
      target: lane.target,
      sourceIp: options.sourceIp ?? node.ip,
      sourcePort: options.sourcePort ?? ephemeral(node),
      destinationIp: kernel.node(lane.target).ip,
      destinationPort: options.tls === true || options.continues?.tls === true ? 443 : 80,
      state: udp ? 'open' : 'opening',
      openedAt: kernel.now,
      reached: udp,
      readyAt: udp ? kernel.now : -1,
      continues: options.continues ?? null,
      continuedBy: null,
      requests: 0,
      outstanding: [],
      lastForward: 0,
      lastBack: 0,
      usedAt: kernel.now,
      why: null,
    };
    if (options.continues !== undefined) options.continues.continuedBy = connection;
    this.connections.set(connection.id, connection);
    if (!udp) this.control(connection, false, CARRIES.syn);
    return connection;
  }

  accept(connection: Connection): void {
    if (connection.state === 'opening') this.control(connection, true, CARRIES.synAck);
  }

  refuse(connection: Connection): void {
    if (connection.state === 'closed') return;
    connection.state = 'closed';
    this.connections.delete(connection.id);
    this.control(connection, true, CARRIES.rst);
  }

  /** `self` closes (FIN) or aborts (RST); the other end hears of it one latency later. */
  end(self: NodeIndex, connection: Connection, carries: number): void {
    if (connection.state === 'closed') return;
    connection.state = 'closed';
    this.connections.delete(connection.id);
    if (connection.transport === 'tcp')
      this.control(connection, self === connection.target, carries);
  }

  /** The port closes: every connection that the node knows of is reset. A UDP flow does not notice. */
  resetAll(node: NodeIndex): void {
    for (const connection of this.connections.values()) {
      const known =
        connection.target === node && connection.reached && connection.transport === 'tcp';
      if (connection.opener !== node && !known) continue;
      connection.why ??= this.kernel.stateOf(this.kernel.node(node));
      this.end(node, connection, CARRIES.rst);
    }
  }

  /** The lane was taken away: both ends of its connections hear of it at once. */
  sever(lane: LaneRecord): void {
    for (const connection of [...this.connections.values()]) {
      if (connection.lane !== lane.index) continue;
      connection.state = 'closed';
      connection.why = causeOf(lane, FATE.cut, blameFor(lane, FATE.cut));
      this.connections.delete(connection.id);
      this.landEnd(this.kernel.node(lane.source), connection, true, CARRIES.rst);
      if (connection.reached && connection.transport === 'tcp') {
        this.landEnd(this.kernel.node(lane.target), connection, false, CARRIES.rst);
      }
    }
  }

  /** Ends a message at a node and tells the previous hop. */
  bounce(message: Message, node: NodeRecord, reason: string, cause: Cause): void {
    const kernel = this.kernel;
    kernel.finish(message, reason, node.index, cause);
    if (node.index === message.source || message.oneWay) return;
    const connection = message.connection;
    if (connection === null) return;
    if (connection.target === node.index) this.notice(message, connection);
    else if (connection.continues !== null) {
      message.connection = connection.continues;
      this.notice(message, connection.continues);
    }
  }

  private notice(message: Message, connection: Connection): void {
    this.transmit(this.kernel.lane(connection.lane), true, CARRIES.notice, message);
  }

  private ready(node: NodeRecord, connection: Connection): void {
    connection.state = 'open';
    connection.readyAt = this.kernel.now;
    connection.usedAt = this.kernel.now;
    this.kernel.tellConnection(node, 'connected', connection);
  }

  private control(connection: Connection, back: boolean, carries: number): void {
    this.transmit(this.kernel.lane(connection.lane), back, carries, connection);
  }

  private vanish(
    message: Message,
    lane: LaneRecord,
    back: boolean,
    fate: number,
    blame: number,
  ): void {
    const sender = back ? lane.target : lane.source;
    const { kernel } = this;
    kernel.because(TRIGGER.message, message.id);
    kernel.watch?.vanished(message, lane.index, back, kernel.now);
    kernel.finish(message, 'lost', sender, causeOf(lane, fate, blame));
  }
}

function isCut(lane: LaneRecord, back: boolean): boolean {
  return lane.gone || (lane.imposed.cut & (back ? CUT.back : CUT.forward)) !== 0;
}

/** 1 + the command that makes messages vanish on this lane; 0 where it is chance. */
function blameFor(lane: LaneRecord, fate: number): number {
  if (fate === FATE.lost) return 0;
  const { faults, gone } = lane;
  const mark = fate === FATE.lose ? faults.lose : gone ? faults.remove : faults.cut;
  return mark === undefined ? 0 : 1 + mark.command;
}

function causeOf(lane: LaneRecord, fate: number, blame: number): Cause {
  const fact =
    fate === FATE.lost ? 'loss' : fate === FATE.lose ? 'lose' : lane.gone ? 'removed' : 'cut';
  const rate = fate === FATE.lost ? lane.loss : fate === FATE.lose ? lane.imposed.lose : 1;
  return {
    why: 'lane',
    lane: lane.index,
    fact,
    rate,
    ...(blame > 0 && { command: blame - 1 }),
  };
}

/** Takes a message off its connection's list of outstanding ones; false when the connection no longer waits for it. */
function settle(connection: Connection, message: Message): boolean {
  const list = connection.outstanding;
  const at = list[0] === message ? 0 : list.indexOf(message);
  if (at < 0) return false;
  // Moved up by hand: splice would make a list of what it took out, for every answer.
  for (let i = at + 1; i < list.length; i++) list[i - 1] = list[i] as Message;
  list.pop();
  return true;
}

function ephemeral(node: NodeRecord): number {
  const port = node.nextPort;
  node.nextPort = port >= EPHEMERAL.last ? EPHEMERAL.first : port + 1;
  return port;
}
