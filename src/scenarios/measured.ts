/**
 * The scenes that the bench measures: networks simple enough to be written by hand beside them, and
 * a shop as large as one likes.
 */
import type { DocumentEdge, DocumentNode, SceneDocument } from '../document/types.ts';

export interface MeasuredNetwork {
  readonly seed: number;
  /** Requests per second. */
  readonly rate: number;
  readonly serviceMs: number;
  readonly latencyMs: number;
  readonly servers: number;
  readonly untilMs: number;
}

/**
 * A made-up shop of so many nodes: groups of a client, a balancer and eight servers with settings
 * of their own.
 */
export function shopScene(size: number): SceneDocument {
  const nodes: DocumentNode[] = [];
  const edges: DocumentEdge[] = [];
  for (let i = 0; i < size; i++) {
    const group = Math.floor(i / 10);
    const y = group * 480;
    const within = i % 10;
    if (within === 0) {
      nodes.push({
        id: `web${group}`,
        kind: 'client',
        name: `visitors ${group}`,
        at: [0, y],
        config: { rate: 50 + 7 * group },
      });
    } else if (within === 1) {
      nodes.push({
        id: `lb${group}`,
        kind: 'load-balancer',
        at: [288, y],
        config: { algorithm: 'least-request' },
      });
      edges.push({ id: `e${edges.length + 1}`, from: `web${group}`, to: `lb${group}` });
    } else {
      const at: [number, number] = [600 + (within % 2) * 208, y + Math.floor(within / 2 - 1) * 104];
      nodes.push({
        id: `s${i}`,
        kind: 'server',
        name: `server ${i}`,
        at,
        config: { slots: 1 + (i % 4) },
      });
      edges.push({
        id: `e${edges.length + 1}`,
        from: `lb${group}`,
        to: `s${i}`,
        config: { latency: { dist: 'lognormal', mean: 2 + (i % 3), p99: 9 } },
      });
    }
  }
  return {
    version: 2,
    title: 'A shop',
    seed: 42,
    nodes,
    edges,
    commands: [{ at: 12_000, do: 'crash', node: 's4' }],
  };
}

function latency(ms: number): { latency: { dist: 'constant'; value: number } } {
  return { latency: { dist: 'constant', value: ms } };
}

/** One open stream straight to one server with one slot. */
export function singleScene(network: MeasuredNetwork): SceneDocument {
  const config = latency(network.latencyMs);
  return {
    version: 2,
    title: 'M/M/1',
    seed: network.seed,
    nodes: [
      {
        id: 'web',
        kind: 'client',
        at: [0, 0],
        config: { rate: network.rate, protocol: 'udp', connections: 1, timeout: 0 },
      },
      { id: 's1', kind: 'server', at: [300, 0], config: serverConfig(network) },
    ],
    edges: [{ id: 'e1', from: 'web', to: 's1', config }],
    commands: [],
  };
}

/** A client over one shared connection, a layer 7 balancer in turn, servers with one slot each. */
export function balancedScene(network: MeasuredNetwork): SceneDocument {
  const config = latency(network.latencyMs);
  const servers = Array.from({ length: network.servers }, (_, i) => `s${i + 1}`);
  return {
    version: 2,
    title: 'client → balancer → servers',
    seed: network.seed,
    nodes: [
      {
        id: 'web',
        kind: 'client',
        at: [0, 0],
        config: { rate: network.rate, protocol: 'http2', connections: 1, timeout: 0 },
      },
      {
        id: 'lb',
        kind: 'load-balancer',
        at: [300, 0],
        config: { keepAlive: 10_000, connectTimeout: 0, responseTimeout: 0 },
      },
      ...servers.map(
        (id, i): DocumentNode => ({
          id,
          kind: 'server',
          at: [600, i * 100],
          config: serverConfig(network),
        }),
      ),
    ],
    edges: [
      { id: 'e0', from: 'web', to: 'lb', config },
      ...servers.map((id): DocumentEdge => ({ id: `e-${id}`, from: 'lb', to: id, config })),
    ],
    commands: [],
  };
}

function serverConfig(network: MeasuredNetwork): NonNullable<DocumentNode['config']> {
  return {
    slots: 1,
    queueLimit: 1_000_000,
    service: { dist: 'exponential', mean: network.serviceMs },
  };
}
