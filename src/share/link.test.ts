import { describe, expect, test } from 'vitest';
import { decodeLink } from '../document/link.ts';
import type { SceneDocument } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import { linkTo, meterOf } from './link.ts';

const scene: SceneDocument = {
  version: 2,
  title: 'One server',
  seed: 7,
  nodes: [{ id: 's', kind: 'server', at: [0, 0] }],
  edges: [],
  commands: [{ at: 250, do: 'crash', node: 's' }],
};

test('the address is the page with the scene in its fragment', () => {
  const page = 'https://example.org/table/?x=1#d1=old.link';
  const { address, length } = linkTo(scene, specs, { page, atMs: null });
  expect(address.startsWith('https://example.org/table/?x=1#')).toBe(true);
  expect(length).toBe(address.length);
  const decoded = decodeLink(new URL(address).hash, specs);
  expect(decoded).toMatchObject({ ok: true, kind: 'document', document: scene });
});

test('a moment goes along in front of the scene', () => {
  const { address } = linkTo(scene, specs, { page: 'https://example.org/', atMs: 12.5 });
  const decoded = decodeLink(new URL(address).hash, specs);
  expect(decoded).toMatchObject({ document: scene, options: { t: 12.5 } });
});

describe('the meter', () => {
  test.each([
    [1, 'green'],
    [2_000, 'green'],
    [2_001, 'amber'],
    [8_000, 'amber'],
    [8_001, 'red'],
    [32_000, 'red'],
    [32_001, 'file'],
  ])('%i characters are %s', (length, meter) => {
    expect(meterOf(length)).toBe(meter);
  });
});
