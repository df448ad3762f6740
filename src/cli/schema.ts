/**
 * `npm run schema`: writes the document's JSON Schema to where the page serves it. A test holds the
 * file against the code.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { documentJsonSchema } from '../document/json-schema.ts';
import { specs } from '../kinds/specs.ts';

/** From the project's root. */
export const SCHEMA_FILE = 'public/schema/document-2.json';

export function schemaText(): string {
  return `${JSON.stringify(documentJsonSchema(specs), null, 2)}\n`;
}

export function writeSchema(): number {
  mkdirSync(dirname(SCHEMA_FILE), { recursive: true });
  writeFileSync(SCHEMA_FILE, schemaText());
  process.stdout.write(`${SCHEMA_FILE}\n`);
  return 0;
}
