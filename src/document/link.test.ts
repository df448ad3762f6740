import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { TraceHash } from '../lib/hash.ts';
import { DICTIONARY_1, DICTIONARY_2 } from './dictionary.ts';
import { everything, sceneOf, shop, specs } from './document.test-support.ts';
import { decodeLink, encodeLink, type LinkOptions } from './link.ts';
import { checkOf, fromBase64Url, toBase64Url } from './link-text.ts';
import { tidy } from './schema.ts';
import type { DocumentEdge, DocumentNode, SceneDocument } from './types.ts';

function decoded(fragment: string, known = specs): SceneDocument {
  const link = decodeLink(fragment, known);
  if (!link.ok) throw new Error(`${link.error.code}: ${link.error.message}`);
  if (link.kind !== 'document') throw new Error(`It is a ${link.kind}.`);
  return link.document;
}

function codeOf(fragment: string): string {
  const link = decodeLink(fragment, specs);
  return link.ok ? link.kind : link.error.code;
}

/** A link around any text, packed and checked as a real one. */
function linkAround(text: string, codec: 1 | 2 = 2): string {
  const dictionary = strToU8(codec === 1 ? DICTIONARY_1 : DICTIONARY_2);
  return linkAroundBytes(deflateSync(strToU8(text), { level: 9, dictionary }), codec);
}

function linkAroundBytes(bytes: Uint8Array, codec: 1 | 2 = 2): string {
  const payload = toBase64Url(bytes);
  return `#d${codec}=${payload}.${checkOf(payload, codec)}`;
}

describe('a link brings back the scene', () => {
  test.each([
    ['nothing', sceneOf({})],
    ['a shop', shop()],
    ['everything there is', everything()],
  ])('%s', (_, document) => {
    expect(decoded(encodeLink(document, specs).fragment)).toEqual(document);
  });

  test('settings that equal the default are left out', () => {
    const document = sceneOf({
      nodes: [{ id: 's1', kind: 'sink', at: [0, 0], config: { slots: 4 } }],
    });
    expect(decoded(encodeLink(document, specs).fragment)).toEqual(tidy(document, specs));
  });

  test('a kind that only the sender knows survives, and is whole again where it is known', () => {
    const { sink: _sink, ...fewer } = specs;
    const there = decodeLink(encodeLink(shop(), specs).fragment, fewer);
    if (!there.ok || there.kind !== 'document') throw new Error('The scene is lost.');
    expect(there.document.nodes[3]).toMatchObject({ kind: 'sink', at: [576, 104] });
    expect(decoded(encodeLink(there.document, fewer).fragment)).toEqual(shop());
  });

  test('the same scene gives the same link', () => {
    const { config, ...rest } = shop().nodes[3]!;
    const reordered = {
      ...shop(),
      nodes: [...shop().nodes.slice(0, 3), { ...rest, config: config! }],
    };
    expect(encodeLink(reordered, specs)).toEqual(encodeLink(shop(), specs));
  });

  test('any scene at all', () => {
    const ports = { replication: { label: 'Log', names: () => [] } };
    const withPorts = { ...specs, sink: { ...specs.sink!, ports } };
    fc.assert(
      fc.property(arbitraryScene(), (document) => {
        expect(decoded(encodeLink(document, withPorts).fragment, withPorts)).toEqual(document);
      }),
      { numRuns: 150 },
    );
  });
});

