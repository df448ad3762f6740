/** The kinds this worker has fetched so far; runs see those that join while they go on. */
import { partsOf } from '../document/parts.ts';
import type { Spec } from '../document/spec.ts';
import type { SceneDocument } from '../document/types.ts';
import { firstKinds, kindInWorker } from '../kinds/in-worker.ts';
import { Fetched } from '../lib/fetched.ts';
import type { Picture } from '../lib/picture.ts';
import { emptyTable, tableOf } from '../lib/table.ts';
import type { Kinds } from '../run/kinds.ts';
import { checkMachine } from '../sim/machine-subset.ts';
import type { Details, Model } from '../sim/model.ts';

const fetched = new Fetched(
  kindInWorker,
  tableOf(firstKinds.map((kind) => [kind.spec.kind, kind] as const)),
);
const specs = emptyTable<Spec>();
const models = emptyTable<Model>();
const pictures = emptyTable<Picture>();
const details = emptyTable<Details>();

export const kinds: Kinds = { specs, models, pictures, details };
tell();

/** Those that the document names and that are not here yet. */
export function missingFor(document: SceneDocument): string[] {
  return fetched.missing(partsOf(document).nodes.map(({ kind }) => kind));
}

/** Throws `NotFetched`. */
export async function fetchKinds(names: readonly string[]): Promise<void> {
  try {
    await fetched.load(names);
  } finally {
    tell();
  }
}

function tell(): void {
  for (const [name, { spec, model, picture }] of Object.entries(fetched.here)) {
    specs[name] = spec;
    models[name] = model;
    if (import.meta.env.DEV) check(model);
    pictures[name] = picture;
  }
}

/** Whoever writes a machine is told at once what the compiler does not know. */
function check(model: Model): void {
  for (const { machine } of Object.values(model.machines)) checkMachine(machine);
}

/** What inspectors are told comes later than the rest. */
export function addDetails(more: Kinds['details']): void {
  Object.assign(details, more);
}
