/** What this worker has fetched so far; runs see what joins while they go on. */
import { kindsIn } from '../document/outline.ts';
import type { Spec } from '../document/spec.ts';
import { firstKinds, kindInWorker } from '../kinds/in-worker.ts';
import { Fetched } from '../lib/fetched.ts';
import type { Picture } from '../lib/picture.ts';
import { emptyTable, tableOf } from '../lib/table.ts';
import type { Commands } from '../run/commands.ts';
import type { Kinds } from '../run/kinds.ts';
import type { Succeed } from '../run/successor.ts';
import { checkMachine } from '../sim/machine-subset.ts';
import type { Answer, Model } from '../sim/model.ts';
import type { Load } from './protocol.ts';

const fetched = new Fetched(
  kindInWorker,
  tableOf(firstKinds.map((kind) => [kind.spec.kind, kind] as const)),
);
const here = {
  specs: emptyTable<Spec>(),
  models: emptyTable<Model>(),
  pictures: emptyTable<Picture>(),
  answers: emptyTable<Answer>(),
  commands: null as Commands | null,
};
show();

export const kinds: Kinds = here;

/** Null until `fetchCommands` is done. */
export let succeed: Succeed | null = null;

/** Whether all is here that the document needs, and a change of the one before it. */
export function isReadyFor(load: Load): boolean {
  return !missesCommands(load) && fetched.missing(kindsIn(load.document)).length === 0;
}

/** Throws where something cannot be had, `NotFetched` where that is a kind. */
export async function prepareFor(load: Load): Promise<void> {
  await fetchKinds(kindsIn(load.document));
  if (missesCommands(load)) await fetchCommands();
}

/** Throws `NotFetched`. */
export async function fetchKinds(names: readonly string[]): Promise<void> {
  await fetched.load(names).finally(show);
}

export async function fetchCommands(): Promise<void> {
  const { changing } = await import('./changing.ts');
  here.commands = changing.commands;
  succeed = changing.succeed;
}

/** What answers the panel of a kind comes when that asks first. */
export function addAnswer(kind: string, answer: Answer): void {
  here.answers[kind] = answer;
}

function missesCommands({ document, at }: Load): boolean {
  const { commands, conditions = [] } = document;
  return here.commands === null && (at === 'keep' || commands.length + conditions.length > 0);
}

function show(): void {
  for (const [name, { spec, model, picture }] of Object.entries(fetched.here)) {
    here.specs[name] = spec;
    here.models[name] = model;
    if (import.meta.env.DEV) check(model);
    here.pictures[name] = picture;
  }
}

/** Whoever writes a machine sees at once what the compiler does not know. */
function check(model: Model): void {
  for (const { machine } of Object.values(model.machines)) checkMachine(machine);
}
