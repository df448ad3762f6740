import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import firstMinute from '../scenarios/first-minute.json';
import { createSimulation, type Simulation } from './client.ts';
import type { Report } from './protocol.ts';

type Observation = Extract<Report, { type: 'observation' }>;

let simulation: Simulation;
let last: Observation | null;
let errors: Report[];

function opened(data: unknown): SceneDocument {
  const result = validate(data, specs);
  if (!result.ok) throw new Error(result.error.message);
  return result.document;
}

const until = (holds: (seen: Observation) => boolean): Promise<Observation> =>
  vi.waitFor(
    () => {
      if (last === null || !holds(last)) throw new Error('not yet');
      return last;
    },
    { timeout: 10_000, interval: 20 },
  );

beforeEach(() => {
  last = null;
  errors = [];
  simulation = createSimulation();
  simulation.subscribe((report) => {
    if (report.type === 'observation') last = report;
    if (report.type === 'error') errors.push(report);
  });
  simulation.send({ type: 'load', document: opened(firstMinute), at: 0, revision: 1 });
});

afterEach(() => {
  expect(errors).toEqual([]);
  simulation.dispose();
});

test('a node tells what is asked of it, and no more is sent', async () => {
  simulation.send({ type: 'pause' });
  simulation.send({ type: 'seek', to: 900_000 });
  await until(({ at }) => at === 900_000);
  const ask = (about: string) =>
    simulation.ask({ ask: 'kind', node: 'lb', question: { about } }) as Promise<unknown>;
  expect(await ask('backends')).toMatchObject({
    backends: [{}, {}, {}],
    latest: expect.any(Number),
  });
  expect(await ask('toString')).toBeNull();
  expect(await simulation.ask({ ask: 'kind', node: 's1', question: { about: 'x' } })).toBeNull();
  expect(await simulation.ask({ ask: 'states', node: 'lb' })).toMatchObject({ machine: 'l7' });
  expect(await simulation.ask({ ask: 'figures', node: 'nobody' })).toBeNull();
});

test('the worker plays the scene, goes back, and sees the same again', async () => {
  simulation.send({ type: 'speed', speed: 1 });
  simulation.send({ type: 'play' });
  const played = await until(({ cards }) => (cards[0]?.completions ?? 0) > 20);
  expect(played.playing).toBe(true);
  simulation.send({ type: 'pause' });
  simulation.send({ type: 'seek', to: 400_000 });
  const first = await until(({ at, playing }) => at === 400_000 && !playing);
  simulation.send({ type: 'seek', to: 900_000 });
  await until(({ at }) => at === 900_000);
  simulation.send({ type: 'seek', to: 400_000 });
  const again = await until(({ at }) => at === 400_000);
  expect(again.trace).toEqual(first.trace);
  expect(again.cards).toEqual(first.cards);
  expect(again.horizon).toBeGreaterThanOrEqual(900_000);
});

test('an edit at a later moment keeps the clock, and is seen from there on', async () => {
  simulation.send({ type: 'seek', to: 500_000 });
  await until(({ at }) => at === 500_000);
  const edited = structuredClone(firstMinute) as unknown as SceneDocument;
  edited.commands.push({ at: 500, do: 'crash', node: 's1' });
  simulation.send({ type: 'load', document: opened(edited), at: 'keep', revision: 2 });
  const seen = await until(({ revision }) => revision === 2);
  expect(seen.at).toBe(500_000);
  expect(seen.marks).toEqual([{ command: 0, at: 500_000, skipped: null }]);
  expect(seen.cards.find(({ id }) => id === 's1')?.tone).toBe('down');
});

test('stepping moves by single events', async () => {
  simulation.send({ type: 'seek', to: 200_000 });
  await until(({ at }) => at === 200_000);
  simulation.send({ type: 'step' });
  const stepped = await until(({ at }) => at > 200_000);
  expect(stepped.at).toBeLessThan(220_000);
});
