/**
 * What the run does by itself, said to those who listen: a node went down or came back. Seldom, and
 * several at once as one sentence, so that a busy run does not talk without end. A jump of the
 * clock says nothing: what it passed over was not watched.
 */
import type { Moment } from '../worker/protocol.ts';
import { announce } from './notices.ts';
import { type ObservationReport, usePlayback } from './playback.ts';
import { words } from './words.ts';

/** No more often than this. */
const QUIET_MS = 3_000;
/** How many are said one by one; the rest is counted. */
const SAID = 2;

let waiting: readonly string[] = [];
let quiet: ReturnType<typeof setTimeout> | null = null;

/** Speaks of what happens while it plays, until the returned function is called. */
export function speakOfMoments(): () => void {
  const leave = usePlayback.subscribe(({ report }, { report: before }) => {
    if (report === before || report === null) return;
    for (const { words: sentence } of freshMoments(report, before)) say(sentence);
  });
  return () => {
    leave();
    if (quiet !== null) clearTimeout(quiet);
    quiet = null;
    waiting = [];
  };
}

/**
 * What happened between two reports of the same run going on. Nothing after a jump, an edit, or the
 * first report.
 */
export function freshMoments(
  now: Pick<ObservationReport, 'at' | 'revision' | 'playing' | 'moments'>,
  before: Pick<ObservationReport, 'at' | 'revision' | 'playing'> | null,
): readonly Moment[] {
  if (before === null || before.revision !== now.revision || now.at <= before.at) return [];
  if (!before.playing) return [];
  return now.moments.filter((moment) => moment.what === 'state' && moment.at > before.at);
}

/** At once when it was quiet, else together with what else comes until then. */
function say(sentence: string): void {
  waiting = waiting.includes(sentence) ? waiting : [...waiting, sentence];
  quiet ??= setTimeout(speak, 0);
}

function speak(): void {
  quiet = null;
  if (waiting.length === 0) return;
  announce(merged(waiting));
  waiting = [];
  quiet = setTimeout(speak, QUIET_MS);
}

/** "Server 2 went down. Server 3 came back. 4 more changes." */
export function merged(sentences: readonly string[]): string {
  const said = sentences.slice(0, SAID).map((sentence) => sentence.replace(/\.?$/, '.'));
  const left = sentences.length - said.length;
  return [...said, ...(left === 0 ? [] : [words.moreChanges(left)])].join(' ');
}
