/**
 * The lists agree: whatever is offered can be fetched, on the page and in the worker, and is what
 * it was offered as.
 */
import { expect, test } from 'vitest';
import { kindsIn } from '../document/outline.ts';
import { FIRST_MINUTE, loadScenario } from '../scenarios/scenarios.ts';
import { catalogue } from './catalogue.ts';
import { firstKinds, kindInWorker } from './in-worker.ts';
import { kinds } from './kinds.ts';
import { firstSpecs, specOnPage } from './on-page.ts';
import { specs } from './specs.ts';

const ids = catalogue.map(({ kind }) => kind);

test('every kind is in every list, in one order', () => {
  expect(Object.keys(specs)).toEqual(ids);
  expect(Object.keys(kinds.models)).toEqual(ids);
  expect(Object.keys(kinds.pictures)).toEqual(ids);
});

test.each(catalogue.map((entry) => [entry.kind, entry] as const))(
  '%s is what it is offered as',
  (kind, { frame, ...entry }) => {
    const spec = specs[kind];
    expect(spec).toMatchObject(entry);
    expect(spec?.frame?.size).toEqual(frame?.size);
  },
);

test.each(ids)('page and worker have %s, or can fetch it', async (kind) => {
  const first = firstSpecs.find((spec) => spec.kind === kind);
  const part = firstKinds.find(({ spec }) => spec.kind === kind);
  expect(first ?? (await specOnPage(kind)?.())).toBe(specs[kind]);
  const { spec, model, picture } = part ?? (await kindInWorker(kind)?.()) ?? {};
  expect(spec).toBe(specs[kind]);
  expect(model).toBe(kinds.models[kind]);
  expect(picture).toBe(kinds.pictures[kind]);
});

test('what comes with page and worker is what the first scene needs, and no more', async () => {
  const needed = new Set(kindsIn(await loadScenario(FIRST_MINUTE)));
  expect(new Set(firstSpecs.map(({ kind }) => kind))).toEqual(needed);
  expect(new Set(firstKinds.map(({ spec }) => spec.kind))).toEqual(needed);
});
