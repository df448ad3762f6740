/**
 * What every kind must keep, whoever wrote it. A kind is in as soon as the lists name it. The
 * canary at the end breaks each promise on purpose, to see that it would be noticed.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { lineBetween, surroundings } from '../document/connect.ts';
import { commandFor, deeds, deedsOfKind } from '../document/deeds.ts';
import { completeConfig, type Fields } from '../document/field.ts';
import { usualValues } from '../document/offers.ts';
import type { Spec } from '../document/spec.ts';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { LEAST, leastContrast } from '../lib/contrast.test-support.ts';
import type { Shape } from '../lib/display-list.ts';
import { type Ink, inkOf, type OwnInk } from '../lib/ink.ts';
import { PICTURE_BOX, type Picture } from '../lib/picture.ts';
import { toSvg } from '../lib/svg.ts';
import { type OwnTones, STATE_TAGS, type StateTag } from '../lib/tone.ts';
import { nodeAnswer } from '../run/inspect.ts';
import type { Kinds } from '../run/kinds.ts';
import { observationOf } from '../run/node-view.ts';
import { liveNodes } from '../run/reports.ts';
import { Run } from '../run/run.ts';
import { openMessages } from '../sim/audit.ts';
import { compileMachine } from '../sim/machine.ts';
import { describeMachine } from '../sim/machine-describe.ts';
import { checkAgainstXstate, type OracleDrivers } from '../sim/machine-oracle.ts';
import { checkMachine } from '../sim/machine-subset.ts';
import type { Model } from '../sim/model.ts';
import { inFlight } from '../sim/world.ts';
import { drivers as balancerCluster } from './balancing/balancer-cluster/oracle.test-support.ts';
import { drivers as loadBalancer } from './balancing/load-balancer/oracle.test-support.ts';
import { drivers as pool } from './balancing/pool/oracle.test-support.ts';
import { drivers as zone } from './balancing/zone/oracle.test-support.ts';
import { drivers as database } from './compute/database/oracle.test-support.ts';
import { drivers as server } from './compute/server/oracle.test-support.ts';
import { kinds as real } from './kinds.ts';
import * as outside from './shared/canary.test-support.ts';
import { http } from './shared/http.ts';
import { drivers as client } from './traffic/client/oracle.test-support.ts';

const { specs, models, pictures } = real;

/** How each machine is driven at random to hold it against xstate, by kind and machine. */
const drivers: Readonly<Record<string, OracleDrivers>> = {
  client,
  'load-balancer': loadBalancer,
  'balancer-cluster': balancerCluster,
  pool,
  zone,
  server,
  database,
};
const STEPS = 100_000;
const LONG = { timeout: 300_000 };

const GENERAL_TAGS: readonly string[] = [...STATE_TAGS, 'routine' satisfies StateTag];

/** A kind amid whatever can be connected to it, with all done to it that can be. */
function sceneFor(kind: string, kinds: Kinds, seed: number): SceneDocument {
  const spec = kinds.specs[kind] as Spec;
  const others = Object.values(kinds.specs).filter((other) => other.kind !== kind);
  const nodes: DocumentNode[] = [{ id: 'it', kind, at: [400, 0] }];
  const edges: SceneDocument['edges'] = [];
  const connect = (from: string, to: string) => {
    const line = lineBetween(from, to, surroundings({ nodes, edges }, kinds.specs));
    if (typeof line !== 'string') edges.push({ id: `e${edges.length + 1}`, ...line });
  };
  for (const [i, other] of others.entries()) {
    const id = `n${i + 1}`;
    const isMember = spec.frame?.holds(other) === true;
    if (isMember) nodes.push({ id, kind: other.kind, at: [20, 60 + 100 * i], in: 'it' });
    else nodes.push({ id, kind: other.kind, at: [0, 100 * i] });
    if (isMember || other.frame !== undefined) continue;
    connect(id, 'it');
    connect('it', id);
  }
  const commands = deedsOfKind(spec).map(([name, deed], i) => ({
    at: 500 + 400 * i,
    ...commandFor(name, 'it', usualValues(deed)),
  }));
  return { version: 2, title: kind, seed, nodes, edges, commands };
}

function runEvents(kind: string, kinds: Kinds, seed: number, events: number): Run {
  const run = new Run(sceneFor(kind, kinds, seed), kinds);
  for (let i = 0; i < events && run.step(); i++);
  return run;
}

