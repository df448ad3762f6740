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
export const nodeId = () => about(id(), 'The id of a node.');
export const edgeId = () => about(id(), 'The id of an edge.');
