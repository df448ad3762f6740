import { expect, it } from 'vitest';
import { liveNodes, observationOf } from '../../../run/reports.ts';
import { Run } from '../../../run/run.ts';

it('try', () => {
  const run = new Run(
    {
      version: 1,
      title: 't',
      seed: 1,
      commands: [],
      nodes: [
        { id: 'c', kind: 'client', at: [0, 0], config: { rate: 90, timeout: 0 } },
        {
          id: 's',
          kind: 'server',
          at: [0, 0],
          config: { slots: 1, queueLimit: 100000, service: { dist: 'exponential', mean: 10 } },
        },
      ],
      edges: [{ id: 'e', from: 'c', to: 's', config: { latency: { dist: 'constant', value: 0 } } }],
    },
    { checkpointBytes: 0 },
  );
  const t = performance.now();
  run.runUntil(20_000_000_000);
  console.log(performance.now() - t, run.events, run.kernel.counts);
  for (const n of liveNodes(run)) console.log(n.id, observationOf(run, n));
  const w = run.kernel.watch!;
  for (const i of [0, 1]) {
    const n = w.nodes[i]!;
    console.log(n.response.mean(), n.waiting.mean(), n.inSystemArea / 20e9, n.busyArea / 20e9);
  }
  expect(1).toBe(1);
});
