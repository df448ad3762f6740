import { describe, expect, test } from 'vitest';
import { type AutoscalerSettings, createMemory, look } from './autoscaler.ts';
import {
  type MemberFigure,
  mostOf,
  replicasByAverage,
  replicasByUtilization,
  replicasByValue,
} from './desired-replicas.ts';
import { type Behavior, completeRules, defaultBehavior, limitByRules } from './scaling-limits.ts';
import { stabilize, stabilizeWithoutRules } from './stabilization.ts';

const SECOND = 1_000_000;
const LOOK_EVERY = 15 * SECOND;

const member = (usage: number | null, readiness: MemberFigure['readiness'] = 'ready') => ({
  usage,
  readiness,
  request: 1000,
});

describe('how many a figure asks for', () => {
  const aim = { current: 2, target: 1000, tolerance: 0.1 };

  test('a ratio that is off by just the tolerance changes nothing, by more it does', () => {
    const replicas = (usage: number) => {
      const members = Array<MemberFigure>(10).fill(member(usage));
      return replicasByAverage({ ...aim, current: 10, members })?.replicas;
    };
    expect([900, 1100].map(replicas)).toEqual([10, 10]);
    expect([899, 1101].map(replicas)).toEqual([9, 12]);
  });

  test('a member without a figure has just the target when others have too little', () => {
    const members = [member(100), member(100), member(100), member(null)];
    expect(replicasByAverage({ ...aim, current: 4, members })).toEqual({
      replicas: 2,
      reported: 100,
    });
  });

  test('a member without a figure is idle when others have just the target', () => {
    const members = [member(1000), member(1000), member(null)];
    expect(replicasByAverage({ ...aim, current: 3, members })?.replicas).toBe(2);
    const all = { ...aim, current: 3, target: 100, members };
    expect(replicasByUtilization(all)).toEqual({ replicas: 3, reported: 100 });
  });

  test('a member without a figure has more than it may where the target is above 100 %', () => {
    const members = [member(1000), member(null)];
    expect(replicasByUtilization({ ...aim, target: 200, members })?.replicas).toBe(2);
  });

  test('those who count no longer are no reason to go the other way', () => {
    const members = [member(1500), member(null), member(null)];
    expect(replicasByAverage({ ...aim, current: 3, members })?.replicas).toBe(3);
  });

  test('members that are not there yet are no reason to want fewer on the way up', () => {
    const members = [member(3000), member(null)];
    expect(replicasByAverage({ ...aim, current: 5, members })?.replicas).toBe(5);
  });

  test('a pending member is idle on the way up, whatever the figure', () => {
    const members = [member(3000), member(null, 'pending')];
    expect(replicasByAverage({ ...aim, members })?.replicas).toBe(3);
  });

  test('nothing is asked for where nobody is measured', () => {
    expect(replicasByAverage({ ...aim, members: [member(null)] })).toBe(null);
    expect(replicasByUtilization({ ...aim, members: [member(500, 'unready')] })).toBe(null);
  });

  test('from none, a figure of something else asks for as many as its ratio', () => {
    expect(replicasByValue(2500, { ...aim, current: 0 }, 0).replicas).toBe(3);
  });

  test('of several figures the most counts; one that is not known forbids fewer, not more', () => {
    expect(mostOf([2, 5, 3], 4)).toBe(5);
    expect(mostOf([5, null], 4)).toBe(5);
    expect(mostOf([4, null], 4)).toBe(4);
    expect(mostOf([3, null], 4)).toBe(null);
    expect(mostOf([null], 4)).toBe(null);
    expect(mostOf([0], 4)).toBe(0);
  });
});

describe('limits', () => {
  const asked = { current: 10, desired: 50, min: 1, max: 100 };
  const behavior: Behavior = {
    ...defaultBehavior,
    up: completeRules(
      { policies: [{ by: 'members', amount: 5, periodMicros: 60 * SECOND }] },
      defaultBehavior.up,
    ),
  };

  test('members who left in the period may come back beside those a policy allows', () => {
    const events = [{ at: 50 * SECOND, change: -3 }];
    expect(limitByRules(asked, behavior, events, 100 * SECOND).replicas).toBe(18);
  });

  test('what remains of a share is rounded down', () => {
    const policies = [{ by: 'percent' as const, amount: 25, periodMicros: 60 * SECOND }];
    const down = completeRules({ policies }, defaultBehavior.down);
    const limited = limitByRules({ ...asked, desired: 1 }, { ...behavior, down }, [], 0);
    expect(limited).toEqual({ replicas: 7, reason: 'ScaleDownLimit' });
  });

  test('the smallest change counts where that is chosen', () => {
    const rules = { ...behavior, up: { ...defaultBehavior.up, select: 'min' as const } };
    expect(limitByRules(asked, rules, [], 0).replicas).toBe(14);
  });
});

describe('windows', () => {
  const old = [{ at: 0, replicas: 9 }];

  test('with rules, what is as old as the window has left it', () => {
    const ask = { current: 9, desired: 2 };
    expect(stabilize(ask, defaultBehavior, old, 300 * SECOND - 1)).toBe(9);
    expect(stabilize(ask, defaultBehavior, old, 300 * SECOND)).toBe(2);
  });

  test('without rules it counts once more', () => {
    expect(stabilizeWithoutRules(2, 300 * SECOND, old, 300 * SECOND)).toBe(9);
    expect(stabilizeWithoutRules(2, 300 * SECOND, old, 300 * SECOND + 1)).toBe(2);
  });
});

describe('looks', () => {
  const settings: AutoscalerSettings = {
    min: 2,
    max: 10,
    behavior: defaultBehavior,
    windowMicros: 300 * SECOND,
  };

  test('says what was asked for, what recent looks left of it and what came of that', () => {
    const memory = createMemory();
    expect(look(memory, settings, { now: 0, current: 3 }, () => [30])).toEqual({
      at: 0,
      current: 3,
      proposal: 30,
      stabilized: 30,
      replicas: 7,
      reason: 'ScaleUpLimit',
    });
    expect(look(memory, settings, { now: LOOK_EVERY, current: 7 }, () => [1])).toMatchObject({
      proposal: 1,
      stabilized: 7,
      replicas: 7,
      reason: 'DesiredWithinRange',
    });
  });

  test('changes nothing where no figure is known, and asks none out of bounds', () => {
    const memory = createMemory();
    const unknown = look(memory, settings, { now: 0, current: 3 }, () => [null]);
    expect(unknown).toMatchObject({ replicas: 3, reason: 'FailedComputeMetricsReplicas' });
    const never = () => expect.unreachable();
    const tooMany = look(memory, settings, { now: 1, current: 12 }, never);
    expect(tooMany).toMatchObject({ proposal: null, replicas: 10, reason: 'TooManyReplicas' });
  });

  test('remembers no more than its rules ask for', () => {
    for (const behavior of [defaultBehavior, null]) {
      const memory = createMemory();
      let current = 2;
      for (let i = 0; i < 1000; i++) {
        const now = i * LOOK_EVERY;
        const asks = i % 60 < 30 ? 10 : 2;
        current = look(memory, { ...settings, behavior }, { now, current }, () => [asks]).replicas;
      }
      expect(memory.recommendations).toHaveLength(21);
      expect(memory.events.length).toBe(behavior ? 1 : 0);
    }
  });
});
