/**
 * What the page opens on: the link in its address, else the diagram worked on last, else the scene
 * of the first minute. A bad link is explained over whatever would have opened without it.
 */
import { copyOf } from '../canvas/at-hand.ts';
import { prepareHands } from '../canvas/prepare-hands.ts';
import type { LinkOptions, ReadLink, Rows } from '../document/link.ts';
import { kindsIn } from '../document/outline.ts';
import { catalogue } from '../kinds/catalogue.ts';
import { firstSpecs, specOnPage } from '../kinds/on-page.ts';
import { FIRST_MINUTE, scenarioOf } from '../scenarios/scenarios.ts';
import { arrive, type Coming, followFetching, notFetched, onceSeen } from '../store/arriving.ts';
import {
  callTabs,
  carryOutLeft,
  isAtRisk,
  joinTabs,
  type Opening,
  rememberMine,
  saveLeaving,
  saveNow,
  showProblem,
  useDocument,
} from '../store/document.ts';
import { prepareEditing } from '../store/editing.ts';
import { backToMine, openLast } from '../store/own-diagrams.ts';
import { connectSimulation, usePlayback } from '../store/playback.ts';
import { provideKinds } from '../store/specs.ts';
import { createSimulation } from '../worker/client.ts';
import { workOffline } from './offline.ts';
import { words } from './words.ts';

const SAVE_EVERY_MS = 5_000;

/** Starts the simulation and opens the first document. Called once. */
export function start(): void {
  provideKinds(catalogue, specOnPage, firstSpecs);
  const simulation = createSimulation();
  connectSimulation(simulation);
  followFetching();
  onceSeen(simulation, prepareEditing);
  onceSeen(simulation, prepareHands);
  onceSeen(simulation, hearKeys());
  void openAddress(location.hash);
  // What was followed, whatever has become of the address since.
  window.addEventListener('hashchange', ({ newURL }) => void openAddress(new URL(newURL).hash));
  keepSaved();
  useDocument.subscribe((state, before) => {
    const isOpened = state.opened !== before.opened && !state.addressed;
    if (isOpened || (state.document !== before.document && !state.guest)) leaveAddress();
  });
  workOffline();
}

/** What keys do is fetched later; those pressed until then, to paste too, are heard then. */
function hearKeys(): () => Promise<void> {
  const early: Event[] = [];
  const keep = (event: Event) => {
    early.push(event instanceof ClipboardEvent ? copyOf(event) : event);
  };
  const types = ['keydown', 'copy', 'cut', 'paste'];
  for (const type of types) window.addEventListener(type, keep);
  return async () => {
    const { bindKeys } = await import('./keys.ts');
    for (const type of types) window.removeEventListener(type, keep);
    bindKeys(window, early);
  };
}

/** Nothing is lost when the page goes, however it goes. */
function keepSaved(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveLeaving();
  });
  window.addEventListener('pagehide', () => {
    saveLeaving();
    callTabs('left');
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) callTabs('open');
  });
  window.addEventListener('beforeunload', (event) => {
    if (isAtRisk()) event.preventDefault();
  });
  // A tab that is killed says nothing beforehand: the moment reached is saved while it plays.
  setInterval(() => {
    if (usePlayback.getState().playing) saveNow();
  }, SAVE_EVERY_MS);
  if (typeof BroadcastChannel === 'function') joinTabs(new BroadcastChannel('sandtable'));
}

/**
 * What is on the table is no longer what the link says: a reload must not show the link once more.
 */
function leaveAddress(): void {
  if (location.hash === '') return;
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** Counts the addresses that were read: the newest one counts. */
let asked = 0;

async function openAddress(hash: string): Promise<void> {
  asked += 1;
  const turn = asked;
  const { opened } = useDocument.getState();
  // A file chosen, or another link followed, while this one was still being read: that is what the
  // person wants to see.
  const wanted = () => turn === asked && useDocument.getState().opened === opened;
  let link: ReadLink;
  try {
    link = await readAddress(hash);
  } catch (error) {
    if (wanted()) showProblem(notFetched(error, () => void openAddress(hash)));
    return;
  }
  if (!link.ok) {
    await openWithout(wanted);
    const { code, message, next } = link.error;
    showProblem({ code, sentence: message, next });
  } else if (link.kind === 'rows') {
    const { rows, options } = link;
    await rememberMine();
    if (wanted()) await openAsAsked(() => comingFromRows(rows), options, wanted);
  } else if (link.kind === 'scenario') {
    await openScenario(link.slug, link.options, wanted);
  } else {
    await openWithout(wanted);
    if (link.kind === 'lesson') {
      showProblem({ code: 'no-lesson', sentence: words.noLesson, next: words.noScenarioNext });
    }
  }
}

/** The codec is loaded when there is something to decode. */
async function readAddress(hash: string): Promise<ReadLink> {
  if (hash.length < 2) return { ok: true, kind: 'none' };
  const { readLink } = await import('../document/link.ts');
  return readLink(hash);
}

async function comingFromRows(rows: Rows): Promise<Coming> {
  const { kindsOfRows, sceneOfRows } = await import('../document/link.ts');
  return { kinds: kindsOfRows(rows), read: (specs) => sceneOfRows(rows, specs) };
}

/** A guest, at the moment and the place that the link names. */
async function openAsAsked(
  prepare: () => Promise<Coming>,
  { t, f, c }: LinkOptions,
  wanted: () => boolean,
  hint = false,
): Promise<void> {
  const { problem, opened } = useDocument.getState();
  const how: Opening = {
    guest: true,
    addressed: true,
    hint,
    camera: c ?? null,
    // A moment is to be looked at, not to be run past.
    ...(t === undefined ? {} : { at: Math.round(t * 1000), paused: true }),
  };
  const isOpen = await arrive(prepare, { ...how, focus: f ?? null }, wanted);
  // What went wrong before anything could be shown is still worth saying.
  if (isOpen && opened === 0 && problem !== null) showProblem(problem);
  const { problem: bad } = useDocument.getState();
  if (isOpen || bad === null || bad.retry !== undefined || !wanted()) return;
  await openWithout(wanted);
  showProblem(bad);
}

/** What is shown when the address names nothing; something is, always. */
async function openWithout(wanted: () => boolean): Promise<void> {
  const { opened, guest, mine } = useDocument.getState();
  if (opened > 0) {
    // Back from somebody else's diagram, by the browser's own button.
    if (guest && mine !== null && location.hash === '') await backToMine();
    return;
  }
  await carryOutLeft();
  if (await openLast(wanted)) return;
  if (wanted()) await openScenario(FIRST_MINUTE, {}, wanted);
}

async function openScenario(
  slug: string,
  options: LinkOptions,
  wanted: () => boolean,
): Promise<void> {
  const load = scenarioOf(slug);
  if (load === null) {
    await openWithout(wanted);
    showProblem({
      code: 'no-scene',
      sentence: words.noScenario(slug),
      next: words.noScenarioNext,
    });
    return;
  }
  const prepare = async (): Promise<Coming> => {
    const document = await load();
    return { kinds: kindsIn(document), read: () => ({ ok: true, document }) };
  };
  await rememberMine();
  await openAsAsked(prepare, options, wanted, slug === FIRST_MINUTE);
}