/** What is wrong with a kind, one sentence each; nothing when it keeps the contract. */
function breaches(kind: string, kinds: Kinds): string[] {
  const found: string[] = [];
  const check = (name: string, holds: () => boolean) => {
    try {
      if (!holds()) found.push(name);
    } catch (error) {
      found.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const spec = kinds.specs[kind] as Spec;
  const model = kinds.models[kind] as Model;
  check('its defaults complete to a full configuration', () => {
    const config = completeConfig(spec, {});
    return Object.keys(spec.fields).every((name) => name in config);
  });
  check('short keys are unique among its fields, and among the columns of a table', () =>
    hasOwnKeys(spec.fields),
  );
  check('it answers no question that it does not know', () => {
    const run = runEvents(kind, kinds, 5, 1_000);
    return nodeAnswer(run, 'it', { about: 'toString' }) === null;
  });
  check(
    'its faults are general deeds, and its own deeds have names that no general one has',
    () => {
      const isGeneral = (name: string) => Object.hasOwn(deeds, name);
      return spec.faults.every(isGeneral) && !Object.keys(spec.actions ?? {}).some(isGeneral);
    },
  );
  check('the settings that have to do with its faults are its own', () => {
    const { errorRate, failures, repairs, restartedBy = [] } = spec.process ?? {};
    return [errorRate, failures, repairs, ...restartedBy].every(
      (name) => name === undefined || Object.hasOwn(spec.fields, name),
    );
  });
  check('exactly the settings said to do so begin it anew', () => {
    const config = completeConfig(spec, {});
    return Object.entries(spec.fields).every(([name, field]) => {
      const others = field.options?.map(({ value }) => value) ?? [!config[name]];
      const isAnew = others.some(
        (value) => model.main({ ...config, [name]: value }) !== model.main(config),
      );
      return isAnew === (spec.process?.restartedBy ?? []).includes(name);
    });
  });
  check('every machine compiles', () => {
    for (const machine of Object.values(model.machines)) {
      checkMachine(machine.machine);
      compileMachine(machine);
    }
    return true;
  });
  check('its own tags are tags of its states that nobody else knows, in inks that are seen', () => {
    const tags = Object.values(model.machines).flatMap((each) =>
      compileMachine(each).states.flatMap((state) => state.tags),
    );
    return Object.entries(spec.tones ?? {}).every(
      ([tag, ink]) =>
        tags.includes(tag) && !GENERAL_TAGS.includes(tag) && leastContrast(ink) >= LEAST.words,
    );
  });
  check('10,000 events pass without a throw', () => {
    runEvents(kind, kinds, 1, 10_000);
    return true;
  });
  check('its model keeps the series that its spec declares, in numbers', () => {
    if (model.series !== spec.series) return false;
    const { kernel } = runEvents(kind, kinds, 1, 10_000);
    const node = kernel.find('it');
    return kernel.series.of(node?.index ?? -1).every(({ spec: { keyed }, lines }) =>
      // A key is a name, and what has no keys is written without.
      [...lines].every(
        ([key, line]) => (key === '') === (keyed === undefined) && line.live.every(Number.isFinite),
      ),
    );
  });
  check('the same seed gives the same trace', () => {
    const first = runEvents(kind, kinds, 2, 3_000).traceHash();
    return runEvents(kind, kinds, 2, 3_000).traceHash() === first;
  });
  check('every message in is answered, failed, dropped with a reason, or still there', () => {
    const run = runEvents(kind, kinds, 3, 10_000);
    return isAccounted(run, kind);
  });
  check('its picture draws in every state it was seen in', () => drawsThroughout(kind, kinds));
  return found;
}

function hasOwnKeys(fields: Fields): boolean {
  const keys = Object.values(fields).map((field) => field.key);
  const tables = Object.values(fields).flatMap(({ columns = null }) =>
    columns === null ? [] : [columns],
  );
  return new Set(keys).size === keys.length && tables.every(hasOwnKeys);
}

/**
 * Every message that is open is somewhere: travelling, held by a node, or waiting for a hung one.
 */
function isAccounted(run: Run, kind: string): boolean {
  const missing = inFlight(run.kernel.world.counts) - openMessages(run.kernel).size;
  if (missing !== 0) throw new Error(`${missing} messages around "${kind}" are open but nowhere`);
  return true;
}

function drawsThroughout(kind: string, kinds: Kinds): boolean {
  const picture = kinds.pictures[kind];
  if (picture === undefined) return false;
  const run = new Run(sceneFor(kind, kinds, 4), kinds);
  for (let i = 0; i < 4_000 && run.step(); i++) {
    if (i % 50 !== 0) continue;
    for (const node of liveNodes(run)) {
      if (node.kind !== kind) continue;
      const observation = observationOf(run.kernel, node);
      if (picture.words(observation).length === 0) return false;
      const use = picture.utilization(observation);
      if (use !== null && !(use >= 0 && use <= 1)) return false;
      const list = picture.draw(observation, PICTURE_BOX);
      if (toSvg(list, (ink) => inkOf('light', ink)).includes('NaN')) return false;
      const faint = list.find((shape) => !isSeen(shape));
      if (faint !== undefined) throw new Error(`too faint: ${JSON.stringify(faint)}`);
      const outside = list.find((shape) => !isInside(shape));
      if (outside !== undefined) throw new Error(`cut at its edge: ${JSON.stringify(outside)}`);
    }
  }
  return true;
}

/** Whether every ink of the kind's own is told from what it lies on. */
function isSeen(shape: Shape): boolean {
  const isFaint = (ink: Ink | undefined, least: number) =>
    typeof ink === 'object' && leastContrast(ink) < least;
  if (shape.s === 'text') return !isFaint(shape.ink, LEAST.words);
  const fill = 'fill' in shape ? shape.fill : undefined;
  return ![fill, shape.stroke].some((ink) => isFaint(ink, LEAST.graphics));
}

/**
 * Whether a shape lies within the room a picture has, half of its stroke included. Texts are as
 * wide as their font makes them.
 */
function isInside(shape: Shape): boolean {
  const { width, height } = PICTURE_BOX;
  const half = 'stroke' in shape && shape.stroke !== undefined ? (shape.width ?? 1) / 2 : 0;
  const fits = (x: number, y: number, w = 0, h = 0) =>
    x >= half && y >= half && x + w <= width - half && y + h <= height - half;
  if (shape.s === 'rect') return fits(shape.x, shape.y, shape.w, shape.h);
  if (shape.s === 'line') {
    return shape.points.every((_, i, all) => i % 2 === 1 || fits(all[i] ?? 0, all[i + 1] ?? 0));
  }
  if (shape.s === 'text') return true;
  const { x, y, r } = shape;
  return fits(x - r, y - r, 2 * r, 2 * r);
}

describe.each(Object.keys(specs))('%s', (kind) => {
  test('keeps the contract', () => {
    expect(breaches(kind, real)).toEqual([]);
  });

  test('has a model, a picture and a README that says what is modelled and what is left out', () => {
    expect(models[kind]).toBeDefined();
    expect(pictures[kind]).toBeDefined();
    const readme = readFileSync(`${folderOf(kind)}/README.md`, 'utf8');
    expect(readme).toMatch(/left out/i);
    expect(readme).toMatch(/modelled/i);
    expect(readme, 'Help shows no files of the repository.').not.toMatch(/\.(?:tsx?|json|md)\b/);
  });

  test('is listed with what answers its panel', () => {
    const hasAnswers = readdirSync(folderOf(kind)).includes('answers.ts');
    expect(real.answers[kind] !== undefined).toBe(hasAnswers);
  });

  test('takes from xstate what the worker has of it: setup and createMachine', () => {
    const machine = readFileSync(`${folderOf(kind)}/machine.ts`, 'utf8');
    expect(machine).toMatch(/^import \{ setup \} from 'xstate';$/m);
    expect(machine.match(/\bsetup\(/g)?.length).toBe(
      machine.match(/\}\)\.createMachine\(/g)?.length,
    );
  });

  const machines = Object.entries(models[kind]?.machines ?? {});
  test.each(machines)('its machine "%s" does what xstate does', LONG, (name, machine) => {
    const driver = drivers[kind]?.[name];
    if (driver === undefined) throw new Error(`Drive "${name}" in oracle.test-support.ts.`);
    const { taken, unvisited } = checkAgainstXstate(machine, { ...driver, seed: 1, steps: STEPS });
    expect(unvisited).toEqual([]);
    const isIdle = describeMachine(compileMachine(machine)).transitions.length === 0;
    expect(taken).toBeGreaterThan(isIdle ? -1 : STEPS / 4);
  });
});

test('kinds have different names, and different keys for ids', () => {
  const keys = Object.values(specs).map((spec) => spec.key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(Object.keys(models))).toEqual(new Set(Object.keys(specs)));
  expect(new Set(Object.keys(pictures))).toEqual(new Set(Object.keys(specs)));
});

test.each(['depot', 'dock'])('a kind that no list names keeps it, too: %s', (kind) => {
  const kinds = {
    ...real,
    specs: { ...specs, depot: outside.depotSpec, dock: outside.dockSpec },
    models: { ...models, depot: outside.depotModel, dock: outside.dockModel },
    pictures: { ...pictures, depot: outside.depotPicture, dock: outside.dockPicture },
    answers: { ...real.answers, depot: outside.depotAnswer },
  };
  expect(breaches(kind, kinds)).toEqual([]);
});

describe('a kind that breaks its promises', () => {
  const action = () => {};
  const machine = setup({
    types: {} as { events: { type: 'request' | 'connect' | 'tick' } },
    actions: { swallow: action, accept: action, plan: action },
  }).createMachine({
    id: 'canary',
    initial: 'on',
    states: {
      on: {
        tags: ['proud', 'routine'],
        entry: 'plan',
        on: {
          request: { actions: 'swallow' },
          connect: { actions: 'accept' },
          tick: { actions: 'plan' },
        },
      },
    },
  });

  const faint: OwnInk = ['#ffffff', '#000000'];
  const tones: Readonly<Record<string, OwnTones>> = {
    pales: { proud: faint },
    boasts: { humble: ['#4f6f00', '#c0eb75'] },
    poses: { routine: ['#4f6f00', '#c0eb75'] },
  };

  /**
   * Loses every request it gets, throws when it has had enough, and draws what is not a number or
   * lies outside.
   */
  function canary(
    fault:
      | 'misnames'
      | 'loses'
      | 'throws'
      | 'draws'
      | 'overflows'
      | 'fades'
      | 'pales'
      | 'boasts'
      | 'poses'
      | 'wavers'
      | 'invents'
      | 'hides'
      | 'mismeasures'
      | 'tells apart',
  ): Kinds {
    let ticks = 0;
    const series = { ticks: { is: 'counter', label: 'Ticks', unit: 'ticks' } } as const;
    const model: Model = {
      kind: 'canary',
      machines: {
        main: {
          machine,
          actions: {
            swallow: () => {},
            accept: (_context, event, _params, sim) => sim.accept(event.connection),
            plan: (_context, _event, _params, sim) => {
              ticks++;
              if (fault === 'throws' && ticks > 50) throw new Error('enough');
              if (fault === 'invents') sim.count(1, 1);
              if (fault === 'tells apart') sim.count(0, 1, 'key');
              if (fault === 'mismeasures') sim.count(0, Number.NaN);
              sim.schedule(fault === 'wavers' ? 1_000 + ticks : 1_000, { type: 'tick' });
            },
          },
          guards: {},
          delays: {},
        },
      },
      main: () => 'main',
      ...(fault !== 'hides' && { series }),
      context: () => ({}),
      configure: () => {},
      observe: () => ({}),
      held: () => [],
    };
    const spec: Spec = {
      kind: 'canary',
      key: 'zz',
      family: 'compute',
      title: 'Canary',
      summary: 'Breaks.',
      icon: 'bird',
      fields: {},
      gives: [],
      takes: [http],
      faults: fault === 'misnames' ? ['faint'] : [],
      series,
      ...(tones[fault] && { tones: tones[fault] }),
    };
    const picture: Picture = {
      words: () => 'singing',
      utilization: () => (fault === 'draws' ? Number.NaN : null),
      draw: (_seen, { width }) => {
        if (fault === 'overflows') return [{ s: 'circle', x: width, y: 6, r: 4, fill: 'ok' }];
        return fault === 'fades' ? [{ s: 'circle', x: 6, y: 6, r: 4, fill: faint }] : [];
      },
    };
    return {
      ...real,
      specs: { ...specs, canary: spec },
      models: { ...models, canary: model },
      pictures: { ...pictures, canary: picture },
    };
  }

  test.each([
    ['misnames', /its faults are general deeds/],
    ['loses', /are open but nowhere/],
    ['throws', /without a throw: enough/],
    ['draws', /its picture draws/],
    ['overflows', /cut at its edge: .*"circle"/],
    ['fades', /too faint: .*"circle"/],
    ['pales', /its own tags are/],
    ['boasts', /its own tags are/],
    ['poses', /its own tags are/],
    ['wavers', /the same seed gives the same trace/],
    ['invents', /without a throw: Node 0 has no series 1/],
    ['hides', /its model keeps the series/],
    ['mismeasures', /its model keeps the series/],
    ['tells apart', /its model keeps the series/],
  ] as const)('is found when it %s', (fault, sentence) => {
    expect(breaches('canary', canary(fault)).join('\n')).toMatch(sentence);
  });
});

function folderOf(kind: string): string {
  const root = new URL('.', import.meta.url).pathname;
  for (const family of readdirSync(root, { withFileTypes: true })) {
    if (!family.isDirectory()) continue;
    if (readdirSync(`${root}${family.name}`).includes(kind)) return `${root}${family.name}/${kind}`;
  }
  throw new Error(`No folder src/kinds/<family>/${kind}.`);
}
