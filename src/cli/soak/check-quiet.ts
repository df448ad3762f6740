/**
 * The check that nothing is ever stuck. Where the trial ends, everything that was done to the table
 * is ended, too, and those who send are stopped. Some time later (nobody knows how long: TCP alone
 * gives up after 924 s) all must have come to rest. Then those who sent are taken away, and the
 * connections they kept must be forgotten.
 *
 * Who waits for ever is set not to: of a lost datagram, or a lost RST, it would never hear.
 * Where there is neither, it is looked whether all comes to rest without that, too.
 */
import type { SceneDocument } from '../../document/types.ts';
import { observationOf } from '../../run/node-view.ts';
import { liveNodes } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import { type Check, EVENTS, type Finding, freshRun, type Trial } from './check.ts';
import { CALM_MS, stoppedDocument, waitsOnTcp } from './ending.ts';
import { type ConnectionSeen, connectionsOf, underWay } from './kernel-audit.ts';

/**
 * Seconds after traffic was stopped at which it is looked whether all is at rest: in step with
 * nothing that repeats.
 */
const REST_S = [2.1, 15.37, 75.7, 141.3, 303.9, 1_003.3, 2_503.7];
/** The same after those who sent were taken away. */
const FORGOTTEN_S = [2_604.1, 2_703.7, 3_601.3, 7_203.9];
/** A run that is busier than this when it should be quiet cannot be judged. */
const BUSY = 40 * EVENTS;

export const quiet: Check = {
  name: 'quiet',
  about:
    'With every fault ended and traffic stopped, nothing is under way, held or open at one end for ever.',
  find(trial) {
    return (
      findUnrest(trial, stoppedDocument(trial, false), false) ??
      (waitsOnTcp(trial) ? findUnrest(trial, stoppedDocument(trial, true), true) : null)
    );
  },
};

function findUnrest(trial: Trial, document: SceneDocument, isPatient: boolean): Finding | null {
  const run = freshRun({ ...trial, document });
  const stages = [
    { looks: REST_S, isOver: false },
    { looks: FORGOTTEN_S, isOver: true },
  ];
  for (const { looks, isOver } of stages) {
    let left: string[] = [];
    for (const seconds of looks) {
      const at = trial.until + CALM_MS * 1_000 + seconds * 1e6;
      const before = run.events;
      if (!run.seek(at, BUSY)) return null;
      left = leftOver(run, { isOver, isStill: run.events === before });
      if (left.length === 0) break;
    }
    if (left.length === 0) continue;
    if (isPatient && connectionsOf(run).some(({ isUnheard }) => isUnheard)) return null;
    const since = Math.round((run.now - trial.until) / 1e6);
    const list = left.slice(0, 6).join('; ');
    return { sentence: `${since} s after all has ended: ${list}.`, document };
  }
  return null;
}

/** Everything that is not at rest, in words. */
function leftOver(run: Run, when: { isOver: boolean; isStill: boolean }): string[] {
  const left = underWay(run);
  const connections = connectionsOf(run);
  const kept = new Set(connections.map(({ to }) => to));
  for (const node of liveNodes(run)) {
    const judged = new Set(LEVELS);
    if (when.isOver && !kept.has(node.id)) judged.add(CONNECTED);
    if (when.isStill) for (const level of OWED) judged.add(level);
    for (const [name, value] of levelsIn(observationOf(run.kernel, node), judged)) {
      left.push(`${node.id} shows ${name} ${value}`);
    }
  }
  left.push(...unsound(connections));
  return left;
}

/**
 * Connections that are not as they should be at rest: one of each sort, and how many there are of
 * it.
 */
function unsound(connections: readonly ConnectionSeen[]): string[] {
  const sorts = new Map<string, string[]>();
  const add = (sort: string, words: string): void => {
    sorts.set(sort, [...(sorts.get(sort) ?? []), words]);
  };
  for (const { words, opener, target, isUnheard, isIdle, endedRequests } of connections) {
    if (endedRequests.length > 0) add('held by an ended request', `${words}: ${endedRequests[0]}`);
    const ends = [opener, target];
    if (ends.includes('opening')) add('opening for ever', words);
    else if (ends.includes('forgotten')) add('that its node has forgotten', words);
    else if (ends.includes('open') && opener !== target) {
      // An idle end does not notice what it could not hear of.
      if (isUnheard && isIdle) continue;
      add('open at one end only', `${words}, at its ${opener === 'open' ? 'opener' : 'target'}`);
    } else if (!ends.includes('open')) add('known at no end', words);
  }
  return [...sorts].map(([sort, all]) => `${all.length} × a connection ${sort}: ${all[0]}`);
}

/** Figures of an observation that say how much is there now: nothing, when all is at rest. */
const LEVELS = ['busy', 'inFlight', 'outstanding', 'serving', 'waiting'];

/** Requests or connections by backend: nothing, once nobody keeps a connection to the node. */
const CONNECTED = 'active';
/** Nothing, unless somebody still tries to hand it over, and is refused. */
const OWED = ['behind', 'unsent'];

function levelsIn(value: unknown, levels: ReadonlySet<string>, path = ''): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]): [string, number][] => {
    const place = path === '' ? name : `${path}.${name}`;
    if (typeof part !== 'number') return levelsIn(part, levels, place);
    return levels.has(name) && part !== 0 ? [[place, part]] : [];
  });
}
