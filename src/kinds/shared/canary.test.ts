/**
 * The canary: a family outside the product's lists. What is declared as data must be found by
 * everybody who reads it, and no product file may name it.
 */
import { describe, expect, test } from 'vitest';
import { describeIntervention } from '../../document/deeds.ts';
import { applyEdit } from '../../document/edit.ts';
import { decodeLink, encodeLink } from '../../document/link.ts';
import { activeFaults, offersFor } from '../../document/offers.ts';
import { foldedAt, sceneAt } from '../../document/scene.ts';
import { validate } from '../../document/schema.ts';
import type { DocumentCommand, DocumentNode, SceneDocument } from '../../document/types.ts';
import { commands } from '../../run/commands.ts';
import { nodeAnswer, nodeStates } from '../../run/inspect.ts';
import { observationOf } from '../../run/node-view.ts';
import { cards } from '../../run/reports.ts';
import { Run } from '../../run/run.ts';
import { depotAnswer, depotModel, depotPicture, depotSpec } from './canary.test-support.ts';

const specs = { depot: depotSpec };
const kinds = {
  specs,
  models: { depot: depotModel },
  pictures: { depot: depotPicture },
  answers: { depot: depotAnswer },
  commands,
};
const depot: DocumentNode = { id: 'dp1', kind: 'depot', at: [0, 0], config: { crates: 3 } };
const act = (name: string, args?: object) => ({
  do: 'act',
  node: 'dp1',
  act: name,
  ...(args !== undefined && { args }),
});

function diagram(commands: readonly DocumentCommand[] = []): SceneDocument {
  const checked = validate(
    { version: 1, title: 'Canary', seed: 1, nodes: [depot], edges: [], commands },
    specs,
  );
  if (!checked.ok) throw new Error(checked.error.message);
  return checked.document;
}

function edited(document: SceneDocument, edit: Parameters<typeof applyEdit>[1], at: number) {
  const result = applyEdit(document, edit, at, specs);
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('a kind’s own deeds', () => {
  const stocked = { at: 10, ...act('stock', { more: 4 }) };
  const shaken = { at: 20, ...act('shake') };
  const damped = { at: 30, ...act('damp', { share: 0.25 }) };

  test('are buttons, and what is in force has its end', () => {
    const calm = offersFor(depot, depotSpec, { inForce: undefined, isDown: false });
    const labels = calm.map(({ label }) => label);
    expect(labels).toEqual(['Crash', 'Drain', 'Hang', 'Stock 5', 'Shake', 'Damp 50 %']);
    expect(calm.at(-1)?.intervention).toEqual(act('damp', { share: 0.5 }));
    const inForce = sceneAt(diagram([damped]), 40, specs).faults.dp1;
    const [only] = activeFaults(depot, depotSpec, { inForce, isDown: false }, [damped]);
    expect(only).toMatchObject({
      words: 'Damp 25 % since 0:00.03',
      end: { label: 'Dry', intervention: act('damp', { share: 0 }) },
    });
  });

  test('are checked against what they take, with words', () => {
    const why = (command: object) => {
      const checked = validate({ ...diagram(), commands: [{ at: 0, ...command }] }, specs);
      return checked.ok ? null : checked.error.message;
    };
    expect(why(act('stock', { more: 4 }))).toBeNull();
    expect(why(act('stok', { more: 4 }))).toMatch(/"depot" does not know "stok".*"stock"/);
    expect(why(act('stock'))).toMatch(/has no "more"/);
    expect(why(act('stock', { more: 101 }))).toMatch(/100/);
    expect(why(act('shake', { hard: true }))).toMatch(/"hard"/);
  });

  test('read like sentences, and travel in a link', () => {
    const document = diagram([stocked, shaken, damped]);
    const said = document.commands.map((each) => describeIntervention(each, document, specs));
    expect(said).toEqual(['Stock 4 at Depot', 'Shake Depot', 'Damp 25 % at Depot']);
    const read = decodeLink(encodeLink(document, specs).fragment, specs);
    expect(read).toMatchObject({ ok: true, document });
  });

  test('are one step of undo at the moment shown', () => {
    const { document, label } = edited(
      diagram(),
      { edit: 'intervene', command: act('stock', { more: 4 }) },
      10,
    );
    expect([document.commands, label]).toEqual([[stocked], 'Stock 4 at Depot']);
  });

  test('reach the machine, and the run says what it suffers', () => {
    const run = new Run(diagram([stocked, shaken, damped]), kinds);
    const seen = () => {
      const node = run.kernel.find('dp1');
      return node && observationOf(run.kernel, node);
    };
    run.runUntil(40_000);
    expect(seen()).toMatchObject({ crates: 7, shaken: 1, damp: 0.25 });
    expect(cards(run)[0]?.over).toBeUndefined();
    run.update(diagram([stocked, damped, { at: 35, do: 'restart', node: 'dp1' }]));
    run.seek(40_000);
    expect(seen()).toMatchObject({ crates: 7, shaken: 0, damp: 0 });
    run.update(diagram([{ at: 5, do: 'crash', node: 'dp1' }, stocked]));
    run.seek(40_000);
    expect(run.skipped[1]).toBe('Depot is down: bring it back first.');
  });

  test('fold into settings where one holds what they leave, and else are told to be lost', () => {
    const document = diagram([stocked, shaken, damped]);
    expect(foldedAt(document, 40, specs).lost).toEqual([1]);
    const start = edited(document, { edit: 'make-start' }, 40).document;
    expect(start.nodes[0]?.config).toEqual({ crates: 7 });
    expect(start.commands).toEqual([{ ...damped, at: 0 }]);
  });
});

describe('a question of its own', () => {
  const run = new Run(diagram(), kinds);

  test('reaches the kind with all it says, and no other', () => {
    expect(nodeAnswer(run, 'dp1', { about: 'crates' })).toEqual([1, 2, 3]);
    expect(nodeAnswer(run, 'dp1', { about: 'crates', least: 2 })).toEqual([2, 3]);
    expect(nodeAnswer(run, 'dp1', { about: 'toString' })).toBeNull();
  });

  test('has no answer where nothing stands, or the kind answers none', () => {
    expect(nodeAnswer(run, 'dp2', { about: 'crates' })).toBeNull();
    expect(nodeStates(run, 'dp2')).toBeNull();
    const silent = new Run(diagram(), { ...kinds, answers: {} });
    expect(nodeAnswer(silent, 'dp1', { about: 'crates' })).toBeNull();
  });
});
