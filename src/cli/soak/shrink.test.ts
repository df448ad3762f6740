import { expect, test } from 'vitest';
import { kinds } from '../../kinds/kinds.ts';
import type { Finding, Trial } from './check.ts';
import { randomDiagram } from './diagram.ts';
import { makerFor } from './maker.ts';
import { shrink } from './shrink.ts';

/** Fails where a server with other slots than usual is crashed within the run. */
function judge(trial: Trial): Finding | null {
  const { document, until } = trial;
  const odd = document.nodes.find(({ kind, config }) => kind === 'server' && config?.slots);
  const crash = document.commands.some(
    (each) => each.do === 'crash' && each.node === odd?.id && each.at * 1000 <= until,
  );
  return crash ? { sentence: 'an odd server crashed', document } : null;
}

/** The first random diagram that fails so. */
function failing(): { trial: Trial; finding: Finding } {
  for (let seed = 0; seed < 5_000; seed++) {
    const { document, untilMs } = randomDiagram(seed, makerFor(kinds));
    const trial = { document, until: untilMs * 1000, kinds };
    const finding = judge(trial);
    if (finding !== null && document.nodes.length > 5) return { trial, finding };
  }
  throw new Error('No diagram of the first 5,000 fails so.');
}

test('leaves of a failing diagram only what it takes to fail', () => {
  const { trial, finding } = shrink(failing(), judge, 2_000);
  const { document } = trial;
  expect(finding.document).toEqual(document);
  expect(document.nodes).toHaveLength(1);
  expect(Object.keys(document.nodes[0]?.config ?? {})).toEqual(['slots']);
  expect(document.nodes[0]).not.toHaveProperty('name');
  expect(document.edges).toEqual([]);
  expect(document.commands).toHaveLength(1);
  expect(document).not.toHaveProperty('notes');
  expect(document).not.toHaveProperty('conditions');
  expect(document.seed).toBe(1);
});

test('makes no more trials than it may, and keeps the best so far', () => {
  const start = failing();
  let trials = 0;
  const counting = (trial: Trial) => {
    trials++;
    return judge(trial);
  };
  const { finding } = shrink(start, counting, 5);
  expect(trials).toBeLessThanOrEqual(5);
  expect(finding.sentence).toBe('an odd server crashed');
});
