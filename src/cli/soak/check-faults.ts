/**
 * The check that the page and the run agree on what stands on the table and what it suffers from.
 */

import type { Effect } from '../../document/deed.ts';
import { bringing, broughtBy, deedsOfKind, setsWhat } from '../../document/deeds.ts';
import {
  type Faults,
  laneFaults,
  noneOf,
  stillInForce,
  withEffect,
} from '../../document/faults.ts';
import { sceneAt } from '../../document/scene.ts';
import type { ConfigJson, DocumentCommand, Scene, SceneDocument } from '../../document/types.ts';
import { observationOf } from '../../run/node-view.ts';
import { cards, edges, liveNodes } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import {
  type Check,
  found,
  foundDifference,
  freshRun,
  inMs,
  momentIn,
  type Trial,
} from './check.ts';
import { CALM_MS } from './ending.ts';
import { heldBy } from './held.ts';
import { isHung } from './kernel-audit.ts';
import { firstUnequal } from './unequal.ts';

const OUT: readonly Effect[] = ['down', 'leaving', 'hung'];

interface Configured {
  readonly config?: ConfigJson;
}

/** Moments at which they are compared, beside those of every deed. */
const LOOKS = 4;

export const faults: Check = {
  name: 'faults',
  about: 'What the document says stands there and is faulty at a moment is what the run has.',
  find(given, chance) {
    const trial = { ...given, document: withoutOwnDeeds(given) };
    const run = freshRun(trial);
    const deeds = beforeEnd(trial).commands.map(({ at }) => Math.round(at * 1_000));
    const others = Array.from({ length: LOOKS }, () => momentIn(trial, chance));
    for (const at of [...deeds, ...others, trial.until].toSorted((a, b) => a - b)) {
      run.seek(at);
      const wrong = disagreement(run, trial);
      if (wrong !== null) return found(trial, `At ${inMs(at)}, document against run, ${wrong}.`);
    }
    // Whoever was still booting is up by then.
    const calm = { ...trial, document: beforeEnd(trial) };
    run.update(calm.document);
    run.seek(trial.until + CALM_MS * 1_000);
    const wrong = disagreement(run, calm) ?? downWithoutCause(run, calm);
    return foundDifference(calm, 'Some seconds after the last deed', wrong);
  },
};

function disagreement(run: Run, trial: Trial): string | null {
  const { document, kinds } = trial;
  const scene = sceneAt(document, run.now / 1000, kinds.specs);
  const { nodes, edges: lines } = scene;
  const skipped = scene.skipped.map(({ command, why }) => [command, why]);
  // What only the run knows may make it skip more.
  const runSkipped = skipped.map(([command]) => [command, run.skipped[command as number]]);
  const seen = cards(run);
  const tones = new Map(seen.map(({ id, tone }) => [id, tone]));
  const over = new Map(seen.map((card) => [card.id, card.over ?? []]));
  // What was switched off when it crashed may be on by now.
  const hasCrashed = (id: string) =>
    withEffect(stillInForce(scene.faults[id], over.get(id) ?? []), ['down'], undefined).length > 0;
  // A frame may have switched off what crashed.
  const isGone = (id: string) => tones.get(id) === 'down' || tones.get(id) === 'standby';
  const alive = nodes.find(({ id }) => hasCrashed(id) && !isGone(id));
  if (alive !== undefined) return `${alive.id} has crashed, and is ${tones.get(alive.id)}`;
  return (
    firstUnequal({ nodes, edges: lines }, { nodes: run.scene.nodes, edges: run.scene.edges }) ??
    firstUnequal({ skipped }, { skipped: runSkipped }) ??
    firstUnequal(heldBy(startingWith(scene, trial).kernel), heldBy(run.kernel)) ??
    edgesDisagree(run, scene.faults) ??
    nodesDisagree(run, scene.faults, kinds.specs)
  );
}

