/**
 * What both modes of a balancer know: their backends and how these fare, what passes through them,
 * what was refused and why, and the last packets for the inspector. Plain data.
 */
import { numberSeries } from '../../../lib/series.ts';
import { emptyTable } from '../../../lib/table.ts';
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type {
  Cause,
  Connection,
  LaneIndex,
  Link,
  Message,
  Micros,
  StreamId,
} from '../../../sim/types.ts';
import type { BackendSettings } from '../../shared/backend-fields.ts';
import type { Call } from '../../shared/calls.ts';
import {
  type Backend,
  type BackendOptions,
  createBackend,
  HEALTH,
  isUsable,
  updateBackend,
} from '../shared/backend.ts';
import { pickFrom } from '../shared/pick.ts';
import type { Front, Served } from '../shared/served.ts';
import {
  knowsSlowStart,
  looksAtLoad,
  type SlowStart,
  strengthOf,
  takesTurn,
} from '../shared/slow-start.ts';
import { type Choosing, createGroup, type Group } from '../shared/tier.ts';
import { createNatPorts, type Flow, type NatPorts } from './nat.ts';
import { keeperOf, reconsider, wasChosen } from './opinions.ts';
import { targetsOf } from './rules.ts';
import { type BalancerConfig, series } from './spec.ts';

export const SERIES = numberSeries(series);

/**
 * Choices kept for the inspector: enough to read shares from, few enough to see a change of
 * algorithm at once.
 */
const LATEST = 100;

/** Packets kept for the inspector. */
const RECENT = 50;

/** One request as it passed: on which connection it came and on which it went on. */
export interface Passed {
  at: Micros;
  message: Message;
  front: Connection;
  /** L7's own message on the other leg; L4 passes on the same one. */
  onward: Message;
  /** L4's other leg; null in L7, where the call knows it. */
  back: Connection | null;
  call: Call<Served> | null;
}

export interface BalancerContext {
  settings: BalancerConfig;
  /** A cluster around it has asked whether it serves. */
  isMember: boolean;
  backends: Backend[];
  /** Backends whose lane is gone, until their connections are ended. */
  retired: Backend[];
  /** Lane → position in `backends`; -1 for lanes that lead to none. */
  byLane: number[];
  /** In the order of the rules that name them; the last is for requests that no rule claims. */
  groups: Group[];
  /** How many backends take part in what their frames offer, and how many of those are out. */
  wanted: number;
  sick: number;
  slowStart: SlowStart;
  /** Until when somebody warms up; a time that has passed where nobody does. */
  warmUntil: Micros;
  stream: StreamId;
  choices: number;
  /** Lanes of the last choices, going round, and how many choices there were. */
  latest: LaneIndex[];
  chosen: number;
  /** How often the load of a backend changed. */
  moves: number;
  /** L4: what is plugged through, by the id of the client's connection. */
  flows: Map<number, Flow>;
  /** L7: clients' connections by their id, and the requests being served, in no order. */
  fronts: Map<number, Front>;
  serving: Served[];
  /** Turned away here, by reason. */
  refusals: Record<string, number>;
  recent: Passed[];
  nextRecent: number;
  /** The timer that looks for timeouts and idle flows; 0 when none runs, and when it is due. */
  sweepTimer: number;
  sweepAt: Micros;
  /** NAT (L4). */
  ports: NatPorts;
}

export function createContext(config: BalancerConfig, sim: Sim): BalancerContext {
  return {
    settings: Object.freeze({ ...config }),
    isMember: false,
    backends: [],
    retired: [],
    byLane: [],
    groups: [],
    wanted: 0,
    sick: 0,
    slowStart: slowStartOf(config),
    warmUntil: 0,
    stream: sim.stream('choices'),
    choices: config.choices,
    latest: [],
    chosen: 0,
    moves: 0,
    flows: new Map(),
    fronts: new Map(),
    serving: [],
    refusals: emptyTable(),
    recent: [],
    nextRecent: 0,
    sweepTimer: 0,
    sweepAt: 0,
    ports: createNatPorts(config.mode === 'l4' ? config.natPorts : 0),
  };
}

/**
 * Brings backends in line with links and settings. Those reached over the same lane as before stay
 * what they are.
 */
