/**
 * Whether edges name ports only where their ends offer any for what they carry. A port that only
 * the settings of now do not offer is kept: it may have been there, or may come.
 */
import { own } from '../lib/table.ts';
import { broughtBy, deeds } from './deeds.ts';
import type { Finding } from './issue.ts';
import { partsOf } from './parts.ts';
import type { Spec, Specs } from './spec.ts';
import type { DocumentCommand, DocumentEdge, SceneDocument } from './types.ts';
import { nameOf, show, specOf } from './words.ts';

/** An edge, or what a command makes of one. */
interface Lead {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly protocol?: unknown;
  readonly port?: unknown;
}

/** The first edge, at the start or of a command, that names a port where there are none. */
export function findBadPort(document: SceneDocument, specs: Specs): Finding | null {
  const { nodes, edges } = partsOf(document);
  for (const [path, { from, to, protocol, port }] of leadsIn(document, edges)) {
    const [source, target] = [from, to].map((end) => nodes.filter(({ id }) => id === end));
    const kinds = target?.map(({ kind }) => specOf(kind, specs)) ?? [];
    // What an unknown kind sends, and where to, is unknown too.
    const isFree = source?.some(({ kind }) => specOf(kind, specs) === undefined) !== false;
    const [first] = target ?? [];
    if (port === undefined || isFree || first === undefined) continue;
    if (kinds.some((spec) => spec === undefined || offers(spec, protocol))) continue;
    const none = `${nameOf(first, specs)} offers no ports for ${show(protocol)}`;
    return { path, sentence: `${path} is ${show(port)}: ${none}, so leave it out.` };
  }
  return null;
}

function offers({ ports = {} }: Spec, protocol: unknown): boolean {
  return typeof protocol === 'string' && own(ports, protocol) !== undefined;
}

function* leadsIn(
  { edges, commands }: SceneDocument,
  all: readonly DocumentEdge[],
): Generator<readonly [path: string, lead: Lead]> {
  for (const [i, edge] of edges.entries()) yield [`edges[${i}].port`, edge];
  for (const [i, command] of commands.entries()) {
    const brought = broughtBy(command).edges;
    for (const [j, edge] of brought.entries()) yield [`commands[${i}].edges[${j}].port`, edge];
    if (namesPort(command)) {
      const led = all.find(({ id }) => id === command.edge);
      yield [`commands[${i}].port`, { protocol: led?.protocol, ...command }];
    }
  }
}

function namesPort(command: DocumentCommand): boolean {
  return Object.values(own(deeds, command.do)?.args ?? {}).some(({ is }) => is === 'port');
}
