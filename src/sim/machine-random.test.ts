/**
 * Random statecharts, nested up to three deep, against xstate itself: the proof that the compiler
 * knows xstate's rules.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { and, assign, createMachine, not, or } from 'xstate';
import type { MachineHost, MachineModel, SimEvent } from './machine.ts';
import { checkAgainstXstate } from './machine-oracle.ts';

interface Context {
  n: number;
  m: number;
  list: number[];
  box: { value: number };
}
interface Event extends SimEvent {
  readonly box?: { value: number };
}
interface Host extends MachineHost {
  info(type: string, n: number): void;
}

const model: Omit<MachineModel<Context, Event, Host>, 'machine'> = {
  actions: {
    grow: (context, _event, params: { by: number } | undefined) => {
      context.n = (context.n * 3 + 1 + (params?.by ?? 0)) % 17;
    },
    push: (context) => {
      context.list.push(context.n);
      if (context.list.length > 5) context.list.shift();
    },
    info: (context, event, _params, sim) => sim.info(event.type, context.n),
    later: (context, event, _params, sim) => {
      if (event.box) event.box.value += 1;
      const timer = sim.schedule(context.n, { type: `e${context.n % 3}` });
      if (timer % 3 === 0) sim.cancel(timer);
    },
  },
  guards: {
    isThird: (context, _event, params: { rest: number } | undefined) =>
      context.n % 3 === (params?.rest ?? 0),
    isEven: (context) => context.m % 2 === 0,
    hasBox: (_context, event) => event.box !== undefined,
    isFull: (context) => context.list.length > 2,
  },
  delays: {
    short: (context) => context.n,
    long: (context, event) => 1000 + context.m + event.type.length,
  },
};

const int = fc.nat({ max: 30 });
const thirdBy = (rest: number) => ({ type: 'isThird', params: { rest } });
const guard = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('isThird', 'isEven', 'hasBox', 'isFull') },
  { weight: 3, arbitrary: int.map((n) => thirdBy(n % 3)) },
  { weight: 1, arbitrary: fc.constant(not(thirdBy(2))) },
  { weight: 1, arbitrary: fc.constant(and([thirdBy(1), or(['hasBox', not('isFull')])])) },
  { weight: 1, arbitrary: fc.constant('isMixed') },
);
const action = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('grow', 'push', 'info', 'later') },
  { weight: 2, arbitrary: int.map((by) => ({ type: 'grow', params: { by } })) },
  { weight: 1, arbitrary: int.map((by) => ({ type: 'addToM', params: { by } })) },
  {
    weight: 1,
    arbitrary: fc.constant(
      assign({
        m: ({ context }: { context: Context }) => context.n,
        n: ({ context }: { context: Context }) => context.m % 17,
      } as never),
    ),
  },
);
const setup = {
  actions: {
    addToM: assign(
      ({ context }: { context: Context }, params: { by: number }) =>
        ({ m: (context.m + params.by) % 13 }) as never,
    ),
  },
  guards: { isMixed: or([not('isThird'), 'isFull']) },
  delays: { short: 0, long: 0 },
};

const actions = fc.array(action, { maxLength: 2 });
const candidate = fc.record({
  target: fc.option(int, { freq: 4 }),
  style: fc.constantFrom('absolute' as const, 'relative' as const),
  reenter: fc.option(fc.boolean()),
  guard: fc.option(guard),
  actions,
});
const guarded = candidate.chain((each) => guard.map((test) => ({ ...each, guard: test })));
const candidates = fc.oneof(
  candidate.map((each) => [each]),
  fc.array(candidate, { maxLength: 3 }),
);
const someCandidates = candidates.filter((list) => list.length > 0);
const eventType = fc.constantFrom('e0', 'e1', 'e2', '*');

interface Tree {
  readonly children: readonly Tree[];
  readonly first: number;
  readonly final: boolean;
  readonly ownId: boolean;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly on: readonly (readonly [string, readonly Choice[]])[];
  readonly always: readonly Choice[];
  readonly after: readonly (readonly [string, readonly Choice[]])[];
  readonly tags: readonly string[];
}
type Choice = Omit<typeof candidate extends fc.Arbitrary<infer T> ? T : never, 'guard'> & {
  readonly guard: unknown;
};

function tree(depth: number): fc.Arbitrary<Tree> {
  const children: fc.Arbitrary<readonly Tree[]> =
    depth === 0
      ? fc.constant([])
      : fc.array(tree(depth - 1), { minLength: depth === 3 ? 1 : 0, maxLength: 3 });
  return fc.record({
    children,
    first: int,
    final: fc.nat({ max: 11 }).map((n) => n === 0),
    ownId: fc.boolean(),
    entry: actions,
    exit: actions,
    on: fc.array(fc.tuple(eventType, candidates), { maxLength: 3 }),
    always: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(guarded, { maxLength: 2 }) },
    ),
    after: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.tuple(fc.constantFrom('short', 'long'), someCandidates), {
          maxLength: 2,
        }),
      },
    ),
    tags: fc.subarray(['red', 'blue']),
  });
}

interface Place {
  readonly path: readonly string[];
  readonly tree: Tree;
}

function places(root: Tree, path: readonly string[] = []): Place[] {
  const own = { path, tree: root };
  return [own, ...root.children.flatMap((child, index) => places(child, [...path, `s${index}`]))];
}

function configOf(place: Place, all: readonly Place[]): Record<string, unknown> {
  const { tree: spec, path } = place;
  const transitions = (list: readonly Choice[]) =>
    list.map((each) => transitionOf(each, place, all));
  const below = spec.children.map((_, index) => {
    const child = all.find((each) => each.path.join('.') === [...path, `s${index}`].join('.'));
    return [`s${index}`, configOf(child as Place, all)];
  });
  const actionsHere = { entry: spec.entry, exit: spec.exit, tags: spec.tags };
  if (spec.final && path.length === 1) return { type: 'final', ...actionsHere };
  return {
    ...actionsHere,
    ...(spec.ownId && path.length > 0 ? { id: `own-${path.join('-')}` } : {}),
    ...(below.length > 0 ? { initial: `s${spec.first % below.length}` } : {}),
    ...(below.length > 0 ? { states: Object.fromEntries(below) } : {}),
    on: Object.fromEntries(spec.on.map(([type, list]) => [type, transitions(list)])),
    always: transitions(spec.always),
    after: Object.fromEntries(spec.after.map(([delay, list]) => [delay, transitions(list)])),
  };
}

function transitionOf(choice: Choice, source: Place, all: readonly Place[]): unknown {
  // The root is never a target.
  const others = all.slice(1).filter((place) => !all.some((p) => isBelowFinal(place, p)));
  const target = choice.target === null ? undefined : others[choice.target % others.length];
  return {
    ...(target ? { target: nameOf(target, source, choice.style) } : {}),
    ...(choice.reenter === null ? {} : { reenter: choice.reenter }),
    ...(choice.guard === null ? {} : { guard: choice.guard }),
    actions: choice.actions,
  };
}

function isBelowFinal(place: Place, around: Place): boolean {
  return around.tree.final && around.path.length === 1 && place.path.length > 1
    ? place.path[0] === around.path[0]
    : false;
}

function nameOf(target: Place, source: Place, style: 'absolute' | 'relative'): string {
  const key = target.path.at(-1) ?? '';
  const around = target.path.slice(0, -1).join('.');
  if (style === 'relative' && around === source.path.join('.')) return `.${key}`;
  if (
    style === 'relative' &&
    source.path.length > 0 &&
    around === source.path.slice(0, -1).join('.')
  ) {
    return key;
  }
  return `#m.${target.path.join('.')}`;
}

function machineOf(root: Tree): MachineModel<Context, Event, Host> {
  const all = places(root);
  const config = { id: 'm', ...configOf({ path: [], tree: root }, all) };
  return { machine: createMachine(config as never, setup as never), ...model };
}

describe('random statecharts', () => {
  const RUNS = 400;
  it(`behave in ${RUNS} shapes exactly as in xstate`, () => {
    let compared = 0;
    let endless = 0;
    const property = fc.property(tree(3), fc.nat(), (root, seed) => {
      try {
        compared += checkAgainstXstate(machineOf(root), {
          seed,
          steps: 60,
          makeContext: (chance) => ({
            n: chance.int(17),
            m: chance.int(13),
            list: [],
            box: { value: 0 },
          }),
          makeEvent: (chance, context) => {
            const type = `e${chance.int(4)}`;
            return chance.next() < 0.5 ? { type } : { type, box: context.box };
          },
          makeSim: () => ({}),
        }).taken;
      } catch (error) {
        // Both sides found the same endless row of always transitions: that is agreement, too.
        if (!/event '[^']*': Error: Machine 'm' took 1000 always/.test(String(error))) throw error;
        endless += 1;
      }
    });
    fc.assert(property, { numRuns: RUNS });
    expect(compared).toBeGreaterThan(RUNS * 10);
    expect(endless).toBeLessThan(RUNS / 2);
  }, 120_000);
});
