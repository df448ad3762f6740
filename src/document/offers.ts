/**
 * What can be done to a node or edge and what ends it again, as plain data: the inspector's
 * buttons, the context menu and the bar of an edge show the same list.
 */
import { shortClock } from '../lib/clock.ts';
import type { Offer as Declared, PartDeed } from './deed.ts';
import { commandFor, deedNameOf, deedsOfKind, targetsOf, valuesIn } from './deeds.ts';
import { edgeDeedsOn } from './deeds-edge.ts';
import { type End, endOf, type Faults, NO_FAULTS } from './faults.ts';
import { isSameJson } from './field.ts';
import type { Protocol } from './protocol.ts';
import { hasHappened } from './scene.ts';
import type { Spec } from './spec.ts';
import type { DocumentCommand, DocumentEdge, DocumentNode, Intervention } from './types.ts';

/** One button. */
export interface Offer {
  /** Unique within its list: "slow", "cut-requests", "no-slow". */
  readonly id: string;
  /** The name of the deed. */
  readonly deed: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly look: 'normal' | 'danger' | 'accent';
  readonly intervention: Intervention;
  /** It is in force, exactly so: doing it again changes nothing. */
  readonly isOn: boolean;
  /** It ends something that is in force. */
  readonly ends: boolean;
}

export interface ActiveFault {
  readonly id: string;
  /** "Slow ×4 since 0:12.4". */
  readonly words: string;
  /** What ends it; null where the same end stands beside another of the list already. */
  readonly end: Offer | null;
}

type KnownSpec = Pick<Spec, 'kind' | 'faults' | 'actions' | 'fields' | 'process'>;
type Known = readonly (readonly [name: string, deed: PartDeed])[];

export interface FaultState {
  /** At the moment shown. */
  readonly inForce: Faults | undefined;
  /** The node is down, also when it went down by itself, which no command says. */
  readonly isDown: boolean;
}

/** What is known of a part: of a node its kind's spec, of an edge its protocol. */
type About = KnownSpec | Protocol | undefined;

function specIn(about: About): KnownSpec | undefined {
  return about !== undefined && 'faults' in about ? about : undefined;
}

/** What can be done to a part at all, in the order of the buttons. */
export function deedsOfPart(part: DocumentNode | DocumentEdge, about: About): Known {
  if (!('from' in part)) return deedsOfKind(specIn(about));
  return Object.entries(edgeDeedsOn(about !== undefined && 'carries' in about ? about : undefined));
}

/** Everything that can be done to the part right now. */
export function offersFor(
  part: DocumentNode | DocumentEdge,
  about: About,
  state: FaultState,
): Offer[] {
  const { inForce = NO_FAULTS } = state;
  const starts = deedsOfPart(part, about).flatMap(([name, deed]) =>
    (deed.offers ?? []).map((declared) => startOf(declared, name, deed, { part, inForce })),
  );
  const ends = activeFaults(part, about, state, []).flatMap(({ end }) => end ?? []);
  return [...starts, ...ends];
}

function startOf(
  declared: Declared,
  name: string,
  deed: PartDeed,
  on: { readonly part: DocumentNode | DocumentEdge; readonly inForce: Faults },
): Offer {
  const { id, values = {}, look = 'normal' } = declared;
  const given = { ...usualValues(deed), ...values };
  const act = commandFor(name, on.part.id, given);
  const held = on.inForce[name];
  // What lasts for a while can be had again, for as long again.
  const isOn = held !== undefined && deed.fault?.lasts === undefined && isAs(held, given, deed);
  return {
    id,
    deed: name,
    label: deed.words.button(given),
    help: deed.words.help(given),
    look,
    intervention: act,
    isOn,
    ends: false,
  };
}

function isAs(
  held: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
  deed: PartDeed,
): boolean {
  return Object.entries(deed.args).every(
    ([name, arg]) => arg.is !== 'value' || isSameJson(held[name], given[name] ?? arg.field.default),
  );
}

/** What one click means: each field's default, where a value must be given at all. */
export function usualValues(deed: PartDeed): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, arg] of Object.entries(deed.args)) {
    if (arg.is === 'value' && arg.optional !== true) values[name] = arg.field.default;
  }
  return values;
}

/**
 * What is in force on a part, each with its end. `happened`: the commands up to the moment shown,
 * from which "since" is read.
 */
export function activeFaults(
  part: DocumentNode | DocumentEdge,
  about: About,
  { inForce = NO_FAULTS, isDown }: FaultState,
  happened: readonly DocumentCommand[],
): ActiveFault[] {
  const known = deedsOfPart(part, about);
  const node = 'from' in part ? null : part;
  const held = known.filter(([name]) => inForce[name] !== undefined);
  const on = { id: part.id, node, spec: specIn(about), known, isAlone: held.length === 1 };
  const found: ActiveFault[] = [];
  const list = (id: string, words: string, end: End | null) => {
    const offer = end && endOffer(end);
    const isNew = offer !== null && found.every((other) => other.end?.id !== offer.id);
    found.push({ id, words, end: isNew ? offer : null });
  };
  const isBeyondReach = ([, { fault }]: Known[number]) =>
    fault?.effect === 'down' || fault?.effect === 'leaving' || fault?.effect === 'hung';
  if (isDown && !held.some(isBeyondReach)) {
    const [name = ''] = known.find(([, { fault }]) => fault?.effect === 'down') ?? [];
    list('down', 'Down by itself', endOf(name, on));
  }
  for (const [name, deed] of held) {
    const values = inForce[name] ?? {};
    const said = deed.words.inForce?.(values) ?? deed.words.name;
    list(name, said + spanOf(name, part, values.until, happened), endOf(name, on));
  }
  return found;
}

function endOffer({ name, deed, act, isLevel }: End): Offer {
  const { words } = deed;
  const values = valuesIn(act);
  const said = isLevel && words.end !== undefined ? words.end : words;
  return {
    id: isLevel ? `no-${name}` : name,
    deed: name,
    label: said.button(values),
    help: said.help(values),
    look: 'accent',
    intervention: act,
    isOn: false,
    ends: true,
  };
}

/** " until 0:20", or " since 0:12.4" where a command says so. */
function spanOf(
  name: string,
  part: DocumentNode | DocumentEdge,
  until: number | undefined,
  happened: readonly DocumentCommand[],
): string {
  if (until !== undefined) return ` until ${shortClock(until * 1000)}`;
  const last = happened.findLast(
    (each) => deedNameOf(each) === name && targetsOf(each).includes(part.id),
  );
  return last === undefined ? '' : ` since ${shortClock(last.at * 1000)}`;
}

/** Commands up to and including a moment in milliseconds. */
export function happenedBy(commands: readonly DocumentCommand[], nowMs: number): DocumentCommand[] {
  return commands.filter((command) => hasHappened(command, nowMs));
}
