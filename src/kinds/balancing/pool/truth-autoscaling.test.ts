/**
 * The autoscaler's arithmetic against what Kubernetes' own tests and code say. Seconds and whole
 * numbers come from the fixture; its `format` says what they mean.
 */
import { expect } from 'vitest';
import fixture from '../fixtures/compute-autoscaling.json' with { type: 'json' };
import { type Check, holdAgainst } from '../shared/truth.test-support.ts';
import { type AutoscalerSettings, createMemory, look, type Memory } from './autoscaler.ts';
import {
  type MemberFigure,
  type Proposal,
  type Readiness,
  replicasByAverage,
  replicasByShare,
  replicasByUtilization,
  replicasByValue,
} from './desired-replicas.ts';
import type { Decision } from './observation.ts';
import {
  type Behavior,
  completeRules,
  defaultBehavior,
  limitByRules,
  limitWithoutRules,
  type ScaleEvent,
  type ScalingRules,
} from './scaling-limits.ts';
import { spec } from './spec.ts';
import { type Recommendation, stabilize, stabilizeWithoutRules } from './stabilization.ts';

const SECOND = 1_000_000;
const NOW = 100_000 * SECOND;

interface GivenRules {
  readonly policies?: readonly [type: 'Pods' | 'Percent', value: number, periodSeconds: number][];
  readonly select?: 'Max' | 'Min' | 'Disabled';
  readonly windowSeconds?: number;
}

function rulesOf(given: GivenRules = {}, usual: ScalingRules): ScalingRules {
  const { policies, select, windowSeconds } = given;
  const policiesGiven = policies?.map(([type, amount, seconds]) => ({
    by: type === 'Pods' ? ('members' as const) : ('percent' as const),
    amount,
    periodMicros: seconds * SECOND,
  }));
  return completeRules(
    {
      ...(policiesGiven && { policies: policiesGiven }),
      ...(select && { select: SELECT[select] }),
      ...(windowSeconds !== undefined && { windowMicros: windowSeconds * SECOND }),
    },
    usual,
  );
}

const SELECT = { Max: 'max', Min: 'min', Disabled: 'disabled' } as const;

function behaviorOf({ up, down }: { up?: GivenRules; down?: GivenRules }): Behavior {
  return { up: rulesOf(up, defaultBehavior.up), down: rulesOf(down, defaultBehavior.down) };
}

interface GivenDesired {
  readonly metric: string;
  readonly currentReplicas: number;
  readonly targetUtilizationPercent: number;
  readonly targetMilli: number;
  readonly usageMilli: readonly (number | null)[];
  readonly requestMilli: readonly number[];
  readonly valueMilli: readonly number[];
  readonly podState?: readonly string[];
}

const READINESS: Readonly<Record<string, Readiness>> = {
  ready: 'ready',
  'not-yet-ready': 'unready',
  pending: 'pending',
  failed: 'gone',
  deleting: 'gone',
};

/** One for each that any of the lists tells of. */
function membersOf(given: GivenDesired): MemberFigure[] {
  const { usageMilli = given.valueMilli, requestMilli = [], podState = [] } = given;
  const count = Math.max(usageMilli.length, requestMilli.length, podState.length);
  return Array.from({ length: count }, (_, i) => ({
    readiness: READINESS[podState[i] ?? 'ready'] as Readiness,
    usage: usageMilli[i] ?? null,
    request: requestMilli[i] ?? null,
  }));
}

function proposalFor(given: GivenDesired): Proposal | null {
  const aim = { current: given.currentReplicas, target: given.targetMilli, tolerance: 0.1 };
  const [value] = given.valueMilli ?? [];
  switch (given.metric) {
    case 'cpu utilization': {
      const target = given.targetUtilizationPercent;
      return replicasByUtilization({ ...aim, target, members: membersOf(given) });
    }
    case 'pods, average':
      return replicasByAverage({ ...aim, members: membersOf(given) });
    case 'external, average':
      return replicasByShare(value as number, aim);
    default: {
      const { podState = Array<string>(aim.current).fill('ready') } = given;
      const readyCount = podState.filter((state) => state === 'ready').length;
      return replicasByValue(value as number, aim, readyCount);
    }
  }
}

const desired: Check = (
  given: GivenDesired,
  expected: { replicas: number; utilizationPercent?: number; reportedMilli?: number },
) => {
  const { utilizationPercent, reportedMilli, replicas } = expected;
  const reported = utilizationPercent ?? reportedMilli ?? proposalFor(given)?.reported;
  expect(proposalFor(given)).toEqual({ replicas, reported });
};

const cannotTell: Check = (given: GivenDesired) => expect(proposalFor(given)).toBe(null);

interface GivenLook extends GivenDesired {
  readonly min: number;
  readonly max: number;
  readonly proposals?: Readonly<Record<string, number | null>>;
}

/** One look of an autoscaler that has looked before and remembers nothing. */
const oneLook: Check = (given: GivenLook, expected: { replicas: number; condition?: string }) => {
  const proposals = given.proposals
    ? Object.values(given.proposals)
    : [proposalFor({ ...given, metric: 'cpu utilization' })?.replicas ?? null];
  const decision = look(
    { recommendations: [], events: [] },
    { min: given.min, max: given.max, behavior: null, windowMicros: 300 * SECOND },
    { now: NOW, current: given.currentReplicas },
    () => proposals,
  );
  const { replicas, reason } = decision;
  expect({ replicas, reason }).toEqual({
    replicas: expected.replicas,
    reason: expected.condition ?? reason,
  });
};

