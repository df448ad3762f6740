/**
 * The table while a random diagram is being made: parts get ids, names and settings, frames and
 * edges, as the specs allow. Nobody sends in a circle: what went round for ever would be right, and
 * never quiet.
 */
import { indexById, lineBetween, surroundings, whyNotThrough } from '../../document/connect.ts';
import { partsOf } from '../../document/parts.ts';
import type { Spec, Specs } from '../../document/spec.ts';
import type { DocumentEdge, DocumentNode, SceneDocument } from '../../document/types.ts';
import { AWKWARD_TEXTS } from './awkward.ts';
import type { Chance } from './chance.ts';
import type { Maker } from './maker.ts';
import { type Bounds, edgeSettings, settingsOf } from './settings.ts';

/** The most requests that one node sends over a run. */
const REQUESTS = 250;

/** Where a node stands in the order in which messages pass: from lower to higher alone. */
const RANK = { source: 0, outer: 1, frame: 1_000, inner: 1_001 } as const;

/** Parts in the making. */
export class Table {
  readonly nodes: DocumentNode[] = [];
  readonly edges: DocumentEdge[] = [];
  readonly maker: Maker;
  readonly chance: Chance;
  readonly bounds: Bounds;
  private readonly ranks = new Map<string, number>();
  private readonly used = new Set<string>();
  private readonly names: string[] = [];
  /** Parts that suffer most deeds. */
  private readonly victims = new Set<string>();

  constructor(maker: Maker, chance: Chance, untilMs: number) {
    this.maker = maker;
    this.chance = chance;
    this.bounds = { ids: this.names, perSecondMost: Math.min(60, (REQUESTS * 1_000) / untilMs) };
  }

  /** The table of a document as it was made, or as it might have been: for edits. */
  static of(document: SceneDocument, maker: Maker, chance: Chance): Table {
    const table = new Table(maker, chance, Math.max(1_000, document.commands.at(-1)?.at ?? 0));
    const { nodes, edges } = partsOf(document);
    for (const node of nodes) {
      const spec = table.specs[node.kind];
      table.keep(node.id);
      if (spec !== undefined) table.ranks.set(node.id, table.rankOf(spec, node.in));
    }
    for (const { id } of [...edges, ...(document.notes ?? [])]) table.keep(id);
    table.nodes.push(...nodes);
    table.edges.push(...edges);
    return table;
  }

  get specs(): Specs {
    return this.maker.material.specs;
  }

  /** An id that nothing has had yet. */
  freshId(stem: string): string {
    const wanted = this.chance.isTrue(0.1) ? this.chance.pickAny(this.maker.ids) : undefined;
    let id = wanted ?? `${stem}1`;
    for (let n = 2; this.used.has(id); n++) id = `${stem}${n}`;
    this.keep(id);
    return id;
  }

  /** A node of that kind, not placed yet. */
  makeNode(spec: Spec): DocumentNode {
    const { chance, bounds } = this;
    const { material } = this.maker;
    const id = this.freshId(spec.key);
    const at = [chance.int(-20, 60) * 16, chance.int(-20, 60) * 16] as [number, number];
    const frame = this.frameFor(spec);
    this.ranks.set(id, this.rankOf(spec, frame));
    return {
      id,
      kind: spec.kind,
      ...(chance.isTrue(0.5) && { name: chance.pick(AWKWARD_TEXTS) }),
      at,
      ...(spec.frame !== undefined && chance.isTrue(0.5) && { size: [480, 320.5] }),
      ...(frame !== undefined && chance.isTrue(0.7) && { in: frame }),
      ...(spec.replicates === true && chance.isTrue(0.25) && { replicas: this.replicas() }),
      config: settingsOf(spec, { material, bounds, few: false }, chance),
    };
  }

  /** How many there are of a template. */
  replicas(): { min: number; max: number } {
    const min = this.chance.int(0, 3);
    return { min, max: min + this.chance.int(1, 3) };
  }

  /** An edge between two nodes that may be connected, not placed yet; undefined where none may. */
  makeEdge(from: DocumentNode): DocumentEdge | undefined {
    const on = surroundings({ nodes: this.nodes, edges: this.edges }, this.specs);
    const lines = this.nodes
      .filter(({ id }) => this.isForward(from.id, id))
      .map(({ id }) => lineBetween(from.id, id, on));
    const line = this.chance.pickAny(lines.filter((each) => typeof each !== 'string'));
    if (line === undefined) return undefined;
    const config = edgeSettings(line.protocol, this.maker.material, this.chance);
    return { id: this.freshId('e'), ...line, config };
  }

  /**
   * One of some parts, as often as not the same: most of what goes wrong takes several deeds to one
   * part.
   */
  pickOften<P extends { readonly id: string }>(parts: readonly P[]): P | undefined {
    const known = parts.find(({ id }) => this.victims.has(id));
    if (known !== undefined && this.chance.isTrue(0.5)) return known;
    const part = this.chance.pickAny(parts);
    if (part !== undefined && known === undefined) this.victims.add(part.id);
    return part;
  }

  /** Whether what passes that way keeps going forward. */
  isForward(from: string, to: string): boolean {
    return (this.ranks.get(from) ?? 0) < (this.ranks.get(to) ?? 0);
  }

  /** Whether the node may move into frames and out of them. */
  isInner(id: string): boolean {
    return (this.ranks.get(id) ?? 0) >= RANK.inner;
  }

  private keep(id: string): void {
    this.used.add(id);
    this.names.push(id);
  }

  private frameFor(spec: Spec): string | undefined {
    const byId = indexById(this.nodes);
    const frames = this.nodes.filter((node) => {
      const inside = { id: '', kind: spec.kind, at: [0, 0] as [number, number], in: node.id };
      const isHeld = this.specs[node.kind]?.frame?.holds(spec) === true;
      return isHeld && whyNotThrough(inside, byId, this.specs) === null;
    });
    return this.chance.isTrue(0.6) ? this.chance.pickAny(frames)?.id : undefined;
  }

  private rankOf(spec: Spec, frame: string | undefined): number {
    if (spec.frame !== undefined) return RANK.frame;
    if (spec.takes.length === 0) return RANK.source;
    const isInner = frame !== undefined || spec.gives.every((sent) => !spec.takes.includes(sent));
    // Each later one after those before it, so that inner nodes may be connected, too.
    return (isInner ? RANK.inner : RANK.outer) + this.used.size / 1e6;
  }
}
