/**
 * The clock as the person sees it, and the one place that talks to the simulation: the newest
 * observation, whether it plays, how fast, and what to do when it had to be restarted.
 */
import { create } from 'zustand';
import { shortClock } from '../lib/clock.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Simulation, SimulationStatus } from '../worker/client.ts';
import type { Load, Report, TimeRequest } from '../worker/protocol.ts';
import { sayLost } from './lost.ts';
import { announce, say } from './notices.ts';
import { words } from './words.ts';

export type ObservationReport = Extract<Report, { type: 'observation' }>;
/** Simulated microseconds since the start of the run. */
export type Micros = number;
export type Speed = number | 'fit' | 'max';

interface Playback {
  at: Micros;
  /** Whether the simulation has taken all that was asked of its time, and stands where it is to. */
  isUpToDate: boolean;
  playing: boolean;
  /** Simulated seconds per second of the viewer's time. */
  speed: number;
  asked: Speed;
  report: ObservationReport | null;
  /** What could not be fetched to run the document sent last, and whether it was to play. */
  lacks: { readonly kinds: readonly string[]; readonly playing: boolean } | null;
  status: 'starting' | 'ready' | 'restarted' | 'failed';
  /** What went wrong, in words, with what to do; null when nothing did. */
  sentence: string | null;
}

export const usePlayback = create<Playback>()(() => ({
  at: 0,
  isUpToDate: false,
  playing: false,
  speed: 0.05,
  asked: 'fit',
  report: null,
  lacks: null,
  status: 'starting',
  sentence: null,
}));

/** What was sent last. */
let sent: Load['document'] | null = null;
let connected: Simulation | null = null;
let leave: (() => void)[] = [];
/** Counts documents sent; reports of an earlier one say nothing about what is on the table now. */
let revision = 0;
/** Counts wishes since then; a report that has not taken the newest one yet is older than it. */
let ticket = 0;

/** Takes the simulation's reports from now on; an earlier one is let go. */
export function connectSimulation(simulation: Simulation): void {
  for (const stop of leave) stop();
  connected = simulation;
  leave = [simulation.subscribe(receive), simulation.onStatus(receiveStatus)];
  receiveStatus(simulation.status());
}

/** The worker client. Throws before `connectSimulation` was called. */
export function simulation(): Simulation {
  if (connected === null) throw new Error('No simulation yet: connectSimulation() comes first.');
  return connected;
}

/** Sends what is now on the table; `at` is the moment to show, or `keep` for the one shown. */
export function loadDocument(document: Load['document'], at: Micros | 'keep'): void {
  revision += 1;
  sent = document;
  usePlayback.setState({ lacks: null, isUpToDate: false });
  ticket = 0;
  if (at !== 'keep') usePlayback.setState({ at });
  simulation().send({ type: 'load', document, at, revision });
}

/** Sends what was sent last once more, which could not be run; it plays if it was to play. */
export function loadAgain(): void {
  const { lacks } = usePlayback.getState();
  sendAgain();
  if (lacks?.playing === true) play();
}

function isLacking(): boolean {
  return usePlayback.getState().lacks !== null;
}

function sendAgain(): void {
  if (sent !== null) loadDocument(sent, usePlayback.getState().at);
}

/** What the simulation lacks something for is sent again first. */
export function play(): void {
  if (isLacking()) sendAgain();
  usePlayback.setState({ playing: true });
  wish({ type: 'play' });
}

export function pause(): void {
  usePlayback.setState({ playing: false });
  wish({ type: 'pause' });
}

/** What reports from before it say of the moment, and of playing, is not to be shown any more. */
function wish(request: TimeRequest): void {
  ticket += 1;
  usePlayback.setState({ isUpToDate: false });
  simulation().send({ ...request, ticket });
}

export function toggle(): void {
  if (usePlayback.getState().playing) pause();
  else play();
}

/** Runs exactly one event, and stays there. */
export function step(): void {
  if (usePlayback.getState().playing) pause();
  wish({ type: 'step' });
}

/**
 * Goes on to the next thing that matters; whether it plays does not change. While it looks for
 * that, it stops looking. Says why where there is nothing to skip.
 */
export function skipQuiet(): void {
  const { report } = usePlayback.getState();
  if (report === null) return;
  if (report.quiet || report.skipping !== null) simulation().send({ type: 'skip' });
  else say(words.notQuiet);
}

/** Shows that moment; whether it plays does not change. */
export function seek(t: Micros): void {
  const to = Math.max(0, Math.round(t));
  usePlayback.setState({ at: to });
  wish({ type: 'seek', to });
}

export function setSpeed(asked: Speed): void {
  usePlayback.setState(typeof asked === 'number' ? { asked, speed: asked } : { asked });
  simulation().send({ type: 'speed', speed: asked });
}

export function dismissSentence(): void {
  usePlayback.setState({ sentence: null });
}

function receive(report: Report): void {
  if (report.type === 'observation') {
    if (report.revision !== revision) return;
    const { speed } = report;
    const isOlder = report.ticket < ticket;
    const isUpToDate = !isOlder && report.sought === null;
    // The clock shows where a long seek leads, and none of the moments on the way.
    const now = { at: report.sought ?? report.at, playing: report.playing };
    const { at, playing } = isOlder ? usePlayback.getState() : now;
    // What stands in for the document shows what is there, and neither plays nor tells the time.
    usePlayback.setState(
      isLacking() ? { report, isUpToDate } : { at, isUpToDate, playing, speed, report },
    );
  } else if (report.type === 'not-fetched') {
    if (report.revision !== revision) return;
    const { kinds } = report;
    const { playing } = usePlayback.getState();
    usePlayback.setState({ lacks: { kinds, playing } });
    pause();
  } else if (report.type === 'skipped') {
    saySkipped(report);
  } else if (report.type === 'error') {
    ticket = 0;
    usePlayback.setState({ isUpToDate: true, sentence: report.message });
  }
}

function saySkipped({ from, to, why }: Extract<Report, { type: 'skipped' }>): void {
  if (why === 'not-fetched') sayLost(skipQuiet);
  else if (to === null) say(why === 'never' ? words.never : words.notSoon);
  else announce(words.skipped(formatDuration((to - from) / 1000), shortClock(to)));
}

function receiveStatus({ status, sentence }: SimulationStatus): void {
  // Another worker has taken none of the seeks.
  if (status !== 'ready') ticket = 0;
  const isOver = status === 'restarted' || status === 'failed';
  usePlayback.setState({ status, sentence, ...(isOver ? { playing: false } : {}) });
}
