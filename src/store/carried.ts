/** What an edge carries, as far as this page knows kinds. */
import { type Protocol, protocolsOf } from '../document/protocol.ts';
import type { DocumentEdge } from '../document/types.ts';
import { entries } from './specs.ts';

/** Undefined where that is not known. */
export function protocolOf({
  protocol = '',
}: Pick<DocumentEdge, 'protocol'>): Protocol | undefined {
  return protocolsOf(entries()).get(protocol);
}
