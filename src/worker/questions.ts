/**
 * Questions of the page that take longer than their asking: worked on one after the other, between
 * frames.
 */
import type { Working } from '../run/answer.ts';
import type { Answers, LongQuery, Query, Report } from './protocol.ts';
import type { Running } from './running.ts';

/** So long at a time: a frame in between still has most of its own time. */
const ANSWER_MS = 4;

interface Question {
  readonly ask: number;
  readonly query: LongQuery;
  /** What answers it has been fetched. */
  isPrepared: boolean;
  /** The work so far; null before it began. */
  work: Working<Answers[Query['ask']] | null> | null;
}

/** What is needed of the world around. */
interface Surroundings {
  readonly clock: () => number;
  readonly soon: (callback: () => void) => void;
  readonly post: (report: Report) => void;
  /** Makes runs able to answer, also what only this kind knows; says whether they are. */
  readonly prepareAnswers: (kind: string | null, ready: (isAble: boolean) => void) => void;
}

interface Asked {
  /** The run to ask: null when there is none, undefined when the question must wait. */
  readonly run: () => Running | null | undefined;
  /** Reports what goes wrong. */
  readonly guard: (act: () => void) => void;
}

export class Questions {
  private readonly around: Surroundings;
  private readonly asked: Asked;
  private open: Question[] = [];
  private isWorkAsked = false;

  constructor(around: Surroundings, asked: Asked) {
    this.around = around;
    this.asked = asked;
  }

  ask(ask: number, query: LongQuery): void {
    this.open.push({ ask, query, isPrepared: false, work: null });
    this.askWork();
  }

  /** The run stands elsewhere: what was read of it so far does not count. */
  begin(): void {
    for (const question of this.open) question.work = null;
    this.askWork();
  }

  private askWork(): void {
    if (this.isWorkAsked || this.open.length === 0) return;
    this.isWorkAsked = true;
    this.around.soon(() => {
      this.isWorkAsked = false;
      this.asked.guard(() => this.work());
    });
  }

  /** Works on the oldest question for a while. */
  private work(): void {
    const run = this.asked.run();
    const [question] = this.open;
    if (question === undefined || run === undefined) return;
    if (!question.isPrepared) {
      this.prepare(question, run);
      return;
    }
    const { clock } = this.around;
    const end = clock() + ANSWER_MS;
    try {
      question.work ??= run?.answer(question.query) ?? null;
      do {
        const step = question.work?.next();
        if (step !== undefined && step.done !== true) continue;
        this.finish(question, step?.value ?? null);
        break;
      } while (clock() < end);
    } catch (error) {
      this.finish(question, null);
      throw error;
    }
    this.askWork();
  }

  /** Others are answered while it is not ready. */
  private prepare(question: Question, run: Running | null): void {
    const { query } = question;
    this.open.shift();
    const kind = query.ask === 'kind' ? (run?.kindOf(query.node) ?? null) : null;
    this.around.prepareAnswers(kind, (isAble) => {
      if (!isAble) {
        this.around.post({ type: 'unanswered', ask: question.ask });
        return;
      }
      question.isPrepared = true;
      this.open.push(question);
      this.askWork();
    });
    this.askWork();
  }

  private finish({ ask }: Question, answer: Answers[Query['ask']] | null): void {
    this.open.shift();
    this.around.post({ type: 'answer', ask, answer });
  }
}
