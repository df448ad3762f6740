/**
 * Nobody but a kind knows its states by name: with every state renamed, a run looks the same to
 * whoever watches it, but for the names themselves. What a state means is said by its tags.
 */
import { expect, test } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { TONES, toneOf } from '../lib/tone.ts';
import { answerOf } from '../run/answers.test-support.ts';
import { log } from '../run/log.ts';
import { Moments } from '../run/moments.ts';
import { cards } from '../run/reports.ts';
import { requests } from '../run/requests.ts';
import { Run } from '../run/run.ts';
import { strip } from '../run/strip.ts';
import { trace } from '../run/trace.ts';
import { compileMachine } from '../sim/machine.ts';
import type { Model } from '../sim/model.ts';
import { kinds } from './kinds.ts';

const { models } = kinds;
const SECOND = 1_000_000;
/** Around each new name, so that none begins, ends or reads like the old one. */
const MARK = 'Zz';

function server(id: string): DocumentNode {
  return { id, kind: 'server', at: [0, 0], in: 'pool' };
}

/** Its states fill up, fail, drain, stop, hang and start again. */
const document: SceneDocument = {
  version: 2,
  title: 'troubles',
  seed: 1,
  nodes: [
    { id: 'web', kind: 'client', at: [0, 0], config: { rate: 60, timeout: 500 } },
    { id: 'lb', kind: 'load-balancer', at: [0, 0], config: { failSeconds: 1 } },
    { id: 'pool', kind: 'pool', at: [0, 0] },
    server('s1'),
    server('s2'),
    server('s3'),
    { id: 'job', kind: 'client', at: [0, 0], config: { rate: 20, writes: 0.5 } },
    { id: 'db', kind: 'database', at: [0, 0], config: { slots: 1, queueLimit: 4 } },
  ],
  edges: [
    { id: 'e1', from: 'web', to: 'lb' },
    { id: 'e2', from: 'lb', to: 'pool' },
    { id: 'e3', from: 'job', to: 'db' },
  ],
  commands: [
    { at: 1_000, do: 'crash', node: 's1' },
    { at: 2_000, do: 'slow', node: 'db', factor: 50 },
    { at: 3_000, do: 'restart', node: 's1' },
    { at: 4_000, do: 'drain', node: 's2' },
    { at: 4_500, do: 'drain', node: 'db' },
    { at: 5_000, do: 'hang', node: 's3' },
    { at: 5_500, do: 'crash', node: 's1' },
    { at: 6_500, do: 'resume', node: 's3' },
    { at: 7_000, do: 'drain', node: 'web' },
    { at: 8_000, do: 'crash', node: 'lb' },
  ],
};

type Config = Readonly<Record<string, unknown>>;

