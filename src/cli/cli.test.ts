import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../document/condition.ts';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { Run } from '../run/run.ts';
import { loadScenario, scenarioSlugs } from '../scenarios/scenarios.ts';
import { printed } from './printed.test-support.ts';
import { SCHEMA_FILE, schemaText } from './schema.ts';
import { simulate } from './sim.ts';

const run = (...args: string[]) => printed(() => simulate(args));

function fileWith(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'sandtable-')), 'scene.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('npm run sim', () => {
  test('--list prints the scenario slugs, one a line', async () => {
    const { code, out } = await run('--list');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual(scenarioSlugs);
  });

  test('--json prints one object whose messages add up', async () => {
    const { code, out, err } = await run(
      'crash-and-recovery',
      '--until',
      '10s',
      '--warmup',
      '1s',
      '--json',
    );
    expect(code).toBe(0);
    expect(err).toBe('');
    const summary = JSON.parse(out);
    const { sent, delivered, answered, failed, dropped, inFlight } = summary.messages;
    const lost = Object.values(dropped as Record<string, number>).reduce((sum, n) => sum + n, 0);
    expect(summary.simulatedMs).toBe(10_000);
    expect(sent).toBe(delivered + answered + failed + lost + inFlight);
    expect(sent).toBeGreaterThan(500);
    expect(Object.keys(summary.nodes)).toContain('lb');
    expect(summary.nodes.s1.responseMs.p95).toBeGreaterThan(summary.nodes.s1.responseMs.p50);
    expect(summary.nodes.pool.responseMs.mean).toBeNull();
    expect(summary.traceHash).toMatch(/^[0-9a-f]{16}$/);
  });

  test('--json prints what kinds keep of their own, in all and at last, since the warm-up', async () => {
    const { out } = await run('balanced-database', '--until', '10s', '--warmup', '5s', '--json');
    const { nodes } = JSON.parse(out);
    const { keys, other } = nodes.lb.series.requests;
    expect([Object.keys(keys), other]).toEqual([['r1', 'r2', 'r3'], null]);
    for (const { total, perSecond } of Object.values<{ total: number; perSecond: number }>(keys)) {
      // A third of some 114 a second, for five seconds.
      expect(total).toBeGreaterThan(150);
      expect(total).toBeLessThan(230);
      expect(perSecond).toBe(total / 5);
    }
    expect(nodes.r1.series).toEqual({ unapplied: { last: 0, mean: expect.any(Number) } });
    expect(nodes.pool.series).toEqual({});
  });

  test('the same seed gives the same trace, another seed another', async () => {
    const hash = async (...args: string[]) =>
      JSON.parse((await run('first-minute', '--until', '2s', '--json', ...args)).out).traceHash;
    expect(await hash()).toBe(await hash());
    expect(await hash('--seed', '7')).toBe(await hash('--seed', '7'));
    expect(await hash('--seed', '7')).not.toBe(await hash('--seed', '8'));
  });

  test('without --json prints a table for people', async () => {
    const { out } = await run('one-server-overloaded', '--until', '5s');
    expect(out).toMatch(/in flight/);
    expect(out).toMatch(/^s1 +server/m);
  });

  test('figures start after the warm-up, messages count the whole run', async () => {
    const whole = JSON.parse((await run('round-robin', '--until', '10s', '--json')).out);
    const late = JSON.parse(
      (await run('round-robin', '--until', '10s', '--warmup', '9s', '--json')).out,
    );
    expect(late.messages).toEqual(whole.messages);
    expect(late.nodes.s1.throughputPerSecond).toBeCloseTo(20, 0);
    expect(whole.nodes.s1.responseMs.p99).toBeGreaterThan(0);
  });

  test('ends where the document says stop, at the microsecond of any other run; --no-stop passes over', async () => {
    const document = (await loadScenario('one-server-overloaded')) as SceneDocument;
    const conditions: Condition[] = [{ figure: 'queue', node: 's1', above: 20 }];
    const file = fileWith({ ...document, conditions });
    const other = new Run({ ...document, conditions }, kinds);
    other.runUntil(60_000_000);
    const { stopped } = other;
    expect(stopped?.words).toBe('21 waiting at server, more than 20');
    const summary = JSON.parse((await run(file, '--json', '--warmup', '10ms')).out);
    expect(summary).toMatchObject({ stopped, simulatedMs: (stopped?.at ?? 0) / 1000 });
    expect((await run(file, '--warmup', '50s')).out).toContain(
      `stopped at ${(stopped?.at ?? 0) / 1e6} s: 21 waiting at server, more than 20`,
    );
    const through = JSON.parse((await run(file, '--json', '--no-stop', '--until', '10s')).out);
    expect(through).toMatchObject({ stopped: null, simulatedMs: 10_000 });
  });

  test.each([
    ['not JSON', '{', /not-json/],
    [
      'an unknown setting',
      {
        version: 1,
        title: 'x',
        seed: 1,
        nodes: [{ id: 'a', kind: 'server', at: [0, 0], config: { slotz: 1 } }],
        edges: [],
        commands: [],
      },
      /nodes\[0\]\.config/,
    ],
    [
      'a newer version',
      { version: 99, title: 'x', seed: 1, nodes: [], edges: [], commands: [] },
      /newer-version/,
    ],
  ])(
    'a document with %s exits 2 with code, path and sentence on stderr',
    async (_name, content, pattern) => {
      const { code, out, err } = await run(fileWith(content), '--json');
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toMatch(pattern);
    },
  );

  test.each(['utf8', 'utf16le'] as const)(
    'a file with a byte order mark is taken, in %s',
    async (encoding) => {
      const document = { version: 1, title: 'BOM', seed: 1, nodes: [], edges: [], commands: [] };
      const file = fileWith('');
      const text = JSON.stringify(document, null, 2).replaceAll('\n', '\r\n');
      writeFileSync(file, Buffer.from(`\ufeff${text}\r\n`, encoding));
      const { code, out, err } = await run(file);
      expect(err).toBe('');
      expect(code).toBe(0);
      expect(out).toMatch(/^BOM · seed 1/);
    },
  );

  test.each([
    [['nothing-of-that-name'], /no file and no scene/],
    [['round-robin', '--until', 'soon'], /soon/],
    [['round-robin', '--seed', '-1'], /--seed/],
    [['round-robin', '--frobnicate'], /frobnicate/],
    [[], /Usage/],
  ])('%j exits 2 and says what is wrong', async (args, pattern) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toMatch(pattern);
  });
});

describe('the JSON Schema', () => {
  test('in public/schema is what the code says: run "npm run schema" after a change', () => {
    expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(schemaText());
  });

  test('accepts every scenario and rejects what the page rejects', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const accepts = ajv.compile(JSON.parse(schemaText()));
    for (const slug of scenarioSlugs) {
      const scenario = await loadScenario(slug);
      expect(accepts(scenario), `${slug}: ${ajv.errorsText(accepts.errors)}`).toBe(true);
    }
    expect(accepts({ version: 2, title: 'x', seed: 1, nodes: [{}], edges: [], commands: [] })).toBe(
      false,
    );
    const slots = { version: 2, title: 'x', seed: 1, edges: [], commands: [] };
    const node = { id: 'a', kind: 'server', at: [0, 0] };
    expect(accepts({ ...slots, nodes: [{ ...node, config: { slots: 3 } }] })).toBe(true);
    expect(accepts({ ...slots, nodes: [{ ...node, config: { slots: 'many' } }] })).toBe(false);
  });
});
