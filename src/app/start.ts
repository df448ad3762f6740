/**
 * What the page opens on: the link in its address, else the diagram worked on last, else the scene of the first minute. A bad link is
 * explained over whatever would have opened without it.
 */
import type { DecodedLink, LinkOptions } from '../document/link.ts';
import { validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import { FIRST_MINUTE, loadScenario } from '../scenarios/scenarios.ts';
import {
  openDocument,
  openLast,
  rememberMine,
  saveNow,
  showProblem,
  useDocument,
} from '../store/document.ts';
import { connectSimulation, usePlayback } from '../store/playback.ts';
import { select } from '../store/selection.ts';
import { provideSpecs } from '../store/specs.ts';
import { createSimulation } from '../worker/client.ts';
import { words } from './words.ts';

const SAVE_EVERY_MS = 5_000;

/** Starts the simulation and opens the first document. Called once. */
export function start(): void {
  provideSpecs(specs);
  connectSimulation(createSimulation());
  void openAddress();
  window.addEventListener('hashchange', () => void openAddress());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveNow();
  });
  window.addEventListener('pagehide', saveNow);
  useDocument.subscribe((state, before) => {
    if (state.document !== before.document && !state.guest) leaveAddress();
  });
  // A tab that is killed says nothing beforehand: the moment reached is saved while it plays.
  setInterval(() => {
    if (usePlayback.getState().playing) saveNow();
  }, SAVE_EVERY_MS);
}

/** What is one's own is no longer what the link says: a reload must show it, and not the link once more. */
function leaveAddress(): void {
  if (location.hash === '') return;
  history.replaceState(history.state, '', location.pathname + location.search);
}

async function openAddress(): Promise<void> {
  const link = await readAddress();
  if (!link.ok) {
    await openWithout();
    const { code, message, next } = link.error;
    showProblem({ code, sentence: message, next });
  } else if (link.kind === 'document') {
    await rememberMine();
    openAsAsked(link.document, link.options);
  } else if (link.kind === 'scenario') {
    await openScenario(link.slug, link.options);
  } else {
    await openWithout();
    if (link.kind === 'lesson') {
      showProblem({ code: 'no-lesson', sentence: words.noLesson, next: words.noScenarioNext });
    }
  }
}

/** The codec is loaded when there is something to decode. */
async function readAddress(): Promise<DecodedLink> {
  if (location.hash.length < 2) return { ok: true, kind: 'none' };
  const { decodeLink } = await import('../document/link.ts');
  return decodeLink(location.hash, specs);
}

/** A guest, at the moment and the place that the link names. */
function openAsAsked(scene: SceneDocument, { t, f, c }: LinkOptions, hint = false): void {
  openDocument(scene, {
    guest: true,
    hint,
    camera: c ?? null,
    // A moment is to be looked at, not to be run past.
    ...(t === undefined ? {} : { at: Math.round(t * 1000), paused: true }),
  });
  select(f === undefined ? [] : [f]);
}

/** What opens when no link says otherwise; something does, always. */
async function openWithout(): Promise<void> {
  if (useDocument.getState().opened > 0) return;
  if (await openLast()) return;
  const { problem } = useDocument.getState();
  await openScenario(FIRST_MINUTE, {});
  // A stored diagram that could not be read is still worth saying.
  if (problem !== null) showProblem(problem);
}

async function openScenario(slug: string, options: LinkOptions): Promise<void> {
  const file = loadScenario(slug);
  if (file === null) {
    await openWithout();
    showProblem({
      code: 'no-scene',
      sentence: words.noScenario(slug),
      next: words.noScenarioNext,
    });
    return;
  }
  await rememberMine();
  const result = validate(await file, specs);
  if (result.ok) openAsAsked(result.document, options, slug === FIRST_MINUTE);
  else {
    const { code, message, next } = result.error;
    showProblem({ code, sentence: message, next });
  }
}
