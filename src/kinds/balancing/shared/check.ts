/**
 * Active checks of one backend: how it is asked, what came of it, and when it is asked again. Plain
 * data; `health` of the balancer's machines decides by it, and writes it.
 */

import type { Connection, Message, Micros, StreamId, TimerId } from '../../../sim/types.ts';
import type { HttpContent } from '../../shared/http.ts';

export interface CheckSettings {
  /** What is asked for; null asks for no more than a connection. */
  readonly content: HttpContent | null;
  /** The status that means it is well. */
  readonly status: number;
  readonly tls: boolean;
  /** From the end of one check to the next, usually and while the verdict is changing. */
  readonly interval: Micros;
  readonly fastInterval: Micros;
  readonly timeout: Micros;
  /** How many in a row bring it back, and take it out. */
  readonly rise: number;
  readonly fall: number;
  /** In use before its first check. */
  readonly isInFirst: boolean;
}

/** What checks say of a backend. */
export type Verdict = 'untested' | 'healthy' | 'failing' | 'unhealthy' | 'recovering' | 'draining';

export interface Check {
  settings: CheckSettings;
  verdict: Verdict;
  /** Kept out of use, and since when. */
  isOut: boolean;
  outSince: Micros;
  /** Checks in a row that passed, and that failed. */
  passes: number;
  fails: number;
  /** The check under way: its connection, and what was asked on it. */
  connection: Connection | null;
  message: Message | null;
  /** For the next check, and for the end of patience with this one; 0 for none. */
  dueTimer: TimerId;
  lateTimer: TimerId;
  /** Where the moment of the first check is drawn from. */
  readonly stream: StreamId;
  /** When the last check ended, and how; -1 and '' before. */
  lastAt: Micros;
  lastWords: string;
}

export function createCheck(settings: CheckSettings, stream: StreamId): Check {
  return {
    settings,
    verdict: 'untested',
    isOut: false,
    outSince: 0,
    passes: 0,
    fails: 0,
    connection: null,
    message: null,
    dueTimer: 0,
    lateTimer: 0,
    stream,
    lastAt: -1,
    lastWords: '',
  };
}
