import { describe, expect, test } from 'vitest';
import { specs } from '../kinds/specs.ts';
import { describeDone, describeIntervention } from './deeds.ts';
import { activeFaults, offersFor } from './offers.ts';
import type { DocumentCommand, DocumentEdge, DocumentNode, Faults } from './types.ts';

const server: DocumentNode = { id: 's', kind: 'server', at: [0, 0] };
const client: DocumentNode = { id: 'c', kind: 'client', at: [0, 0] };
const edge: DocumentEdge = { id: 'e', from: 'c', to: 's' };
const calm = { inForce: undefined, isDown: false };

const labels = (offers: readonly { label: string }[]) => offers.map(({ label }) => label);

test('a node offers what its kind can suffer, and no end of what is not there', () => {
  const offers = offersFor(server, specs.server, calm);
  expect(labels(offers)).toEqual([
    ...['Crash', 'Slow ×4', 'Errors 50 %', 'Drain', 'Hang', 'Isolate'],
    'Health check lies',
  ]);
  expect(offers.every(({ isOn, ends }) => !isOn && !ends)).toBe(true);
  expect(new Set(offers.map(({ id }) => id)).size).toBe(offers.length);
});

test('an unknown part offers nothing', () => {
  expect(offersFor({ ...server, kind: 'teapot' }, undefined, calm)).toEqual([]);
});

test('what is in force is lit, and each end is offered once', () => {
  const inForce = { crash: {}, drain: {}, slow: { factor: 4 } };
  const offers = offersFor(server, specs.server, { inForce, isDown: true });
  expect(offers.filter(({ isOn }) => isOn).map(({ id }) => id)).toEqual(['crash', 'slow', 'drain']);
  expect(labels(offers.filter(({ ends }) => ends))).toEqual(['Bring back', 'Normal speed']);
});

test('what hangs is resumed, and what crashed is brought back', () => {
  const endOf = (inForce: Faults) =>
    activeFaults(server, specs.server, { inForce, isDown: false }, [])[0]?.end?.label;
  expect([endOf({ hang: {} }), endOf({ crash: {} })]).toEqual(['Resume', 'Bring back']);
});

test('the end of errors is what the settings say', () => {
  const set = { ...server, config: { errorRate: 0.2 } };
  const [end] = offersFor(set, specs.server, {
    inForce: { errors: { rate: 0 } },
    isDown: false,
  }).filter(({ ends }) => ends);
  expect(end).toMatchObject({
    label: 'Errors 20 %, as set',
    intervention: { do: 'errors', node: 's', rate: 0.2 },
  });
});

test('a node that went down by itself can be brought back', () => {
  const [only, ...others] = activeFaults(server, specs.server, { ...calm, isDown: true }, []);
  expect(only).toMatchObject({ words: 'Down by itself', end: { label: 'Bring back' } });
  expect(others).toEqual([]);
});

describe('since when', () => {
  const happened: DocumentCommand[] = [
    { at: 1000, do: 'slow', node: 's', factor: 2 },
    { at: 12_400, do: 'slow', node: 's', factor: 4 },
    { at: 13_000, do: 'slow', node: 'other', factor: 4 },
  ];

  test('the last command that did it to this very part tells', () => {
    const state = { inForce: { slow: { factor: 4 } }, isDown: false };
    expect(activeFaults(server, specs.server, state, happened)[0]?.words).toBe(
      'Slow ×4 since 0:12.4',
    );
  });

  test('a burst says until when instead', () => {
    const state = { inForce: { burst: { factor: 5, for: 10_000, until: 20_000 } }, isDown: false };
    expect(activeFaults(client, specs.client, state, happened)[0]?.words).toBe(
      'Burst ×5 until 0:20',
    );
  });
});

test('what hurts an edge alone is healed; beside others it ends alone', () => {
  const alone = offersFor(edge, undefined, { inForce: { lose: { rate: 0.1 } }, isDown: false });
  expect(labels(alone)).toEqual([
    'Cut',
    'Cut requests',
    'Cut responses',
    'Lose 10 %',
    'Delay 200 ms',
    'Heal',
  ]);
  const both = offersFor(edge, undefined, {
    inForce: { cut: { way: 'both' }, lose: { rate: 0.2 } },
    isDown: false,
  });
  expect(labels(both.filter(({ ends }) => ends))).toEqual(['Heal', 'Lose nothing']);
  expect(both.find(({ id }) => id === 'cut')?.isOn).toBe(true);
  expect(both.find(({ id }) => id === 'lose')?.isOn).toBe(false);
});

describe('words for an edge follow what it carries', () => {
  const [, replication] = specs.database!.takes;
  const line = { ...edge, protocol: 'replication' };
  const state = { inForce: { cut: { way: 'forward' } }, isDown: false };
  const answered = { ...replication!, carries: 'questions', answers: 'replies' };

  test('one way alone is offered where answers come back', () => {
    expect(labels(offersFor(line, replication, { inForce: {}, isDown: false }))).toEqual([
      'Cut',
      'Lose 10 %',
      'Delay 200 ms',
    ]);
    const [, there, back] = offersFor(line, answered, state);
    expect([there, back]).toMatchObject([
      { label: 'Cut questions', help: 'Questions are lost; replies arrive.', isOn: true },
      { label: 'Cut replies', help: 'Replies are lost; questions arrive.' },
    ]);
  });

  test('what is in force and what was done are said of what travels', () => {
    expect(activeFaults(line, replication, state, [])[0]?.words).toBe('Changes are cut');
    expect(activeFaults(line, answered, state, [])[0]?.words).toBe('Questions are cut');
    const scene = { nodes: [], edges: [line] };
    const act = { do: 'cut', edge: line.id, way: 'forward' };
    expect(describeIntervention(act, scene, specs)).toMatch(/^Cut .* \(changes\)$/);
    expect(describeDone({ ...act, way: 'back' }, scene, specs)).toMatch(/ \(acknowledgements\)$/);
    expect(describeDone({ ...act, way: 'both' }, scene, specs)).toMatch(/^cut [^(]*$/);
  });
});