/** A target may begin with the id of its machine, which is no state's. */
function renamed(name: string): string {
  return name.replace(/(?<![#\w])\w+/g, `${MARK}$&${MARK}`);
}

function mapOf(value: unknown, change: (part: never, name: string) => [string, unknown]): unknown {
  return Object.fromEntries(
    Object.entries((value ?? {}) as Config).map(([name, part]) => change(part as never, name)),
  );
}

function transitions(written: unknown): unknown {
  if (typeof written === 'string') return renamed(written);
  if (Array.isArray(written)) return written.map(transitions);
  const { target, ...others } = Object(written);
  return target === undefined ? others : { ...others, target: renamed(target) };
}

function stateOf({ states, initial, on, after, always, ...others }: Config): Config {
  return {
    ...others,
    on: mapOf(on, (part, event) => [event, transitions(part)]),
    after: mapOf(after, (part, delay) => [delay, transitions(part)]),
    ...(always !== undefined && { always: transitions(always) }),
    ...(typeof initial === 'string' && { initial: renamed(initial) }),
    states: mapOf(states, (part, name) => [renamed(name), stateOf(part)]),
  };
}

function withOtherNames(machine: AnyStateMachine): AnyStateMachine {
  return createMachine(stateOf(machine.config as Config) as never);
}

const others: Record<string, Model> = Object.fromEntries(
  Object.entries(models).map(([kind, model]) => {
    const machines = Object.entries(model.machines).map(([name, each]) => [
      name,
      { ...each, machine: withOtherNames(each.machine) },
    ]);
    return [kind, { ...model, machines: Object.fromEntries(machines) }];
  }),
);

/** Everything about states that is shown, second by second and in the end. */
function shownOf(of: Readonly<Record<string, Model>>) {
  const run = new Run(document, { ...kinds, models: of });
  const moments = new Moments(run);
  const tones = [];
  for (let second = 1; second <= 9; second++) {
    run.runUntil(second * SECOND);
    tones.push(cards(run).map(({ id, tone, over }) => ({ id, tone, over })));
  }
  const failed = answerOf(requests(run)).failed.map(({ message }) => message);
  return {
    tones,
    skipped: run.skipped,
    moments: moments.upToNow(),
    strips: document.nodes.map(({ id }) => strip(run, { node: id, from: 0, to: 9 * SECOND })),
    log: answerOf(
      log(run, { filter: { kinds: ['state'], nodes: null, text: '' }, from: 0, count: 1_000 }),
    ),
    causes: failed.map((message) => answerOf(trace(run, message))?.causes),
  };
}

test('renaming every state changes nothing that is shown but the names', () => {
  const text = JSON.stringify(shownOf(others));
  expect(text).toContain(`${MARK}down${MARK}`);
  expect(JSON.parse(text.replaceAll(MARK, ''))).toEqual(
    JSON.parse(JSON.stringify(shownOf(models))),
  );
});

test('the scene for it shows every tone', () => {
  const { strips, causes } = shownOf(models);
  const tones = strips.flatMap(({ lines }) => lines.flatMap(({ segments }) => segments));
  expect(new Set(tones.map(({ tone }) => tone))).toEqual(new Set(TONES));
  expect(causes.flat().some((cause) => cause?.what === 'state')).toBe(true);
});

test('the log leaves out what comes and goes with every request', () => {
  const logged = shownOf(models).log.rows.map(({ words }) => words);
  expect(logged.some((words) => /: (?:idle|busy) → down$/.test(words))).toBe(true);
  const routine = /(?:idle|busy|sending) → (?:idle|busy|sending)$/;
  expect(logged.filter((words) => routine.test(words))).toEqual([]);
});

test('states look as they do because of their tags', () => {
  const looks = Object.values(models)
    .flatMap(({ machines }) => Object.entries(machines))
    .flatMap(([name, machine]) =>
      compileMachine(machine).states.map(({ path, tags }) => [`${name} ${path}`, toneOf(tags)]),
    )
    .filter(([, tone]) => tone !== 'normal');
  expect(Object.fromEntries(looks)).toEqual({
    'client stopped': 'standby',
    'client down': 'down',
    'l4 starting': 'starting',
    'l4 up.unavailable': 'saturated',
    'l4 draining': 'standby',
    'l4 down': 'down',
    'l7 starting': 'starting',
    'l7 up.unavailable': 'saturated',
    'l7 draining': 'standby',
    'l7 down': 'down',
    'backend failing': 'saturated',
    'backend unhealthy': 'down',
    'backend recovering.ready': 'starting',
    'backend recovering.trying': 'starting',
    'cluster unmanned': 'standby',
    'cluster switching': 'starting',
    'cluster down': 'down',
    'cluster split': 'saturated',
    'dns unmanned': 'standby',
    'dns stale': 'saturated',
    'dns down': 'down',
    'check failing': 'saturated',
    'check unhealthy': 'down',
    'check recovering': 'starting',
    'router initialize': 'down',
    'router backup.watching': 'standby',
    'router backup.succeeding': 'standby',
    'health failing': 'saturated',
    'health unhealthy': 'down',
    'health recovering': 'starting',
    'health draining': 'standby',
    'ejection ejected': 'down',
    'server starting': 'starting',
    'server up.saturated': 'saturated',
    'server draining': 'standby',
    'server down': 'down',
    'server switched-off': 'standby',
    'database starting': 'starting',
    'database up.saturated': 'saturated',
    'database draining': 'standby',
    'database down': 'down',
    'database switched-off': 'standby',
    'pool scaling.all-on': 'saturated',
    'zone unpowered': 'down',
  });
});
