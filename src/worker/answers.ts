/**
 * What is answered when somebody asks: of a part, a dot, statecharts, the answers that take work,
 * and looking ahead. What only a kind knows comes with that kind. Fetched when first asked for, so
 * that the first dot need not wait for it.
 */
import { answerOf } from '../kinds/answers.ts';
import type { Working } from '../run/answer.ts';
import { picked } from '../run/dot-words.ts';
import {
  nodeAnswer,
  nodeFigures,
  nodeObservation,
  nodeStates,
  statecharts,
} from '../run/inspect.ts';
import { log } from '../run/log.ts';
import { requests } from '../run/requests.ts';
import type { Run } from '../run/run.ts';
import { series } from '../run/series.ts';
import { Skip } from '../run/skip.ts';
import { strip } from '../run/strip.ts';
import { trace } from '../run/trace.ts';
import type { Answers, LongQuery, Query } from './protocol.ts';

/** Begins to look for the next thing that matters. */
function skip(run: Run): Skip {
  return new Skip(run);
}

function* answer(run: Run, query: LongQuery): Working<Answers[Query['ask']] | null> {
  switch (query.ask) {
    case 'series':
      return series(run, query);
    case 'figures':
      return nodeFigures(run, query.node);
    case 'states':
      return nodeStates(run, query.node);
    case 'observation':
      return nodeObservation(run, query.node);
    case 'statecharts':
      return statecharts(run, query.kind);
    case 'kind':
      return nodeAnswer(run, query.node, query.question);
    case 'strip':
      return strip(run, query);
    case 'trace':
      return yield* trace(run, query.message);
    case 'requests':
      return yield* requests(run);
    case 'log':
      return yield* log(run, query);
    default:
      return query satisfies never;
  }
}

export const answers = { answerOf, picked, answer, skip };
