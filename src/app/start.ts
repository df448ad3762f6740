/**
 * What the page opens on: the link in its address, else the diagram worked on last, else the scene of the first minute. A bad link is
 * explained over whatever would have opened without it.
 */
import { decodeLink } from '../document/link.ts';
import { validate } from '../document/schema.ts';
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
import { connectSimulation } from '../store/playback.ts';
import { provideSpecs } from '../store/specs.ts';
import { createSimulation } from '../worker/client.ts';
import { words } from './words.ts';

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
}

async function openAddress(): Promise<void> {
  const link = decodeLink(location.hash, specs);
  if (!link.ok) {
    await openWithout();
    const { code, message, next } = link.error;
    showProblem({ code, sentence: message, next });
  } else if (link.kind === 'document') {
    await rememberMine();
    const { t } = link.options;
    openDocument(link.document, {
      guest: true,
      ...(t === undefined ? {} : { at: Math.round(t * 1000), paused: true }),
    });
  } else if (link.kind === 'scenario') {
    await openScenario(link.slug);
  } else {
    await openWithout();
    if (link.kind === 'lesson') {
      showProblem({ code: 'no-lesson', sentence: words.noLesson, next: words.noScenarioNext });
    }
  }
}

/** What opens when no link says otherwise; something does, always. */
async function openWithout(): Promise<void> {
  if (useDocument.getState().opened > 0) return;
  if (!(await openLast())) await openScenario(FIRST_MINUTE);
}

async function openScenario(slug: string): Promise<void> {
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
  const { problem } = useDocument.getState();
  await rememberMine();
  const result = validate(await file, specs);
  if (result.ok) openDocument(result.document, { guest: true, hint: slug === FIRST_MINUTE });
  else {
    const { code, message, next } = result.error;
    showProblem({ code, sentence: message, next });
  }
  // A stored diagram that could not be read is still worth saying.
  if (problem !== null) showProblem(problem);
}
