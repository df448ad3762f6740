/** The worker's entry: gives the conductor a clock, frames, a font and the way to the page. */
import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import type { Text } from '../lib/display-list.ts';
import { Conductor } from './conductor.ts';
import { Gate } from './gate.ts';
import { fetchCommands, fetchKinds, isReadyFor, kinds, prepareFor } from './kinds.ts';
import { Painter } from './painter.ts';
import type { Report, Request } from './protocol.ts';
import { openRun, prepareAnswers } from './running.ts';

/** The part of a worker's global scope used here; the compiler knows the page's alone. */
interface WorkerScope {
  fonts?: { add(face: FontFace): unknown };
  requestAnimationFrame?: (callback: (at: number) => void) => number;
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void;
}

const scope = self as unknown as WorkerScope;
const FRAME_MS = 16;

/** Comes back after messages that wait already have been taken, without the delay of a timer. */
function later(): (callback: () => void) => void {
  const waiting: (() => void)[] = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    channel.port2.postMessage(null);
  };
}

let isSeen = false;
const post = (report: Report) => {
  scope.postMessage(report);
  if (isSeen || report.type !== 'observation') return;
  isSeen = true;
  // All that is done next needs it; a document that has commands hears of what goes wrong.
  fetchCommands().catch(() => undefined);
};

const conductor = new Conductor({
  clock: () => performance.now(),
  requestFrame: (callback) => {
    if (scope.requestAnimationFrame !== undefined) scope.requestAnimationFrame(callback);
    else setTimeout(() => callback(performance.now()), FRAME_MS);
  },
  soon: later(),
  post,
  open: openRun,
  prepareAnswers,
  painter: new Painter(kinds.pictures),
});

/**
 * Texts appear once the font has come; when it cannot be had, in the system's, and uncut when what
 * cuts them cannot.
 */
async function loadFont(): Promise<void> {
  const face = new FontFace('Inter Variable', `url(${interUrl})`, { weight: '100 900' });
  const cuts = import('../lib/shown-text.ts').then(
    ({ shownText }) => shownText,
    () => (shape: Text) => shape.text,
  );
  try {
    scope.fonts?.add(await face.load());
  } finally {
    conductor.write(await cuts);
  }
}

const gate = new Gate({
  pass: (request) => conductor.handle(request),
  post,
  isReadyFor,
  prepareFor,
  fetchKinds,
});
scope.addEventListener('message', (event) => gate.take(event.data));
scope.postMessage({ type: 'ready' } satisfies Report);
loadFont().catch(() => undefined);
