/** What a dot carries, in words: "request 1234, GET /, from web". */
import type { Message } from '../sim/types.ts';
import { carriedBy } from './hops.ts';
import { findCreated, rowAt } from './journal.ts';
import type { Run } from './run.ts';

/** What a dot stands for. */
export interface Dot {
  /** Its slot; null when its hop is over: the journal still tells the message. */
  readonly flight: number | null;
  /** 0 for a packet of a connection. */
  readonly message: number;
}

/** What is told of the dot at a place; null where there is none. */
export function picked(
  run: Run,
  dot: Dot | null,
): { readonly message: number | null; readonly words: string | null } {
  if (dot === null) return { message: null, words: null };
  const { flight, message } = dot;
  return {
    message: message === 0 ? null : message,
    words: flight === null ? describeMessage(run, message) : describeFlight(run, flight),
  };
}

function describeFlight(run: Run, flight: number): string {
  const { flights } = run.kernel;
  const message = carriedBy(flights, flight);
  if ((flights.message[flight] ?? 0) === 0 || message === null) {
    return 'connection being set up or closed';
  }
  const words = messageWords(
    message,
    flights.back[flight] === 1,
    run.kernel.node(message.source).name,
  );
  return flights.repeat[flight] === 1 ? `${words}, retransmitted by TCP` : words;
}

function messageWords(message: Message, isBack: boolean, from: string): string {
  const { class: what, words } = message.content;
  const way = isBack ? `response to ${what}` : what;
  return `${way} ${message.id}, ${words}, from ${from}`;
}

/** Of the first message of a tree; of others the number alone. */
function describeMessage(run: Run, message: number): string {
  const found = findCreated(run.kernel.watch, message);
  if (found === null) return `message ${message}`;
  const created = rowAt(found.journal, found.row);
  if (created.a !== 0) return `message ${message}, from ${run.kernel.node(created.place).name}`;
  const what = run.kernel.watch?.wordOf(created.b - 1) ?? '';
  return `request ${message}, ${what}, from ${run.kernel.node(created.place).name}`;
}
