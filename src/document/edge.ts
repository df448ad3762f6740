/** An edge's settings as fields, so that forms, links and the run share their defaults. */
import { distribution, type Fields, percent } from './field.ts';
import { protocolsOf } from './protocol.ts';
import type { Specs } from './spec.ts';

/** What every edge has, with any protocol. */
export const edgeFields = {
  latency: distribution({
    key: 'l',
    label: 'Latency',
    help: 'How long a message travels, one way.',
    // Long enough to be watched beside service times of tens of milliseconds.
    default: { dist: 'constant', value: 10 },
  }),
  loss: percent({
    key: 'o',
    label: 'Loss',
    help: 'Share of messages that never arrive.',
    default: 0,
  }),
} as const;

/**
 * The settings of an edge that carries this protocol; undefined where the protocol is not known
 * here: then its settings are kept as they are.
 */
export function fieldsOfEdge(protocol: string | undefined, specs: Specs): Fields | undefined {
  const known = protocol === undefined ? undefined : protocolsOf(specs).get(protocol);
  return known === undefined ? undefined : { ...edgeFields, ...known.fields };
}
