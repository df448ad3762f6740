/**
 * Made-up kinds and scenes for the tests of this folder: what is tested here must hold for any
 * kinds.
 */
import {
  choice,
  distribution,
  duration,
  integer,
  names,
  number,
  optional,
  part,
  percent,
  table,
  text,
  toggle,
} from './field.ts';
import type { Protocol } from './protocol.ts';
import { defineSpec, type Specs } from './spec.ts';
import type { DocumentCommand, DocumentEdge, DocumentNode, SceneDocument } from './types.ts';

/** A protocol without settings of its own. */
function protocol(id: string, carries = id): Protocol {
  return { id, title: id, carries, class: 'request', fields: {} };
}

const request = { ...protocol('request'), answers: 'responses' };
const replication = protocol('replication');

const source = defineSpec({
  kind: 'source',
  key: 'so',
  family: 'traffic',
  title: 'Source',
  summary: 'Sends requests.',
  icon: 'users',
  gives: [request],
  takes: [],
  faults: ['burst'],
  series: { requests: { is: 'counter', label: 'Requests', unit: 'requests' } },
  fields: {
    rate: number({
      key: 'r',
      label: 'Rate',
      help: 'Requests a second.',
      default: 50,
      min: 0,
      max: 1e6,
      unit: 'requests/s',
    }),
    mix: table({
      key: 'm',
      label: 'Mix',
      help: 'What is sent.',
      each: 'request',
      most: 100,
      columns: {
        weight: number({
          key: 'weight',
          label: 'Weight',
          help: 'How often.',
          default: 1,
          min: 0,
          max: 1e6,
        }),
        headers: optional(
          names({
            key: 'headers',
            label: 'Headers',
            help: 'What it says.',
            default: {},
            maxName: 100,
            maxText: 200,
          }),
        ),
      },
    }),
    host: text({ key: 'h', label: 'Host', help: 'Whom it asks.', default: 'shop.example' }),
  },
});

const router = defineSpec({
  kind: 'router',
  key: 'ro',
  family: 'balancing',
  title: 'Router',
  summary: 'Spreads requests.',
  icon: 'split',
  gives: [request],
  takes: [request],
  faults: ['crash', 'restart', 'hang', 'resume'],
  fields: {
    algorithm: choice({
      key: 'a',
      label: 'Algorithm',
      help: 'How it picks.',
      options: { turns: 'In turns', random: 'By chance' },
      default: 'turns',
    }),
    tls: toggle({ key: 't', label: 'TLS', help: 'Encrypted.', default: false }),
    routes: table({
      key: 'r',
      label: 'Routes',
      help: 'Which requests go where.',
      each: 'route',
      most: 3,
      columns: {
        path: text({ key: 'p', label: 'Path', help: 'What is asked for.', default: '/' }),
        to: part({
          key: 't',
          label: 'Goes to',
          help: 'Where it goes.',
          fits: ({ isTarget }) => isTarget,
          mustBe: 'a part that this router sends to',
        }),
        delay: optional(
          distribution({
            key: 'd',
            label: 'Delay',
            help: 'How long it takes.',
            default: { dist: 'constant', value: 0 },
          }),
        ),
      },
    }),
  },
});

const sink = defineSpec({
  kind: 'sink',
  key: 'si',
  family: 'compute',
  title: 'Sink',
  summary: 'Answers requests.',
  icon: 'server',
  gives: [replication],
  takes: [request, replication],
  faults: ['crash', 'restart', 'hang', 'resume', 'drain', 'slow', 'errors'],
  fields: {
    slots: integer({ key: 'c', label: 'Slots', help: 'At once.', default: 4, min: 1, max: 64 }),
    service: distribution({
      key: 's',
      label: 'Service time',
      help: 'How long it works.',
      default: { dist: 'exponential', mean: 50 },
    }),
    boot: duration({ key: 'b', label: 'Boot time', help: 'To come up.', default: 2000 }),
    failing: percent({ key: 'e', label: 'Errors', help: 'Share failing.', default: 0 }),
  },
});

const group = defineSpec({
  kind: 'group',
  key: 'gr',
  family: 'balancing',
  title: 'Group',
  summary: 'Contains sinks.',
  icon: 'box',
  gives: [],
  takes: [request],
  faults: [],
  fields: {},
  frame: { size: [480, 320], holds: (member) => member.takes.includes(request) },
});

export const specs: Specs = { source, router, sink, group };

export function sceneOf(parts: {
  nodes?: DocumentNode[];
  edges?: DocumentEdge[];
  commands?: DocumentCommand[];
}): SceneDocument {
  return { version: 2, title: 'Made up', seed: 1, nodes: [], edges: [], commands: [], ...parts };
}

/** A source, a router and two sinks, connected. */
export function shop(commands: DocumentCommand[] = []): SceneDocument {
  return sceneOf({
    nodes: [
      { id: 'web', kind: 'source', at: [0, 96], config: { rate: 120 } },
      { id: 'lb', kind: 'router', name: 'edge', at: [288, 96] },
      { id: 's1', kind: 'sink', at: [576, 0] },
      { id: 's2', kind: 'sink', at: [576, 104], config: { slots: 8 } },
    ],
    edges: [
      { id: 'e1', from: 'web', to: 'lb', protocol: 'request' },
      { id: 'e2', from: 'lb', to: 's1', protocol: 'request' },
      { id: 'e3', from: 'lb', to: 's2', protocol: 'request', config: { loss: 0.01 } },
    ],
    commands,
  });
}

