/** What the forms of a document's parts are made of, and what its JSON Schema says about each. */
import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

/** What the JSON Schema says about a part; with an id the part is written once and referred to. */
export const descriptions = z.registry<{ description: string; id?: string }>();

export function about<S extends z.core.$ZodType>(schema: S, description: string, id?: string): S {
  descriptions.add(schema, { description, ...(id !== undefined && { id }) });
  return schema;
}

const ID = /^[a-z0-9][a-z0-9-]{0,39}$/i;
export const KIND = /^[a-z][a-z0-9-]{0,39}$/;

export const id = () =>
  z
    .string()
    .check(
      z.regex(ID, { error: 'give 1 to 40 letters, digits and hyphens, a letter or digit first.' }),
    );
export const text = () => z.string().check(z.maxLength(LIMITS.text));

const REPLICA = '[a-z0-9][a-z0-9-]{0,39}(?:\\.[1-9]\\d{0,3})?';
/** The id of a node that a document writes, or of a replica: `s1.3`. */
export const nodeId = () =>
  about(
    z.string().check(
      z.regex(new RegExp(`^${REPLICA}$`, 'i'), {
        error: 'give the id of a node, such as "s1", or of a replica, such as "s1.3".',
      }),
    ),
    'The id of a node, or of one of its replicas: `s1.3`.',
  );
/** The id of an edge that a document writes, or of a link inside a frame: `lb1~lb2`. */
export const edgeId = () =>
  about(
    z.string().check(
      z.regex(new RegExp(`^(?:${REPLICA}~${REPLICA}|[a-z0-9][a-z0-9-]{0,39})$`, 'i'), {
        error: 'give the id of an edge, such as "e1", or of an inner link, such as "a~b".',
      }),
    ),
    'The id of an edge, or of a link between two members of a frame: `lb1~lb2`.',
  );