/** A node that is down though nothing in the document says so. */
function downWithoutCause(run: Run, { document, kinds }: Trial): string | null {
  const { faults: said } = sceneAt(document, run.now / 1000, kinds.specs);
  // What frames offer may be down because their members are.
  const isFrame = (id: string) => kinds.specs[run.kernel.find(id)?.kind ?? '']?.frame !== undefined;
  for (const { id, tone } of cards(run)) {
    const isDown = tone === 'down' && !isFrame(id);
    if (isDown && withEffect(said[id], OUT, undefined).length === 0) {
      return `${id} should be up, and is down`;
    }
  }
  return null;
}

/** Without what happens after the trial. */
function beforeEnd({ document, until }: Trial): SceneDocument {
  return { ...document, commands: document.commands.filter(({ at }) => at * 1000 <= until) };
}

function edgesDisagree(run: Run, said: Readonly<Record<string, Faults>>): string | null {
  for (const { id, cut, lose, delayMs } of edges(run)) {
    const fault = said[id] ?? {};
    const { shut = null, lossy = 0, late = 0 } = laneFaults(fault);
    const shown = { cut: shut, lose: lossy, delayMs: late };
    const difference = firstUnequal(shown, { cut, lose, delayMs });
    if (difference !== null) return `of the edge ${id} ${difference}`;
  }
  return null;
}

/** Of each node what it says it suffers; what time alone ends, the run knows better. */
function nodesDisagree(
  run: Run,
  said: Readonly<Record<string, Faults>>,
  specs: Trial['kinds']['specs'],
): string | null {
  const over = new Map(cards(run).map((card) => [card.id, card.over ?? []]));
  for (const node of liveNodes(run)) {
    const fault = stillInForce(said[node.id], over.get(node.id) ?? []) ?? {};
    const spec = specs[node.kind];
    if (spec === undefined) continue;
    const shouldHang = withEffect(fault, ['hung'], spec).length > 0;
    if (isHung(node) !== shouldHang) return `${node.id} hangs: ${isHung(node)}`;
    // A process that is down or hangs is asked about nothing else.
    if (withEffect(fault, OUT, spec).length > 0) continue;
    const suffers = run.kinds.pictures[node.kind]?.suffers?.(observationOf(run.kernel, node)) ?? {};
    for (const [name, { fault: rule }] of deedsOfKind(spec)) {
      const level = rule?.level;
      if (level === undefined || suffers[name] === undefined) continue;
      const part = { kind: node.kind, config: node.config as ConfigJson };
      const expected = fault[name]?.[level.arg] ?? noneOf(level, part, spec);
      const difference = firstUnequal(expected, suffers[name], name);
      if (difference !== null) return `of the node ${node.id} ${difference}`;
    }
  }
  return null;
}

/** A run that begins with what the document says stands there. */
function startingWith({ nodes, edges }: Scene, trial: Trial): Run {
  return freshRun({
    ...trial,
    document: { ...trial.document, nodes: [...nodes], edges: [...edges], commands: [] },
  });
}

/**
 * The document without what its parts would do to themselves, such as failing every now and then:
 * only the run knows of that. It is what has a duration of its own, and has none unless it is given
 * one.
 */
function withoutOwnDeeds({ document, kinds }: Trial): SceneDocument {
  const own = new Set(
    Object.values(kinds.specs).flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([name, { widget, default: usual }]) =>
        widget === 'duration' && usual === 0 ? [name] : [],
      ),
    ),
  );
  const usual = <P extends Configured>(part: P): P => {
    if (part.config === undefined) return part;
    const kept = Object.entries(part.config).filter(([name]) => !own.has(name));
    return { ...part, config: Object.fromEntries(kept) };
  };
  return {
    ...document,
    nodes: document.nodes.map(usual),
    commands: document.commands.map((command) => {
      if (setsWhat(command) === 'node') return usual(command as DocumentCommand & Configured);
      const { nodes, edges } = broughtBy(command);
      return bringing(command, { nodes: nodes.map(usual), edges }) ?? command;
    }),
  };
}
