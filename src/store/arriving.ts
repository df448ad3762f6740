/**
 * Opening in two steps: what is known at once is shown as an outline, which cannot be edited, saved
 * or shared, and the whole takes its place once its kinds have been fetched. What cannot be fetched
 * is said, and can be tried again; nothing is lost meanwhile.
 */
import { kindsIn, outlineOf } from '../document/outline.ts';
import type { Validated } from '../document/schema.ts';
import type { Specs } from '../document/spec.ts';
import { NotFetched } from '../lib/fetched.ts';
import type { Simulation } from '../worker/client.ts';
import {
  dismissProblem,
  newDocument,
  type Opening,
  openDocument,
  type Problem,
  showOutline,
  showProblem,
  useDocument,
} from './document.ts';
import { fetchOrSay } from './lost.ts';
import { loadAgain, simulation, usePlayback } from './playback.ts';
import { select } from './selection.ts';
import { areHere, entryOf, fetchSpecs, specs } from './specs.ts';
import { words } from './words.ts';

/** Nobody sees an outline that the whole would replace sooner. */
const OUTLINE_MS = 150;
/** Where nothing is seen by then, it is worked on unseen. */
const UNSEEN_MS = 5_000;

/** Something to open, whose kinds may not be here yet. */
export interface Coming {
  readonly kinds: readonly string[];
  /** Without specs: as far as it can be read then. */
  readonly read: (specs: Specs) => Validated;
}

type How = Opening & {
  /** The part to be selected then; null for none. */
  readonly focus?: string | null;
};

/** Data from outside; the validation is fetched with it. */
export async function comingFrom(data: unknown): Promise<Coming> {
  const { validate } = await import('../document/schema.ts');
  return { kinds: kindsIn(data), read: (known) => validate(data, known) };
}

/**
 * Opens what `prepare` gives, unless it is no longer wanted by then. False when it is not open, or
 * not yet; why is said to the person.
 */
export async function arrive(
  prepare: () => Promise<Coming>,
  how: How,
  wanted: () => boolean = stillOpen(),
): Promise<boolean> {
  let coming: Coming;
  try {
    coming = await prepare();
  } catch (error) {
    if (wanted()) showProblem(notFetched(error, () => void arrive(prepare, how, wanted)));
    return false;
  }
  simulation().send({ type: 'fetch', kinds: coming.kinds });
  const isWhole = await areSoonHere(coming.kinds);
  if (!wanted()) return false;
  if (isWhole) return open(coming, how);
  const rough = coming.read({});
  const outlined = rough.ok ? showOutline(outlineOf(rough.document), how) : null;
  return complete(coming, outlined === null ? how : { ...how, outlined }, stillOpen());
}

/** Does it once these kinds are here, unless something else is open by then. */
export function whenHere(kinds: readonly string[], act: () => void): void {
  if (areHere(kinds)) {
    act();
    return;
  }
  const wanted = stillOpen();
  fetchSpecs(kinds).then(
    () => wanted() && act(),
    (error) => wanted() && showProblem(notFetched(error, () => whenHere(kinds, act))),
  );
}

/** Says it when the simulation lacks something, from now on. */
export function followFetching(): void {
  let said: Problem | null = null;
  usePlayback.subscribe(({ lacks }, before) => {
    if (lacks === before.lacks) return;
    if (lacks !== null) {
      said = notFetched(new NotFetched(lacks.kinds), loadAgain);
      showProblem(said);
    } else if (useDocument.getState().problem === said) dismissProblem();
  });
}

/** Fetches something once a run is seen, or none is to be expected any more. */
export function onceSeen(from: Simulation, fetch: () => Promise<void>): void {
  const begin = () => {
    leave();
    clearTimeout(timer);
    void fetchOrSay(fetch);
  };
  const leave = from.subscribe((report) => {
    if (report.type === 'observation') begin();
  });
  const timer = setTimeout(begin, UNSEEN_MS);
}

/** Nothing else was opened since. */
function stillOpen(): () => boolean {
  const { opened } = useDocument.getState();
  return () => useDocument.getState().opened === opened;
}

async function areSoonHere(kinds: readonly string[]): Promise<boolean> {
  if (areHere(kinds)) return true;
  const fetching = fetchSpecs(kinds).then(
    () => true,
    () => false,
  );
  const late = new Promise<false>((resolve) => setTimeout(resolve, OUTLINE_MS, false));
  return Promise.race([fetching, late]);
}

async function complete(coming: Coming, how: How, wanted: () => boolean): Promise<boolean> {
  try {
    await fetchSpecs(coming.kinds);
  } catch (error) {
    if (wanted()) showProblem(notFetched(error, () => void complete(coming, how, wanted)));
    return false;
  }
  if (!wanted()) return false;
  if (open(coming, how)) return true;
  // An outline of what cannot be opened is of no use.
  const { problem, outline } = useDocument.getState();
  if (outline) newDocument();
  useDocument.setState({ problem });
  return false;
}

function open(coming: Coming, how: How): boolean {
  const result = coming.read(specs());
  if (!result.ok) {
    const { code, path, message, next } = result.error;
    const isNamed = path === '' || message.startsWith(path);
    showProblem({ code, sentence: isNamed ? message : `${path}: ${message}`, next });
    return false;
  }
  openDocument(result.document, how);
  if (how.focus !== undefined) select(how.focus === null ? [] : [how.focus]);
  return true;
}

/** What to say of it, and to offer. */
export function notFetched(error: unknown, retry: () => void): Problem {
  const names = error instanceof NotFetched ? error.names : [];
  const titles = names.map((kind) => entryOf(kind)?.title ?? kind);
  return {
    code: 'not-fetched',
    sentence: words.notFetched(titles),
    next: words.notFetchedNext,
    retry: () => {
      useDocument.setState({ problem: null });
      retry();
    },
  };
}
