/**
 * What went before while a document is shortened or expanded, followed alike in both directions.
 */
import type { SpelledFields, Spelling } from './spelling.ts';
import type { Json } from './types.ts';

/** Grid of the canvas in canvas units. */
const GRID = 8;
/** "The number that comes next" at the end of an id, "the id's own number" at the end of a name. */
const TILDE = '~';

/** Counts ids on: after `s3`, `s4` is `s~`. */
class Ids {
  private readonly last = new Map<string, number>();

  short(id: string): string {
    const [prefix, number] = split(id);
    if (number === null) return id;
    const next = (this.last.get(prefix) ?? 0) + 1;
    this.last.set(prefix, number);
    return number === next ? prefix + TILDE : id;
  }

  full(short: Json | undefined): string {
    const text = typeof short === 'string' ? short : '';
    const prefix = text.slice(0, -1);
    const id = text.endsWith(TILDE) ? `${prefix}${(this.last.get(prefix) ?? 0) + 1}` : text;
    const [stem, number] = split(id);
    if (number !== null) this.last.set(stem, number);
    return id;
  }
}

export class Trail {
  readonly nodeIds = new Ids();
  readonly edgeIds = new Ids();
  readonly noteIds = new Ids();
  readonly spelling: Spelling;
  private readonly nodes: readonly { readonly id: string; readonly kind: string }[];
  private readonly indexes = new Map<string, number>();
  private at: readonly [number, number] = [0, 0];
  private source = 0;
  private target = 0;
  private protocol: Json = null;
  private readonly protocols = new Map<Json, Json>();

  /** @param nodes every node, of the start and of commands, in the order of their rows */
  constructor(
    spelling: Spelling,
    nodes: readonly { readonly id: string; readonly kind: string }[],
  ) {
    this.spelling = spelling;
    this.nodes = nodes;
    for (const [index, { id }] of nodes.entries()) {
      if (!this.indexes.has(id)) this.indexes.set(id, index);
    }
  }

  /** The fields of a kind; undefined when it is not known here. */
  fieldsOf(kind: Json): SpelledFields | undefined {
    return typeof kind === 'string' ? this.spelling.fieldsOf(kind) : undefined;
  }

  /** The fields of the kind of a node. */
  fieldsOfNode(id: unknown): SpelledFields | undefined {
    const index = typeof id === 'string' ? this.indexes.get(id) : undefined;
    return index === undefined ? undefined : this.fieldsOf(this.nodes[index]?.kind ?? null);
  }

  fieldsOfEdge(protocol: Json): SpelledFields | undefined {
    return this.spelling.fieldsOfEdge(typeof protocol === 'string' ? protocol : undefined);
  }

  /** The fields of an edge by its id, once its row has been read. */
  fieldsOfEdgeOf(id: unknown): SpelledFields | undefined {
    return this.fieldsOfEdge(this.protocols.get(id as Json) ?? null);
  }

  /** 0 where an edge carries what the one before does; null where it carries nothing known. */
  shortProtocol(id: string, protocol: string | undefined): Json {
    const is = protocol ?? null;
    const short = is === this.protocol ? 0 : is;
    this.carry(id, is);
    return short;
  }

  fullProtocol(id: string, short: Json): Json {
    const is = short === 0 ? this.protocol : short;
    this.carry(id, is);
    return is;
  }

  private carry(id: string, protocol: Json): void {
    this.protocol = protocol;
    this.protocols.set(id, protocol);
  }

  /** A way of other than whole steps is written as where it ends, in quotes. */
  shortPosition(to: readonly [number, number]): [Json, Json] {
    const short = (axis: 0 | 1): Json => {
      const steps = (to[axis] - this.at[axis]) / GRID;
      const leadsThere = Number.isSafeInteger(steps) && this.at[axis] + steps * GRID === to[axis];
      return leadsThere ? steps : String(to[axis]);
    };
    const way: [Json, Json] = [short(0), short(1)];
    this.at = to;
    return way;
  }

  fullPosition(right: Json, down: Json): [number, number] {
    const full = (way: Json, axis: 0 | 1): number => {
      if (typeof way === 'number') return this.at[axis] + way * GRID;
      return typeof way === 'string' && way !== '' ? Number(way) : Number.NaN;
    };
    this.at = [full(right, 0), full(down, 1)];
    return [this.at[0], this.at[1]];
  }

  shortEnds(from: string, to: string): [Json, Json] {
    const source = this.indexes.get(from);
    const target = this.indexes.get(to);
    const ends: [Json, Json] = [
      source === undefined ? from : source - this.source,
      target === undefined ? to : target - this.target,
    ];
    this.source = source ?? this.source;
    this.target = target ?? this.target;
    return ends;
  }

  fullEnds(from: Json, to: Json): [Json, Json] {
    if (typeof from === 'number') this.source += from;
    if (typeof to === 'number') this.target += to;
    return [
      typeof from === 'number' ? (this.nodes[this.source]?.id ?? null) : from,
      typeof to === 'number' ? (this.nodes[this.target]?.id ?? null) : to,
    ];
  }
}

/**
 * `s12` is `s` and 12. A number with a leading zero, or of more than nine digits, belongs to the
 * name.
 */
function split(id: string): [string, number | null] {
  const match = /^(.*?)([1-9]\d{0,8})$/.exec(id.slice(0, 60));
  return match === null || id.length > 60 ? [id, null] : [match[1] ?? '', Number(match[2])];
}

/** `Server 4` of a node `s4` is `Server ~`; a name that ends in a tilde gets two more. */
export function shortName(name: string, id: string): string {
  const [, number] = split(id);
  const stem = number === null ? name : name.slice(0, -String(number).length);
  if (number !== null && name === `${stem}${number}` && !stem.endsWith(TILDE)) return stem + TILDE;
  return name.endsWith(TILDE) ? name + TILDE + TILDE : name;
}

export function fullName(short: string, id: string): string {
  if (short.endsWith(TILDE + TILDE)) return short.slice(0, -2);
  if (!short.endsWith(TILDE)) return short;
  return short.slice(0, -1) + (split(id)[1] ?? '');
}

/** Without zeros at the end. */
export function trimmed(row: Json[]): Json[] {
  const last = row.findLastIndex((item) => item !== 0);
  return row.slice(0, last + 1);
}

/** A list of rows; what is no row is left out where it cannot be read at all. */
export function rowsOf(value: Json | undefined): (readonly Json[])[] {
  if (!Array.isArray(value)) return [];
  return value.map((row) => (Array.isArray(row) ? row : [row]));
}
