/**
 * The command line: `sim` runs a document headless, `schema` writes the JSON Schema, `bench`
 * measures, `soak` tries random diagrams. Same kernel as the page.
 */
import { tableOf } from '../lib/table.ts';
import { runBench } from './bench.ts';
import { writeSchema } from './schema.ts';
import { simulate } from './sim.ts';
import { soak } from './soak.ts';

const COMMANDS = tableOf<(args: readonly string[]) => number | Promise<number>>([
  ['sim', simulate],
  ['schema', writeSchema],
  ['bench', runBench],
  ['soak', soak],
]);

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  process.stderr.write(
    `There is no command "${name}". Use one of: ${Object.keys(COMMANDS).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else process.exitCode = await command(args);