export function setBackends(context: BalancerContext, links: readonly Link[], now: Micros): void {
  const { settings } = context;
  const options: BackendOptions = {
    connectionLimit: settings.connectionLimit,
    maxFails: settings.maxFails,
    failSeconds: Math.floor(settings.failTimeout / 1000),
    keepAlive: settings.keepAlive,
    tls: settings.backendTls,
    connectTimeout: Math.round(settings.connectTimeout * 1000),
    responseTimeout: Math.round(settings.responseTimeout * 1000),
    requests: SERIES.requests,
  };
  const before = context.backends;
  context.backends = links.map((link) => {
    const known = before.find((backend) => backend.lane === link.lane);
    if (known === undefined) {
      const joined = createBackend(link, options);
      if (before.length > 0) joined.warmFrom = now;
      return joined;
    }
    if (now > 0 && link.enrolled && !known.enrolled) known.warmFrom = now;
    updateBackend(known, link, options);
    return known;
  });
  nameApart(context.backends);
  const gone = before.filter((backend) => !context.backends.includes(backend));
  context.retired = [...context.retired, ...gone];
  const highest = links.reduce((most, link) => Math.max(most, link.lane), -1);
  context.byLane = new Array<number>(highest + 1).fill(-1);
  context.backends.forEach((backend, at) => {
    context.byLane[backend.lane] = at;
  });
  context.groups = makeGroups(context);
  reconsider(context);
}

/** Two edges may lead to the same backend; each is watched by itself. */
function nameApart(backends: readonly Backend[]): void {
  const taken = new Set<string>();
  for (const backend of backends) {
    if (taken.has(backend.key)) backend.key = `${backend.key}#${backend.lane}`;
    taken.add(backend.key);
  }
}

function makeGroups(context: BalancerContext): Group[] {
  const { backends, settings, groups: before } = context;
  const { algorithm, allBackups } = settings;
  const choosing: Choosing = { algorithm, allBackups, moves: context };
  const enrolled = backends.filter((backend) => backend.enrolled);
  const targets = targetsOf(settings);
  const isClaimed = (backend: Backend): boolean =>
    targets.some((to) => backend.id === to || backend.frame === to);
  const groups = [...new Set(targets)].map((to) =>
    createGroup(
      to,
      enrolled.filter((backend) => backend.id === to || backend.frame === to),
      choosing,
      before.find((group) => group.to === to),
    ),
  );
  const rest = enrolled.filter((backend) => !isClaimed(backend));
  groups.push(
    createGroup(
      null,
      rest,
      choosing,
      before.find((group) => group.to === null),
    ),
  );
  for (const backend of backends) backend.lone = false;
  for (const { primary, backup } of groups) {
    const [only] = primary.members;
    if (only !== undefined && primary.members.length === 1 && backup.members.length === 0) {
      only.lone = true;
    }
  }
  return groups;
}

/** After a change of settings. */
export function configureContext(context: BalancerContext, config: BalancerConfig, sim: Sim): void {
  context.settings = Object.freeze({ ...config });
  context.choices = config.choices;
  context.slowStart = slowStartOf(config);
  setBackends(context, sim.links(), sim.now);
}

/**
 * The backend at the other end of one of the balancer's own connections; null once its lane is
 * gone.
 */
export function backendOf(context: BalancerContext, connection: Connection): Backend | null {
  return context.backends[context.byLane[connection.lane] ?? -1] ?? null;
}

/**
 * Chooses for a request from this address, passing over lanes tried before; null when none can be
 * used.
 */
export function choose(
  context: BalancerContext,
  group: Group,
  sourceIp: string,
  tried: readonly LaneIndex[] | null,
  sim: Sim,
): Backend | null {
  if (tried !== null) setTried(context, tried, true);
  let backend = pickFrom(group, sourceIp, context, sim);
  if (sim.now < context.warmUntil && backend !== null) {
    backend = pickWarm(context, { group, sourceIp, backend }, sim);
  }
  if (tried !== null) setTried(context, tried, false);
  if (backend === null) return null;
  backend.picks++;
  context.latest[context.chosen++ % LATEST] = backend.lane;
  if (backend.health !== HEALTH.healthy) wasChosen(context, backend, sim);
  return backend;
}

