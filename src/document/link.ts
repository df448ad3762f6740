/**
 * A scene as the last part of an address: `#t=12000&d2=<payload>.<check>`. The payload is the
 * short-key JSON, deflated with a dictionary that both ends know, in characters that every program
 * leaves alone; six characters of check tell a damaged link from a whole one. Whatever a stranger
 * puts there, the result is a document that can be run, or an error in words.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { DICTIONARY_1, DICTIONARY_2 } from './dictionary.ts';
import { type DocumentError, type DocumentErrorCode, failure } from './error.ts';
import { LIMITS } from './limits.ts';
import { checkOf, fromBase64Url, toBase64Url } from './link-text.ts';
import { kindsIn } from './outline.ts';
import { parsePlain } from './plain.ts';
import { momentOf } from './scene.ts';
import { tidy, type Validated, validate } from './schema.ts';
import { expand, shorten } from './short-keys.ts';
import type { Specs } from './spec.ts';
import { type Spelling, spellingOf } from './spelling.ts';
import { spelling1 } from './spelling-1.ts';
import type { Json, SceneDocument } from './types.ts';

/** What a link says beside the scene; what is left out is up to the page. */
export interface LinkOptions {
  /** The moment to open at, paused, in milliseconds. */
  t?: number;
  /** The id of the node to look at. */
  f?: string;
  /** The camera: x and y of the view's middle, and zoom. */
  c?: readonly [x: number, y: number, zoom: number];
}

export interface EncodedLink {
  /** With its `#`. */
  readonly fragment: string;
  /** Characters of the fragment. */
  readonly length: number;
  /**
   * Whether other programs will take it: safe, doubtful in some, rejected by many; `file` when no
   * link can hold it.
   */
  readonly meter: 'green' | 'amber' | 'red' | 'file';
}

export type DecodedLink =
  | {
      readonly ok: true;
      readonly kind: 'document';
      readonly document: SceneDocument;
      readonly options: LinkOptions;
    }
  | {
      readonly ok: true;
      readonly kind: 'scenario';
      readonly slug: string;
      readonly options: LinkOptions;
    }
  | {
      readonly ok: true;
      readonly kind: 'lesson';
      readonly slug: string;
      readonly step: string;
      readonly options: LinkOptions;
    }
  /** No scene at all: the start page. */
  | { readonly ok: true; readonly kind: 'none' }
  | { readonly ok: false; readonly error: DocumentError };

/** A link whose scene is still rows: what they mean depends on the kinds they name. */
export type ReadLink =
  | Exclude<DecodedLink, { readonly kind: 'document' }>
  | {
      readonly ok: true;
      readonly kind: 'rows';
      readonly rows: Rows;
      readonly options: LinkOptions;
    };

/** A scene as a link carries it. */
export interface Rows {
  readonly codec: Codec;
  readonly data: Json;
}

type Rejected = Extract<DecodedLink, { readonly ok: false }>;

/** How links are made today; a link of an older codec opens for ever. */
const CODEC = 2;
const CODECS = [1, 2] as const;
type Codec = (typeof CODECS)[number];
const DICTIONARIES: Readonly<Record<Codec, string>> = { 1: DICTIONARY_1, 2: DICTIONARY_2 };
const METER = [
  [2_000, 'green'],
  [8_000, 'amber'],
  [32_000, 'red'],
] as const;
const CHECK_LENGTH = 6;

const packed = new Map<Codec, Uint8Array>();

function dictionary(codec: Codec): Uint8Array {
  const words = packed.get(codec) ?? strToU8(DICTIONARIES[codec]);
  packed.set(codec, words);
  return words;
}

export function encodeLink(
  document: SceneDocument,
  specs: Specs,
  options: LinkOptions = {},
): EncodedLink {
  const text = JSON.stringify(shorten(tidy(document, specs), spellingOf(specs)));
  const bytes = deflateSync(strToU8(text), { level: 9, mem: 4, dictionary: dictionary(CODEC) });
  const payload = toBase64Url(bytes);
  const scene = `d${CODEC}=${payload}.${checkOf(payload, CODEC)}`;
  const fragment = `#${[...encodeOptions(options), scene].join('&')}`;
  const { length } = fragment;
  const meter = METER.find(([limit]) => length <= limit)?.[1] ?? 'file';
  return { fragment, length, meter };
}

/**
 * @param fragment as in an address, with or without its `#`
 * @param kinds1 how kinds were spelled in links of codec 1: given by tests alone
 */
export function decodeLink(fragment: string, specs: Specs, kinds1?: string): DecodedLink {
  const link = readLink(fragment);
  if (!link.ok || link.kind !== 'rows') return link;
  const result = sceneOfRows(link.rows, specs, kinds1);
  if (!result.ok) return result;
  return { ok: true, kind: 'document', document: result.document, options: link.options };
}

/** Their kinds, which must be known before `sceneOfRows`. */
export function kindsOfRows(rows: Rows): string[] {
  return kindsIn(expanded(rows, {}));
}

export function sceneOfRows(rows: Rows, specs: Specs, kinds1?: string): Validated {
  const result = validate(expanded(rows, specs, kinds1), specs);
  return result.ok ? result : { ok: false, error: onLink(result.error) };
}

function expanded({ codec, data }: Rows, specs: Specs, kinds1?: string): Json {
  const spelling: Spelling = codec === 1 ? spelling1(kinds1) : spellingOf(specs);
  // Each codec has carried documents of one version, which has its number.
  return expand(data, codec, spelling);
}