/**
 * Something of everything a document may hold, commands that will be skipped and an unknown kind
 * included.
 */
export function everything(): SceneDocument {
  const scene = shop();
  return {
    ...scene,
    title: 'Ünïcode “quotes” \u{1F600} \ud800',
    seed: 4294967295,
    speed: 0.02,
    nodes: [
      ...scene.nodes,
      { id: 'p1', kind: 'group', name: 'Pool ~', at: [560, 300], size: [480, 320] },
      { id: 's3', kind: 'sink', name: 'Sink 3', at: [16, 48], in: 'p1' },
      {
        id: 's4',
        kind: 'sink',
        name: 'Sink 04',
        at: [16.5, -152.125],
        in: 'p1',
        replicas: { min: 0, max: 7 },
      },
      { id: 'q1', kind: 'cache-of-tomorrow', at: [0, 0], config: { ttl: 5, rules: [{ a: null }] } },
      {
        id: 'w2',
        kind: 'source',
        at: [0, 1e-7],
        config: { mix: [{ weight: 1, headers: { 'x-a': 'b' } }], host: '' },
      },
    ],
    edges: [
      ...scene.edges,
      {
        id: 'e4',
        from: 'lb',
        to: 'p1',
        protocol: 'request',
        config: { latency: { dist: 'lognormal', mean: 2, p99: 9 } },
      },
      { id: 'e5', from: 'w2', to: 'q1', config: { latency: { dist: 'pareto', shape: 2, min: 1 } } },
      {
        id: 'x',
        from: 'lb',
        to: 's3',
        protocol: 'request',
        config: { latency: { dist: 'zipf', n: 9, s: 1.1 } },
      },
    ],
    commands: [
      { at: 0, do: 'burst', node: 'web', factor: 5, for: 2000 },
      { at: 0.001, do: 'crash', node: 's1' },
      {
        at: 1000,
        do: 'set',
        node: 's2',
        config: { slots: 4, service: { dist: 'uniform', min: 1, max: 2 } },
      },
      { at: 1000, do: 'set', node: 'nobody', config: { slots: 4 } },
      {
        at: 1000,
        do: 'set-edge',
        edge: 'e3',
        config: { loss: 0, latency: { dist: 'constant', value: 1 } },
      },
      { at: 1500, do: 'slow', node: 's2', factor: 4 },
      { at: 1500, do: 'errors', node: 's2', rate: 0.5 },
      { at: 1600, do: 'cut', edge: 'e2', way: 'back' },
      { at: 1650, do: 'cut', edge: 'e3' },
      { at: 1700, do: 'heal', edge: 'e2' },
      { at: 2000, do: 'place', nodes: ['s2'], in: 'p1', positions: { s2: [200, 48] } },
      { at: 2100, do: 'place', nodes: ['s3', 'gone'], in: null },
      {
        at: 3000,
        do: 'add',
        nodes: [
          {
            id: 's5',
            kind: 'sink',
            name: 'Sink 5',
            at: [8, 8],
            config: { service: { dist: 'empirical', values: [1, 2], weights: [1, 3] } },
          },
        ],
        edges: [{ id: 'e6', from: 'lb', to: 's5', protocol: 'request' }],
      },
      { at: 3000, do: 'add', edges: [{ id: 'e7', from: 's5', to: 's1', protocol: 'replication' }] },
      { at: 3500.5, do: 'hang', node: 'lb' },
      { at: 4000, do: 'resume', node: 'lb' },
      { at: 5000, do: 'remove', nodes: ['s5'], edges: ['e2'] },
      { at: 6000, do: 'restart', node: 's1' },
      { at: 6500, do: 'drain', node: 's1' },
      { at: 6600, do: 'lose', edge: 'e1', rate: 0.25 },
      { at: 6600, do: 'delay', edge: 'e1', by: 200.5 },
      { at: 6600, do: 'cut', edge: 'e1' },
      { at: 6700, do: 'heal', edge: 'e1' },
      { at: 6800, do: 'lose', edge: 'e3', rate: 1 },
      { at: 6800, do: 'reconnect', edge: 'e3', from: 'w2', to: 's2' },
      { at: 6800, do: 'delay', edge: 'e3', by: 5 },
      { at: 7000, do: 'remove', nodes: ['p1'] },
    ],
    notes: [
      { id: 'n1', text: '# Über\n- **alles** “…”', at: [8, -16] },
      { id: 'n2', text: '', at: [0.5, 1e-7], size: [300, 40.5], on: 's3' },
      { id: 'aside', text: 'x', at: [8, 104], on: 's5' },
    ],
    start: '2028-02-29T23:59:59Z',
    view: { colourBy: 'path', folded: ['p1'], playFrom: 0 },
    steps: [
      { at: 0, text: '', focus: 's4' },
      { at: 2500.5, text: '**Look** “here”', focus: 'e2' },
      { at: 2500.5, text: 'x' },
    ],
    conditions: [
      { figure: 'response', percentile: 99, above: 500.5, within: 10_000 },
      { figure: 'response', percentile: 50, above: 0, within: 1, node: 'web' },
      { error: true },
      { error: true, node: 's1' },
      { figure: 'queue', node: 's5', above: 0 },
      { state: 'up.saturated', node: 's2' },
    ],
  };
}
