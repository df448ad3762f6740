/**
 * How links spell settings, and in which order they name what a deed takes. Links of today follow
 * the fields and deeds there are; those of version 1 a table that never changes.
 */
import { own } from '../lib/table.ts';
import type { Arg } from './deed.ts';
import { deeds } from './deeds.ts';
import { fieldsOfEdge } from './edge.ts';
import type { Field, Fields } from './field.ts';
import { fullCondition } from './short-conditions.ts';
import type { Specs } from './spec.ts';
import type { Json } from './types.ts';
import { specOf } from './words.ts';

/** One setting: its name, its short key, and what its value is. */
export interface SpelledField {
  readonly name: string;
  readonly key: string;
  readonly isDistribution: boolean;
  /** For a table: how its rows are spelled. */
  readonly columns?: SpelledFields | undefined;
}

export type SpelledFields = readonly SpelledField[];

export interface SpelledArg {
  readonly name: string;
  readonly is: Arg['is'];
  readonly isOptional: boolean;
}

export interface Spelling {
  /** Undefined for a kind that is not known: its settings are spelled in full. */
  fieldsOf(kind: string): SpelledFields | undefined;
  /** For edges that carry this protocol. */
  fieldsOfEdge(protocol: string | undefined): SpelledFields | undefined;
  argsOf(deed: string): readonly SpelledArg[];
  /** What a document says about when to pause, of the rows that say it. */
  pausesOf(rows: readonly (readonly Json[])[]): { [key: string]: Json };
}

export function spellingOf(specs: Specs): Spelling {
  const byKind = new Map<string, SpelledFields | undefined>();
  const byProtocol = new Map<string | undefined, SpelledFields | undefined>();
  return {
    fieldsOf: (kind) => remembered(byKind, kind, () => spelled(specOf(kind, specs)?.fields)),
    fieldsOfEdge: (protocol) =>
      remembered(byProtocol, protocol, () => spelled(fieldsOfEdge(protocol, specs))),
    argsOf: (deed) =>
      Object.entries(own(deeds, deed)?.args ?? {}).map(([name, { is, optional }]) => ({
        name,
        is,
        isOptional: optional === true,
      })),
    pausesOf: (rows) => ({ conditions: rows.map((row) => fullCondition([...row])) }),
  };
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as V;
}

function spelled(fields: Fields | undefined): SpelledFields | undefined {
  if (fields === undefined) return undefined;
  return Object.entries(fields).map(([name, { key, widget, columns }]: [string, Field]) => ({
    name,
    key,
    isDistribution: widget === 'distribution',
    columns: spelled(columns),
  }));
}