function arbitraryScene(): fc.Arbitrary<SceneDocument> {
  const coordinate = fc.oneof(
    fc.integer({ min: -500, max: 500 }).map((step) => step * 8),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (x === 0 ? 0 : x)),
  );
  const id = fc.oneof(
    fc.tuple(fc.constantFrom('s', 'lb', 'e', 's1', '0'), fc.nat(12)).map(([a, n]) => `${a}${n}`),
    fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,5}$/),
  );
  const config = fc.record(
    { slots: fc.constantFrom(1, 2), boot: fc.constantFrom(0, 0.5), failing: fc.constant(1) },
    { requiredKeys: [] },
  );
  const node = fc.record(
    {
      at: fc.tuple(coordinate, coordinate),
      kind: fc.constantFrom('sink', 'teapot'),
      name: fc.oneof(fc.string(), fc.constantFrom('Sink 1', 'a~', '~~', '~', 's 12', '3')),
      config: config.filter((c) => Object.keys(c).length > 0),
    },
    { requiredKeys: ['at', 'kind'] },
  );
  return fc
    .record({
      ids: fc.uniqueArray(id, { maxLength: 12 }),
      nodes: fc.array(node, { minLength: 12, maxLength: 12 }),
      later: fc.nat(6),
      title: fc.string({ unit: 'binary', maxLength: 20 }),
      seed: fc.nat(),
      links: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 }),
    })
    .map(({ ids, nodes, later, title, seed, links }) => {
      const all = ids.map((name, i) => ({ ...nodes[i]!, id: name }) as DocumentNode);
      const start = all.slice(later);
      const pairs = new Set<string>();
      const edges: DocumentEdge[] = [];
      for (const [a, b] of links) {
        const [from, to] = [start[a]?.id, start[b]?.id];
        // A sink sends replication, which sinks accept: any two nodes may be connected once.
        if (from === undefined || to === undefined || from === to) continue;
        if (pairs.has(`${from} ${to}`)) continue;
        pairs.add(`${from} ${to}`);
        const port = edges.length % 3 === 1 && { port: `${from} ü` };
        const line = { from, to, protocol: 'replication', ...port };
        edges.push({ id: `edge-${edges.length * 2 + 1}`, ...line });
      }
      const first = all[0];
      const added = all.slice(0, later);
      return {
        ...sceneOf({ nodes: start, edges }),
        title,
        seed: seed % 2 ** 32,
        commands:
          added.length === 0 || first === undefined
            ? []
            : [
                { at: 1, do: 'set', node: first.id, config: { slots: 4 } },
                { at: 2, do: 'add', nodes: added },
              ],
      };
    });
}

describe('what stands beside the scene', () => {
  test.each<[LinkOptions, string]>([
    [{}, '#d2='],
    [{ t: 12_000 }, '#t=12000&d2='],
    [{ t: 0.0014, f: 's1', c: [-10.5, 20, 1.25] }, '#t=0.001&f=s1&c=-10.5,20,1.25&d2='],
  ])('%o', (options, begin) => {
    const { fragment, length } = encodeLink(shop(), specs, options);
    expect(fragment.startsWith(begin)).toBe(true);
    expect(length).toBe(fragment.length);
    const link = decodeLink(fragment, specs);
    const rounded =
      options.t === undefined ? options : { ...options, t: Math.round(options.t * 1000) / 1000 };
    expect(link).toMatchObject({ ok: true, kind: 'document', options: rounded });
  });

  test('an option that cannot be read is left out', () => {
    const { fragment } = encodeLink(shop(), specs);
    const link = decodeLink(`t=-1&t=1e9&f=a b&c=1,2&c=1,2,0&zzz&${fragment.slice(1)}`, specs);
    expect(link).toMatchObject({ ok: true, kind: 'document', options: {} });
  });

  test('built-in scenes and lessons go by name; anything else is the start page', () => {
    expect(decodeLink('#x=first-minute', specs)).toMatchObject({
      kind: 'scenario',
      slug: 'first-minute',
    });
    expect(decodeLink('#l=queues.3', specs)).toMatchObject({
      kind: 'lesson',
      slug: 'queues',
      step: '3',
    });
    for (const other of ['', '#', '#t=5', '#x', '#x=', '#x=A B', '#l=queues', '#main', '#e1=abc']) {
      expect(decodeLink(other, specs)).toEqual({ ok: true, kind: 'none' });
    }
  });

  test('the meter turns with the length', () => {
    const long = (n: number): SceneDocument => {
      let state = 1;
      const next = () => (state = (state * 48_271) % 2_147_483_647);
      return sceneOf({
        nodes: Array.from({ length: n }, (_, i) => ({
          id: `n${i}`,
          kind: 'teapot',
          at: [next() % 1e6, next() % 1e6],
        })),
      });
    };
    const meters = [10, 500, 1900].map((n) => encodeLink(long(n), specs).meter);
    expect(meters).toEqual(['green', 'amber', 'red']);
    const texts = Array.from({ length: 40 }, (_, i) => ({
      id: `t${i}`,
      kind: 'teapot',
      at: [0, 0] as [number, number],
      name: Array.from({ length: 1000 }, (_, k) =>
        String.fromCharCode(0x4e00 + ((i * 7919 + k * k * 31) % 20_000)),
      ).join(''),
    }));
    expect(encodeLink(sceneOf({ nodes: texts }), specs).meter).toBe('file');
  });
});

