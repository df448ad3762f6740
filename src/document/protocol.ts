/**
 * What an edge carries, declared once: who may be connected to whom, the settings of its edges, the
 * class and the words of its messages are all read from here. A kind lists in its entry what it
 * gives and takes. A protocol that several families speak stands in `kinds/shared/`.
 */
import type { MessageClass } from '../lib/message-class.ts';
import { own } from '../lib/table.ts';
import type { Fields } from './field.ts';
import type { DocumentEdge, DocumentNode } from './types.ts';

export interface Protocol {
  /** As documents write it: 'http'. */
  readonly id: string;
  /** "HTTP". */
  readonly title: string;
  /** What travels, for sentences: "requests". */
  readonly carries: string;
  /** What comes back, likewise: "responses"; left out where nothing but TCP answers. */
  readonly answers?: string;
  /** What its messages are where nothing else is said of one. */
  readonly class: MessageClass;
  /** Settings of its edges, beside the line's own: how it treats the one at its end. */
  readonly fields: Fields;
}

/** What kinds speak, by kind id. */
type Speakers = Readonly<
  Record<
    string,
    {
      readonly gives: readonly Protocol[];
      readonly takes: readonly Protocol[];
      readonly frame?: { readonly size: unknown; readonly inner?: { readonly protocol: Protocol } };
    }
  >
>;

const found = new WeakMap<Speakers, ReadonlyMap<string, Protocol>>();

/** Every protocol that some kind gives or takes, or joins its members by; by id. */
export function protocolsOf(specs: Speakers): ReadonlyMap<string, Protocol> {
  const known = found.get(specs);
  if (known !== undefined) return known;
  const all = Object.values(specs).flatMap(({ gives, takes, frame }) => [
    ...gives,
    ...takes,
    ...(frame?.inner === undefined ? [] : [frame.inner.protocol]),
  ]);
  const byId = new Map(all.map((protocol) => [protocol.id, protocol]));
  found.set(specs, byId);
  return byId;
}

/** What one gives and the other takes; undefined where one of them is of an unknown kind. */
export function protocolsBetween(
  source: DocumentNode,
  target: DocumentNode,
  specs: Speakers,
): readonly Protocol[] | undefined {
  const gives = own(specs, source.kind)?.gives;
  const takes = own(specs, target.kind)?.takes;
  if (gives === undefined || takes === undefined) return undefined;
  return gives.filter((given) => takes.some(({ id }) => id === given.id));
}

/** An edge that does not say what it carries carries the first that its ends have in common. */
export function withProtocol(
  edge: DocumentEdge,
  byId: ReadonlyMap<string, DocumentNode>,
  specs: Speakers,
): DocumentEdge {
  const [source, target] = [byId.get(edge.from), byId.get(edge.to)];
  if (edge.protocol !== undefined || source === undefined || target === undefined) return edge;
  const [usual] = protocolsBetween(source, target, specs) ?? [];
  return usual === undefined ? edge : { ...edge, protocol: usual.id };
}
