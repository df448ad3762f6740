/**
 * Requests as HTTP makes them: what clients send, balancers pass on and servers answer. Databases
 * of this table are asked the same way.
 */
import { duration, integer } from '../../document/field.ts';
import type { Protocol } from '../../document/protocol.ts';
import type { Content, Message } from '../../sim/types.ts';

export const http = {
  id: 'http',
  title: 'HTTP',
  carries: 'requests',
  answers: 'responses',
  class: 'request',
  fields: {
    timeout: duration({
      key: 't',
      label: 'Timeout',
      help: 'How long the sender waits for an answer along this connection, instead of its own timeout.',
      zero: 'as its sender says',
      default: 0,
    }),
    attempts: integer({
      key: 'a',
      label: 'Attempts',
      help: 'How often the sender tries to get an answer along this connection.',
      default: 1,
      min: 1,
      max: 100,
      // Nobody repeats a request yet.
      shownWhen: () => false,
    }),
  },
} as const satisfies Protocol;

/** What a request asks for. */
export interface HttpContent extends Content {
  /** A visitor's request, or a check of whoever wants to know how the target is. */
  readonly class: 'request' | 'probe';
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** By name, as after the question mark of an address. */
  readonly query: Texts;
  readonly headers: Texts;
  readonly cookies: Texts;
  readonly body: Texts;
  /** Changes data: a database replica refuses it. */
  readonly write: boolean;
}

type Texts = Readonly<Record<string, string>>;

/** What an answer says beside its status. */
interface HttpAnswer {
  readonly headers: Texts;
}

type Asked = Partial<Omit<HttpContent, 'words'>>;

/** Frozen, for all requests that ask for the same. What is left out is usual. */
export function httpContent(asked: Asked): HttpContent {
  const { write = false, method = write ? 'POST' : 'GET', path = '/' } = asked;
  return Object.freeze({
    class: asked.class ?? 'request',
    words: `${method} ${path}`,
    method,
    host: asked.host ?? 'shop.example',
    path,
    query: asked.query ?? {},
    headers: asked.headers ?? {},
    cookies: asked.cookies ?? {},
    body: asked.body ?? {},
    write,
  });
}

/** Frozen, for all answers that say the same. */
export function httpAnswer(headers: Texts): HttpAnswer {
  return Object.freeze({ headers });
}

/** What its answer says beside the status; null where that is all, or it has none yet. */
export function answerOf(message: Message): HttpAnswer | null {
  return message.answer as HttpAnswer | null;
}

/** Whether somebody asks how this part is, and no visitor is behind it. */
export function isProbe(message: Message): boolean {
  return message.content.class === 'probe';
}

/** What a message that came as HTTP asks for. */
export function httpOf(message: Message): HttpContent {
  return message.content as HttpContent;
}