describe('a broken link says how it is broken', () => {
  const { fragment } = encodeLink(everything(), specs);
  const whole = decoded(fragment);

  test('cut at any length it is rejected as cut off, or has no scene yet', () => {
    for (let length = 0; length < fragment.length; length++) {
      expect(codeOf(fragment.slice(0, length))).toBe(length < '#d'.length ? 'none' : 'cut-off');
    }
  });

  test('any character replaced by any other is rejected, or changes nothing', () => {
    const others = 'ABCxyz019-_.=&#%~ \u0000é';
    let rejected = 0;
    for (let i = 0; i < fragment.length; i++) {
      for (const other of others) {
        const link = decodeLink(fragment.slice(0, i) + other + fragment.slice(i + 1), specs);
        if (!link.ok) rejected++;
        else if (link.kind === 'document') expect(link.document).toEqual(whole);
        else expect(i).toBeLessThan('#d2='.length);
      }
    }
    expect(rejected).toBeGreaterThan(fragment.length * (others.length - 2) - 100);
  });

  test('any byte of the packed scene flipped under a check made to fit never throws', () => {
    const bytes = fromBase64Url(fragment.slice('#d2='.length, -7))!;
    for (let i = 0; i < bytes.length * 2; i++) {
      const flipped = bytes.slice();
      flipped[i >> 1]! ^= i & 1 ? 0xff : 1 << ((i >> 1) & 7);
      const link = decodeLink(linkAroundBytes(flipped), specs);
      expect(link.ok ? link.kind : link.error.message).toBeTruthy();
    }
  });

  test('two characters swapped, left out or doubled are rejected', () => {
    for (let i = '#d2='.length; i < fragment.length - 1; i++) {
      const [a, b] = [fragment[i]!, fragment[i + 1]!];
      const begin = fragment.slice(0, i);
      if (a !== b)
        expect(['damaged', 'cut-off']).toContain(codeOf(begin + b + a + fragment.slice(i + 2)));
      expect(['damaged', 'cut-off']).toContain(codeOf(begin + fragment.slice(i + 1)));
      expect(['damaged', 'cut-off']).toContain(codeOf(begin + a + fragment.slice(i)));
    }
  });

  test.each([
    ['a name only', '#d2', 'cut-off'],
    ['half a name', '#d', 'cut-off'],
    ['no scene', '#d2=', 'cut-off'],
    ['a codec to come', '#d3=abc.abcdef', 'newer-version'],
    ['a codec that never was', '#d0=abc.abcdef', 'damaged'],
    ['a length in between', `#d2=A.${checkOf('A', 2)}`, 'damaged'],
    ['other characters', `#d2=a/b+.${checkOf('a/b+', 2)}`, 'damaged'],
    ['something after the scene', `${fragment}&utm_source=mail`, 'damaged'],
    ['70,000 characters', `#d2=${'A'.repeat(70_000)}.AAAAAA`, 'too-big'],
    ['no deflate', linkAroundBytes(new Uint8Array([255, 255, 255])), 'damaged'],
    ['nothing inside', linkAroundBytes(new Uint8Array(0)), 'damaged'],
    ['no JSON inside', linkAround('nonsense'), 'not-json'],
    ['a number inside', linkAround('7'), 'invalid'],
  ])('%s', (_, link, code) => {
    expect(codeOf(link)).toBe(code);
  });

  test('bits left over in the last character are rejected', () => {
    for (const text of ['AB', 'ABD', 'AAAAAB', 'AAAAAAB']) expect(fromBase64Url(text)).toBeNull();
    expect(fromBase64Url('AQ')).toEqual(new Uint8Array([1]));
    for (let length = 0; length < 9; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 77);
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    }
  });

  test('every error has a sentence and a next step', () => {
    for (const link of ['#d2', '#d3=a', linkAround('{}x'), fragment.replace('d2=', 'd2=A')]) {
      const result = decodeLink(link, specs);
      if (result.ok) throw new Error('It was accepted.');
      expect(result.error.message).toMatch(/^[A-Z].*\.$/);
      expect(result.error.next).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('a hostile link is rejected in time', () => {
  const row = '["s~","sink",0,0]';
  const scene = (parts: string): string => linkAround(`{"t":"x",${parts}}`);

  test.each([
    ['a bomb', linkAround(`{"t":"${'x'.repeat(4_000_000)}"}`), 'too-big'],
    ['a bomb of brackets', linkAround('['.repeat(900_000)), 'too-deep'],
    [
      'deep settings',
      scene(`"n":[["s~","teapot",0,0,0,${'{"a":'.repeat(40)}1${'}'.repeat(40)}]]`),
      'too-deep',
    ],
    ['a prototype key', scene('"__proto__":{"polluted":1}'), 'forbidden-key'],
    [
      'a prototype key in settings',
      scene('"n":[["s~","sink",0,0,0,{"__proto__":{"slots":1}}]]'),
      'forbidden-key',
    ],
    ['a number beyond counting', scene('"s":1e999'), 'not-finite'],
    ['a position beyond counting', scene('"n":[["s~","sink","1e999",0]]'), 'not-finite'],
    ['a position of words', scene('"n":[["s~","sink","left",0]]'), 'not-finite'],
    [
      '2,001 nodes',
      scene(`"n":[${Array.from({ length: 2001 }, () => row).join(',')}]`),
      'too-many-nodes',
    ],
    [
      '5,001 edges',
      scene(
        `"n":[${row},${row}],"e":[${Array.from({ length: 5001 }, () => '["e~",0,1]').join(',')}]`,
      ),
      'too-many-edges',
    ],
    ['a long title', linkAround(`{"t":"${'x'.repeat(2001)}"}`), 'invalid'],
    ['a long text', linkAround(`{"t":"${'x'.repeat(65_537)}"}`), 'string-too-long'],
    ['an edge out of the list', scene(`"n":[${row}],"e":[["e~",0,9]]`), 'invalid'],
    ['an edge of fractions', scene(`"n":[${row}],"e":[["e~",0.5,0]]`), 'invalid'],
    ['a kind called like a property', scene('"n":[["s~","toString",0,0]]'), 'invalid'],
    [
      'a distribution of too many numbers',
      scene('"n":[["s~","sink",0,0,0,{"s":["c",1,2,3]}]]'),
      'invalid',
    ],
    [
      'a distribution with an inherited name',
      scene('"n":[["s~","sink",0,0,0,{"s":["toString"]}]]'),
      'invalid',
    ],
    ['rows that are none', scene('"n":[null,5,"x",{}]'), 'invalid'],
    ['commands that are none', scene('"c":[null,["at"],[1,"add",[[]],[[]]]]'), 'invalid'],
    ['another version', scene('"version":3'), 'newer-version'],
  ])('%s', (_, link, code) => {
    expect(codeOf(link)).toBe(code);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  const ofCodec = fc.constantFrom<(1 | 2)[]>(1, 2);

  test('whatever rows it holds', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        ofCodec,
        fc.constantFrom('n', 'e', 'c'),
        (json, codec, key) => {
          const link = decodeLink(linkAround(`{"${key}":[${json}]}`, codec), specs);
          expect(link.ok ? link.kind : link.error.message).toBeTruthy();
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what links already made rely on', () => {
  test('the dictionary is frozen', () => {
    const hash = new TraceHash();
    for (const byte of strToU8(DICTIONARY_1)) hash.add(byte);
    expect([DICTIONARY_1.length, hash.digest()]).toEqual([3972, 'c5ce901aa6dc0cbf']);
    expect(DICTIONARY_2.startsWith(DICTIONARY_1)).toBe(true);
  });

  test('the check is six characters over the text and the codec number', () => {
    expect(checkOf('payload', 1)).toBe('fBAdPB');
    expect(checkOf('payload', 2)).not.toBe('fBAdPB');
    expect(checkOf('payloae', 1)).not.toBe('fBAdPB');
  });
});

describe('size', () => {
  test('a diagram of 20 nodes fits into 480 characters, one of 100 into 2,000', () => {
    expect(encodeLink(realistic(20), specs).length).toBeLessThanOrEqual(480);
    expect(encodeLink(realistic(100), specs).length).toBeLessThanOrEqual(2000);
  });

  test('a note costs its words and little more, a condition and a fault of an edge about 20 characters', () => {
    const bare = realistic(20);
    const extra = (more: Partial<SceneDocument>) =>
      encodeLink({ ...bare, ...more }, specs).length - encodeLink(bare, specs).length;
    const notes = (['s1', 's2', 's3'] as const).map((on, i) => ({
      id: `n${i + 1}`,
      text: '',
      at: [0, 104] as [number, number],
      on,
    }));
    expect(extra({ notes })).toBeLessThanOrEqual(60);
    expect(
      extra({ conditions: [{ figure: 'response', percentile: 99, above: 500, within: 10_000 }] }),
    ).toBeLessThanOrEqual(30);
    expect(
      extra({ commands: [...bare.commands, { at: 15_000, do: 'lose', edge: 'e4', rate: 0.5 }] }),
    ).toBeLessThanOrEqual(20);
  });
});

/**
 * Groups of a source, a router and eight sinks, placed by hand on the grid, with settings of their
 * own.
 */
function realistic(size: number): SceneDocument {
  const nodes: DocumentNode[] = [];
  const edges: DocumentEdge[] = [];
  let state = 7;
  const about = (x: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return x + 8 * ((state % 9) - 4);
  };
  for (let i = 0; i < size; i++) {
    const group = Math.floor(i / 10) + 1;
    const at: [number, number] = [
      about(288 * Math.min(i % 10, 2)),
      about(group * 900 + (i % 10) * 104),
    ];
    const connect = (from: string, to: string): void => {
      const latency = { dist: 'lognormal', mean: 2 + (i % 3), p99: 9 } as const;
      edges.push({
        id: `e${edges.length + 1}`,
        from,
        to,
        protocol: 'request',
        ...(i % 2 === 0 && { config: { latency } }),
      });
    };
    if (i % 10 === 0) {
      const config = { rate: 50 + 7 * group };
      nodes.push({ id: `so${group}`, kind: 'source', name: `Visitors ${group}`, at, config });
    } else if (i % 10 === 1) {
      nodes.push({ id: `lb${group}`, kind: 'router', at, config: { algorithm: 'random' } });
      connect(`so${group}`, `lb${group}`);
    } else {
      const n = nodes.filter((node) => node.kind === 'sink').length + 1;
      nodes.push({
        id: `s${n}`,
        kind: 'sink',
        name: `Server ${n}`,
        at,
        config: { slots: 1 + (i % 5) },
      });
      connect(`lb${group}`, `s${n}`);
    }
  }
  return sceneOf({ nodes, edges, commands: [{ at: 12_000, do: 'crash', node: 's4' }] });
}