/** So often another choice is made at most. */
const MOST_CHOICES = 100;

/** Who is warming up takes only as many turns as its strength allows; the others get the rest. */
function pickWarm(context: BalancerContext, first: FirstChoice, sim: Sim): Backend {
  const { group, sourceIp } = first;
  const { slowStart, settings } = context;
  const strength = (one: Backend): number => strengthOf(one, slowStart, sim.now);
  const strongest = context.backends.reduce(
    (most, one) => (isUsable(one) ? Math.max(most, strength(one)) : most),
    0,
  );
  const passedOver: Backend[] = [];
  let { backend } = first;
  for (let choices = 1; choices < MOST_CHOICES; choices++) {
    if (takesTurn(backend, strength(backend), strongest)) break;
    if (looksAtLoad(settings.algorithm)) {
      backend.tried = true;
      passedOver.push(backend);
    }
    const next = pickFrom(group, sourceIp, context, sim);
    if (next === null) break;
    backend = next;
  }
  for (const one of passedOver) one.tried = false;
  return backend;
}

interface FirstChoice {
  readonly group: Group;
  readonly sourceIp: string;
  readonly backend: Backend;
}

function slowStartOf(config: BalancerConfig): SlowStart {
  const { algorithm, slowStart, slowStartAggression: aggression } = config;
  const window = knowsSlowStart(algorithm) ? Math.round(slowStart * 1000) : 0;
  return Object.freeze({ window, aggression });
}

function setTried(context: BalancerContext, lanes: readonly LaneIndex[], tried: boolean): void {
  for (const lane of lanes) {
    const backend = context.backends[context.byLane[lane] ?? -1];
    if (backend !== undefined) backend.tried = tried;
  }
}

/** Why nothing of a group can be used, in the words of drop reasons, with the fact behind it. */
export function whyNone(
  context: BalancerContext,
  group: Group,
  sim: Sim,
): { reason: string; cause: Cause } {
  const members = [...group.primary.members, ...group.backup.members];
  if (members.length === 0) {
    const cause: Cause =
      context.backends.length === 0
        ? { why: 'state', node: sim.self, key: '' }
        : { why: 'config', node: sim.self, field: 'rules' };
    return { reason: 'no-route', cause };
  }
  const full = members.find((member) => member.isUp && member.weight > 0);
  if (full === undefined) {
    const sick = members.find((member) => !member.isUp) ?? (members[0] as Backend);
    const { key, node: about } = sick;
    const cause: Cause = { why: 'state', node: sim.self, key, machine: keeperOf(sick), about };
    return { reason: 'no-healthy-backend', cause };
  }
  return {
    reason: 'shed',
    cause: full.ownLimit
      ? { why: 'config', node: full.node, field: 'maxConnections' satisfies keyof BackendSettings }
      : { why: 'config', node: sim.self, field: 'connectionLimit' },
  };
}

export function countRefusal(context: BalancerContext, reason: string): void {
  context.refusals[reason] = (context.refusals[reason] ?? 0) + 1;
}

/** Remembers a request for the inspector, in the place of the oldest. */
export function remember(context: BalancerContext, passed: Readonly<Passed>): void {
  const { recent } = context;
  if (recent.length < RECENT) {
    recent.push({ ...passed });
    return;
  }
  const { at, message, front, onward, back, call } = passed;
  const place = recent[context.nextRecent] as Passed;
  context.nextRecent = (context.nextRecent + 1) % RECENT;
  place.at = at;
  place.message = message;
  place.front = front;
  place.onward = onward;
  place.back = back;
  place.call = call;
}

const SWEEP: SimEvent = Object.freeze({ type: 'sweep' });

/** Makes sure that somebody looks for timeouts `delay` from now at the latest. */
export function sweepWithin(context: BalancerContext, delay: Micros, sim: Sim): void {
  const at = sim.now + delay;
  if (context.sweepTimer !== 0) {
    if (context.sweepAt <= at) return;
    sim.cancel(context.sweepTimer);
  }
  context.sweepAt = at;
  context.sweepTimer = sim.schedule(delay, SWEEP);
}

export function stopSweeping(context: BalancerContext, sim: Sim): void {
  sim.cancel(context.sweepTimer);
  context.sweepTimer = 0;
}