/** The first step of `decodeLink`, which needs no kinds. */
export function readLink(fragment: string): ReadLink {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text.length > LIMITS.fragment) {
    const message = `This link has ${text.length} characters, more than ${LIMITS.fragment}.`;
    return reject('too-big', message);
  }
  const parts = text.split('&');
  const scene = parts.pop() ?? '';
  const options = decodeOptions(parts);
  const [, name = '', value] = /^([a-z]\d*)(?:=(.*))?$/s.exec(scene) ?? [];
  const codec = CODECS.find((one) => name === `d${one}`);
  if (codec !== undefined) return readRows(value ?? '', codec, options);
  if (/^d\d*$/.test(name)) return decodeOther(name);
  if (name === 'x' && /^[a-z0-9][a-z0-9-]*$/.test(value ?? '')) {
    return { ok: true, kind: 'scenario', slug: value ?? '', options };
  }
  const [, slug, step] = /^([a-z0-9][a-z0-9-]*)\.([a-z0-9-]+)$/.exec(value ?? '') ?? [];
  if (name === 'l' && slug !== undefined && step !== undefined) {
    return { ok: true, kind: 'lesson', slug, step, options };
  }
  if (parts.some((part) => /^d\d+=/.test(part))) {
    return reject('damaged', 'This link is damaged: there is something after its end.');
  }
  return { ok: true, kind: 'none' };
}

function decodeOther(name: string): Rejected {
  if (name === 'd') return reject('cut-off', 'This link is cut off: its diagram is missing.');
  const number = Number(name.slice(1));
  if (number > CODEC) {
    return reject('newer-version', 'This link was made by a newer version.');
  }
  return reject('damaged', `This link is damaged: no version has made links of form ${number}.`);
}

function readRows(value: string, codec: Codec, options: LinkOptions): ReadLink {
  const dot = value.indexOf('.');
  if (dot === -1)
    return reject('cut-off', 'This link is cut off: its last characters are missing.');
  const payload = value.slice(0, dot);
  const check = value.slice(dot + 1);
  if (check.length < CHECK_LENGTH) {
    const message = `This link is cut off: ${CHECK_LENGTH - check.length} characters or more are missing at its end.`;
    return reject('cut-off', message);
  }
  if (check !== checkOf(payload, codec)) {
    return reject('damaged', 'This link is damaged: some of its characters have changed.');
  }
  const bytes = fromBase64Url(payload);
  if (bytes === null || bytes.length === 0) {
    return reject('damaged', 'This link is damaged: it contains characters that links do not use.');
  }
  const unpacked = unpack(bytes, codec);
  if (typeof unpacked !== 'string') return unpacked;
  const plain = parsePlain(unpacked);
  if (!plain.ok) return { ok: false, error: onLink(plain.error) };
  return { ok: true, kind: 'rows', rows: { codec, data: plain.value }, options };
}

/** Deflate makes at most this many bytes of one. */
const LARGEST_RATIO = 1032;

/** Inflates into a buffer of bounded size: a bomb fills it and is rejected. */
function unpack(bytes: Uint8Array, codec: Codec): string | Rejected {
  const out = new Uint8Array(Math.min(LIMITS.bytes, bytes.length * LARGEST_RATIO) + 1);
  let text: Uint8Array;
  try {
    text = inflateSync(bytes, { out, dictionary: dictionary(codec) });
  } catch {
    return reject('damaged', 'This link is damaged: it cannot be unpacked.');
  }
  if (text.length > LIMITS.bytes) {
    return reject('too-big', `This link unpacks to more than ${LIMITS.bytes} bytes.`);
  }
  return strFromU8(text);
}

function reject(code: DocumentErrorCode, message: string): Rejected {
  return { ok: false, error: failure(code, '', message) };
}

/** A link cannot be corrected by hand like a file. */
function onLink(error: DocumentError): DocumentError {
  if (error.code === 'newer-version') return error;
  return { ...error, next: 'Ask whoever sent it for a new link, or for the diagram as a file.' };
}

function encodeOptions({ t, f, c }: LinkOptions): string[] {
  const parts: string[] = [];
  if (t !== undefined) parts.push(`t=${momentOf(t)}`);
  if (f !== undefined) parts.push(`f=${f}`);
  if (c !== undefined) parts.push(`c=${c.map((n) => Math.round(n * 1000) / 1000).join(',')}`);
  return parts;
}

/** An option that cannot be read is left out: the scene is what matters. */
function decodeOptions(parts: readonly string[]): LinkOptions {
  const options: LinkOptions = {};
  for (const part of parts) {
    const value = part.slice(2);
    if (part.startsWith('t=')) {
      const t = numberOf(value);
      if (t !== null && t >= 0 && t <= LIMITS.moment) options.t = momentOf(t);
    } else if (part.startsWith('f=') && /^[a-z0-9][a-z0-9-]{0,39}$/i.test(value)) {
      options.f = value;
    } else if (part.startsWith('c=')) {
      const [x, y, zoom, ...more] = value.split(',').map(numberOf);
      const isCamera = typeof x === 'number' && typeof y === 'number' && typeof zoom === 'number';
      if (isCamera && zoom > 0 && more.length === 0) options.c = [x, y, zoom];
    }
  }
  return options;
}

function numberOf(text: string): number | null {
  return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) ? Number(text) : null;
}
