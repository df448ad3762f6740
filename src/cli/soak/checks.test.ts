/**
 * Each check must find what it is there for: kinds that break one promise each, and a sound table
 * that breaks none.
 */
import { describe, expect, test } from 'vitest';
import type { Spec } from '../../document/spec.ts';
import type { SceneDocument } from '../../document/types.ts';
import { kinds as sound } from '../../kinds/kinds.ts';
import type { Kinds } from '../../run/kinds.ts';
import type { Model } from '../../sim/model.ts';
import { CHECKS, put } from './checks.ts';

const table: SceneDocument = {
  version: 2,
  title: 'Sound',
  seed: 1,
  nodes: [
    { id: 'web', kind: 'client', at: [0, 0], config: { rate: 20 } },
    { id: 'lb', kind: 'load-balancer', at: [300, 0] },
    { id: 's1', kind: 'server', at: [600, 0] },
    { id: 's2', kind: 'server', at: [600, 200], config: { slots: 1 } },
  ],
  edges: [
    { id: 'e1', from: 'web', to: 'lb', protocol: 'http' },
    {
      id: 'e2',
      from: 'lb',
      to: 's1',
      protocol: 'http',
      config: { latency: { dist: 'exponential', mean: 5 } },
    },
    { id: 'e3', from: 'lb', to: 's2', protocol: 'http' },
  ],
  commands: [
    { at: 500, do: 'slow', node: 's1', factor: 3 },
    { at: 900, do: 'set', node: 'lb', config: { algorithm: 'random' } },
  ],
};

const { models, specs } = sound;
const server = models.server as Model;
const spec = specs.server as Spec;

function withServer(change: Partial<Model>): Kinds {
  return { ...sound, models: { ...models, server: { ...server, ...change } } };
}

type Step = (
  context: unknown,
  event: unknown,
  params: unknown,
  sim: { leave(micros: number): void },
) => void;

/** The server with one of its machine's actions replaced. */
function withAction(name: string, replaced: (usual: Step) => Step): Kinds {
  const [[machine, whole] = ['', undefined]] = Object.entries(server.machines);
  const actions = whole?.actions as Record<string, Step>;
  const usual = actions[name];
  if (whole === undefined || usual === undefined) throw new Error(`No action "${name}".`);
  const changed = { ...whole, actions: { ...actions, [name]: replaced(usual) } };
  return withServer({ machines: { [machine]: changed } });
}

function findings(kinds: Kinds, document = table): Map<string, string> {
  const trial = { document, until: 2_000_000, kinds };
  return new Map(
    CHECKS.flatMap((check) => {
      const finding = put(check, trial, 1);
      return finding === null ? [] : [[check.name, finding.sentence] as const];
    }),
  );
}

test('nothing is found on a sound table', () => {
  expect(findings(sound)).toEqual(new Map());
});

let calls = 0;

describe.each<[string, string, RegExp, () => Kinds]>([
  [
    'runs',
    'throws',
    /throws: enough/,
    () =>
      withServer({
        observe: () => {
          throw new Error('enough');
        },
      }),
  ],
  [
    'conservation',
    'hides what it holds',
    /count as in flight/,
    () => withServer({ held: () => [] }),
  ],
  [
    'figures',
    'counts who leaves twice',
    /are in the system of s1|came to s1/,
    () =>
      withAction('answer', (usual) => (context, event, params, sim) => {
        usual(context, event, params, sim);
        sim.leave(1);
      }),
  ],
  [
    'twice',
    'remembers the run before',
    /of the same document/,
    () => {
      const context: Model['context'] = (config, sim) =>
        server.context({ ...config, service: { dist: 'constant', value: 20 + calls++ } }, sim);
      return withServer({ context });
    },
  ],
  [
    'seek',
    'shows what is not part of the run',
    /observations/,
    () =>
      withServer({
        observe: (...of) => ({ ...(server.observe(...of) as object), calls: calls++ }),
      }),
  ],
  [
    'update',
    'shows what is not part of the run',
    /observations/,
    () =>
      withServer({
        observe: (...of) => ({ ...(server.observe(...of) as object), calls: calls++ }),
      }),
  ],
  [
    'faults',
    'shows another slowdown',
    /s1 slow is [13] and 2/,
    () =>
      withServer({ observe: (...of) => ({ ...(server.observe(...of) as object), slowdown: 2 }) }),
  ],
  ['quiet', 'never answers', /s1 shows busy/, () => withAction('answer', () => () => {})],
  [
    'travel',
    'spells two settings alike',
    /Through its link|link does not open/,
    () => {
      const { slots, weight } = spec.fields;
      if (slots === undefined || weight === undefined) throw new Error('Settings were renamed.');
      const fields = { ...spec.fields, weight: { ...weight, key: slots.key } };
      return { ...sound, specs: { ...specs, server: { ...spec, fields } } };
    },
  ],
  [
    'valid',
    'knows no such setting',
    /no setting "slots"/,
    () => {
      const { slots: _slots, ...fields } = spec.fields;
      return { ...sound, specs: { ...specs, server: { ...spec, fields } } };
    },
  ],
])('%s', (name, what, words, kinds) => {
  test(`finds a server that ${what}`, () => {
    expect(findings(kinds()).get(name)).toMatch(words);
  });
});

test('recovers finds servers that fail more often once they have been slow', () => {
  const broken = withAction('slowDown', (usual) => (context, event, params, sim) => {
    usual(context, event, params, sim);
    Object.assign(context as object, { errorRate: 0.9 });
  });
  const commands = [...table.commands, { at: 950, do: 'slow', node: 's2', factor: 2 } as const];
  const document = { ...table, commands };
  expect(findings(sound, document).get('recovers')).toBeUndefined();
  expect(findings(broken, document).get('recovers')).toMatch(/\d+ of \d+ are answered; had/);
});

test('quiet finds a server that loses an answer where the client waits for it for ever', () => {
  const forgetful = withAction('answer', (usual) => (context, event, params, sim) => {
    const isLost = calls++ % 3 === 0;
    const mute = Object.assign(Object.create(sim), { reply: () => {} });
    usual(context, event, params, isLost ? mute : sim);
  });
  const nodes = table.nodes.filter(({ kind }) => kind !== 'load-balancer');
  const edges = ['s1', 's2'].map((to) => ({ id: to, from: 'web', to }));
  const direct = (timeout: number): SceneDocument => ({
    ...table,
    nodes: nodes.map((node) => (node.id === 'web' ? { ...node, config: { timeout } } : node)),
    edges,
    commands: [],
  });
  expect(findings(forgetful, direct(5000)).get('quiet')).toBeUndefined();
  expect(findings(sound, direct(0)).get('quiet')).toBeUndefined();
  expect(findings(forgetful, direct(0)).get('quiet')).toMatch(/in flight/);
});