interface GivenLimit {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly min: number;
  readonly max: number;
  readonly up?: GivenRules;
  readonly down?: GivenRules;
  readonly behaviourSet?: boolean;
  readonly upEvents?: readonly (readonly [change: number, secondsAgo: number])[];
  readonly downEvents?: readonly (readonly [change: number, secondsAgo: number])[];
}

function eventsOf({ upEvents = [], downEvents = [] }: GivenLimit): ScaleEvent[] {
  const at = (secondsAgo: number) => NOW - secondsAgo * SECOND;
  return [
    ...upEvents.map(([change, ago]) => ({ at: at(ago), change })),
    ...downEvents.map(([change, ago]) => ({ at: at(ago), change: -change })),
  ];
}

const limited: Check = (given: GivenLimit, expected: { replicas: number; condition?: string }) => {
  const { currentReplicas: current, desiredReplicas, min, max } = given;
  const asked = { current, desired: desiredReplicas, min, max };
  const { replicas, reason } =
    given.behaviourSet === false
      ? limitWithoutRules(asked)
      : limitByRules(asked, behaviorOf(given), eventsOf(given), NOW);
  expect({ replicas, reason }).toEqual({
    replicas: expected.replicas,
    reason: expected.condition ?? reason,
  });
};

interface GivenStabilize {
  readonly recommendations: readonly (readonly [replicas: number, secondsAgo: number])[];
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly upWindowSeconds: number;
  readonly downWindowSeconds: number;
  readonly behaviourSet?: boolean;
}

const stabilized: Check = (given: GivenStabilize, expected: { replicas: number }) => {
  const recommendations: Recommendation[] = given.recommendations.map(([replicas, ago]) => ({
    at: NOW - ago * SECOND,
    replicas,
  }));
  const { currentReplicas, desiredReplicas, upWindowSeconds, downWindowSeconds } = given;
  const replicas =
    given.behaviourSet === false
      ? stabilizeWithoutRules(desiredReplicas, downWindowSeconds * SECOND, recommendations, NOW)
      : stabilize(
          { current: currentReplicas, desired: desiredReplicas },
          behaviorOf({
            up: { windowSeconds: upWindowSeconds },
            down: { windowSeconds: downWindowSeconds },
          }),
          recommendations,
          NOW,
        );
  expect(replicas).toBe(expected.replicas);
};

interface GivenTimeline extends GivenLimit {
  readonly metricsAsk: number | { until: number; first: number; then: number };
}

/** What is decided at 0 s, 15 s, 30 s and so on; members come and go at once. */
function timelineOf(given: GivenTimeline, looks: number): Decision[] {
  const { min, max, metricsAsk } = given;
  const behavior = given.behaviourSet === false ? null : behaviorOf(given);
  const settings: AutoscalerSettings = { min, max, behavior, windowMicros: 300 * SECOND };
  const memory: Memory = createMemory();
  let current = given.currentReplicas;
  return Array.from({ length: looks }, (_, i) => {
    const now = i * spec.fields.lookEvery.default * 1000;
    const asks =
      typeof metricsAsk === 'number'
        ? metricsAsk
        : now < metricsAsk.until * SECOND
          ? metricsAsk.first
          : metricsAsk.then;
    const decision = look(memory, settings, { now, current }, () => [asks]);
    current = decision.replicas;
    return decision;
  });
}

const timeline: Check = (
  given: GivenTimeline,
  expected: {
    replicasAfterEachLook?: number[];
    firstLookWithFewer?: number;
    firstLookWithMore?: number;
    replicasThen?: number;
  },
) => {
  const { replicasAfterEachLook: each, replicasThen } = expected;
  if (each) {
    expect(timelineOf(given, each.length).map(({ replicas }) => replicas)).toEqual(each);
    return;
  }
  const changed = timelineOf(given, 100).find(({ current, replicas }) => replicas !== current);
  const seconds = expected.firstLookWithFewer ?? expected.firstLookWithMore ?? Number.NaN;
  expect(changed).toMatchObject({ at: seconds * SECOND, replicas: replicasThen });
};

const rulesByDefault: Check = (
  { rules, given }: { rules: 'up' | 'down'; given?: GivenRules },
  expected: GivenRules,
) => expect(rulesOf(given, defaultBehavior[rules])).toEqual(rulesOf(expected, NO_RULES));

const NO_RULES: ScalingRules = { policies: [], select: 'disabled', windowMicros: -1 };

const checks: Readonly<Record<string, Check>> = {
  'desired:cpu': desired,
  'desired:not-yet-ready': desired,
  'desired:failed-or-deleting': desired,
  'desired:missing-metrics': desired,
  'desired:error': cannotTell,
  'desired:per-pod-metric': desired,
  'desired:object-or-external': desired,
  'desired:ratio': desired,
  'several-metrics': oneLook,
  'min-max': oneLook,
  'limit:range': limited,
  'limit:up': limited,
  'limit:up-history': limited,
  'limit:down': limited,
  'limit:down-history': limited,
  'limit:without-behaviour': limited,
  'limit:disabled': limited,
  stabilize: stabilized,
  'stabilize:without-behaviour': stabilized,
  timeline,
  defaults: rulesByDefault,
  'CA-125': (_given, { value }) => expect(spec.fields.lookEvery.default).toBe(value * 1000),
  'CA-127': (_given, { value }) => {
    expect(spec.fields.windowDown.default).toBe(value * 1000);
    expect(defaultBehavior.down.windowMicros).toBe(value * SECOND);
  },
};

holdAgainst(fixture.cases, checks);
