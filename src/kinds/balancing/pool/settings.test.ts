import { expect, test } from 'vitest';
import { completeConfig } from '../../../document/field.ts';
import { defaultBehavior } from './scaling-limits.ts';
import { settingsOf } from './settings.ts';
import { type PoolConfig, spec } from './spec.ts';

const settings = (config: Partial<PoolConfig>, count = 8, needed = 0) =>
  settingsOf({ ...completeConfig(spec, undefined), ...config }, { count, needed });

test('as many as there are at most, and at least so many as can be', () => {
  expect(settings({ least: 3 })).toMatchObject({ min: 3, max: 8 });
  expect(settings({ least: 3 }, 2)).toMatchObject({ min: 2, max: 2 });
  expect(settings({ least: 3 }, 8, 5)).toMatchObject({ min: 5, max: 8 });
});

test('without a word about how fast, it goes by the older rules', () => {
  expect(settings({ windowDown: 1000 })).toMatchObject({ behavior: null, windowMicros: 1_000_000 });
});

test('with a word about one direction, the other has what is usual', () => {
  const policies: PoolConfig['policies'] = [
    { direction: 'down', amount: 2, by: 'members', period: 60_000 },
  ];
  const { behavior } = settings({ policies });
  expect(behavior).toEqual({
    up: defaultBehavior.up,
    down: {
      policies: [{ by: 'members', amount: 2, periodMicros: 60_000_000 }],
      select: 'max',
      windowMicros: 300_000_000,
    },
  });
  expect(settings({ selectDown: 'disabled' }).behavior?.down.select).toBe('disabled');
  expect(settings({ selectUp: 'min' }).behavior?.up.select).toBe('min');
  expect(settings({ windowUp: 5000 }).behavior?.up.windowMicros).toBe(5_000_000);
});
