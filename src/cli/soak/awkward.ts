/**
 * Names that people give and programs trip over: words that every object knows, other scripts,
 * letters that run from right to left, letters made of two, nothing at all.
 */
import { validate } from '../../document/schema.ts';
import type { Specs } from '../../document/spec.ts';

/** For names, titles, notes and every setting that is a text. */
export const AWKWARD_TEXTS: readonly string[] = [
  '',
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'hasOwnProperty',
  '決済システム',
  'データベース 2',
  'שרת ראשי',
  'خادم 3 (DB)',
  'Überwachung Köln',
  'e\u0301clair',
  '\u{1F600} \u{1F469}\u200D\u{1F4BB}',
  'a\u202Eb',
  ' <b>&amp;</b> ',
  'null',
  '0',
  '-1',
  '9007199254740993',
  'x,"y"\n=1+1',
];

const AWKWARD_IDS = [
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  '0',
  '1e3',
  'NaN',
  'null',
  'undefined',
  'length',
];

/** Keys of settings that are objects: headers, cookies. */
const AWKWARD_KEYS = ['constructor', '__proto__', 'toString', 'valueOf', 'x-決済', '', '0'];

/** Those of the awkward ids that a document may hold. */
export function awkwardIds(specs: Specs): readonly string[] {
  return AWKWARD_IDS.filter((id) => isValid({ id, kind: 'any', at: [0, 0] }, specs));
}

/** Those of the awkward keys that a document may hold. */
export function awkwardKeys(specs: Specs): readonly string[] {
  return AWKWARD_KEYS.filter((key) => {
    const config = Object.fromEntries([[key, '']]);
    return isValid({ id: 'a', kind: 'any', at: [0, 0], config }, specs);
  });
}

function isValid(node: object, specs: Specs): boolean {
  const parts = { nodes: [node], edges: [], commands: [] };
  return validate({ version: 2, title: '', seed: 1, ...parts }, specs).ok;
}
