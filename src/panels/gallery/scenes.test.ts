import { describe, expect, test } from 'vitest';
import { specs } from '../../kinds/specs.ts';
import { scenarioSlugs } from '../../scenarios/scenarios.ts';
import { findScenes, loadScenes } from './scenes.ts';

const { scenes, missing } = await loadScenes(specs);
const find = (text: string, more: Partial<Parameters<typeof findScenes>[1]> = {}) =>
  findScenes(scenes, { text, family: null, concept: null, ...more }).map(({ slug }) => slug);

describe('the gallery', () => {
  test('holds every scene, the first one first', () => {
    expect(missing).toBe(0);
    expect(find('')).toHaveLength(scenarioSlugs.length);
    expect(find('')[0]).toBe('first-minute');
  });

  test('finds a scene by its title, what it says, its concepts and its parts, in any case and order', () => {
    expect(find('GROWS pool')).toEqual(['growing-pool']);
    expect(find('replication')).toEqual(['read-replicas', 'balanced-database']);
    expect(find('nightly import')).toEqual(['balanced-database']);
    expect(find('database writes')).toContain('read-replicas');
    expect(find('zeppelin')).toEqual([]);
  });

  test('keeps to a family and a concept, and to both at once', () => {
    expect(find('', { family: 'balancing' })).not.toContain('one-server-overloaded');
    expect(find('', { family: 'streaming' })).toEqual([]);
    const scaling = ['one-two-four-servers', 'growing-pool', 'autoscaling-pool'];
    expect(find('', { concept: 'scaling' })).toEqual(scaling);
    expect(find('live', { family: 'compute', concept: 'scaling' })).toEqual([]);
    const pools = ['growing-pool', 'autoscaling-pool'];
    expect(find('pool', { family: 'compute', concept: 'scaling' })).toEqual(pools);
  });
});
