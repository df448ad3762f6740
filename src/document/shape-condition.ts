/**
 * The form of a condition. Which form one has is told by the one key of `SORTS` that it carries,
 * so that what is wrong is said at its place, however deep.
 */
import * as z from 'zod/mini';
import { own } from '../lib/table.ts';
import { type Condition, extentOf, type Figure, SORTS } from './condition.ts';
import { type Finding, findingOf } from './issue.ts';
import { LIMITS } from './limits.ts';
import { about, edgeId, id, KIND, nodeId, text } from './shape-parts.ts';

/** `up`, `up.saturated` */
const STATE = /^[a-z0-9][\w-]*(?:\.[a-z0-9][\w-]*)*$/i;

const span = () => z.number().check(z.gte(0), z.lte(LIMITS.moment));
const amount = () => z.number().check(z.gte(0), z.lte(1e9));
const word = (what: string) =>
  z.string().check(z.regex(KIND, { error: `give ${what} in lower case.` }));
const anyNode = () =>
  z.exactOptional(about(id(), 'The id of a node; when left out, all that traffic starts from.'));
const lasts = z.exactOptional(
  about(
    z.number().check(z.gte(0.001), z.lte(LIMITS.moment)),
    'Milliseconds for which it has to hold without a break.',
  ),
);
const within = about(
  z.number().check(z.gte(1), z.lte(LIMITS.window)),
  'Counts what ended within the last so many milliseconds, at most an hour.',
);

interface Bounded {
  above?: number;
  below?: number;
}

const bounds = (value: () => z.core.$ZodType<number>, unit: string) => ({
  above: z.exactOptional(about(value(), `It is more than this: ${unit}.`)),
  below: z.exactOptional(about(value(), `It is less than this: ${unit}.`)),
});

const hasOneBound = z.refine<Bounded>(
  ({ above, below }) => (above === undefined) !== (below === undefined),
  { error: 'give either "above" or "below".' },
);

/** Each request within the window is remembered. */
const isModest = z.refine<Bounded & { within?: number }>(
  ({ above = 0, below = 0, within: window = 0 }) =>
    (Math.max(above, below) * window) / 1000 <= LIMITS.remembered,
  { error: `that is more than ${LIMITS.remembered} requests: give a shorter "within".` },
);

const rate = (figure: 'throughput' | 'errors', what: string) =>
  about(
    z
      .strictObject({
        figure: z.literal(figure),
        ...bounds(amount, 'per second'),
        within,
        node: anyNode(),
        for: lasts,
      })
      .check(hasOneBound, isModest),
    what,
  );

/** By the name of the figure. */
const FIGURES: { readonly [F in Figure]: z.core.$ZodType } = {
  response: about(
    z
      .strictObject({
        figure: z.literal('response'),
        percentile: about(
          z.literal([50, 95, 99]),
          'Which percentile of the response times: 50, 95 or 99.',
        ),
        ...bounds(span, 'milliseconds'),
        within,
        node: anyNode(),
        for: lasts,
      })
      .check(hasOneBound),
    'A percentile of the response times, judged as a request ends. Needs at least 20 requests.',
  ),
  throughput: rate('throughput', 'Requests answered per second.'),
  errors: rate('errors', 'Requests that failed or were dropped per second.'),
  queue: about(
    z
      .strictObject({
        figure: z.literal('queue'),
        node: nodeId(),
        ...bounds(amount, 'how many'),
        for: lasts,
      })
      .check(hasOneBound),
    'How many wait at the node.',
  ),
  inFlight: about(
    z
      .strictObject({
        figure: z.literal('inFlight'),
        node: z.exactOptional(about(id(), 'The id of a node; when left out, everywhere.')),
        ...bounds(amount, 'how many'),
        for: lasts,
      })
      .check(hasOneBound),
    'How many messages are under way, or inside the node.',
  ),
};

const list = () =>
  z.array(conditionSchema).check(z.minLength(1), z.maxLength(LIMITS.conditionParts));

type Sort = (typeof SORTS)[number];

/** By the key that tells them; figures have one each. */
const FORMS: { readonly [S in Exclude<Sort, 'figure'>]: () => z.core.$ZodType } = {
  all: () => about(z.strictObject({ all: list(), for: lasts }), 'All of these hold.'),
  any: () => about(z.strictObject({ any: list(), for: lasts }), 'At least one of these holds.'),
  not: () => about(z.strictObject({ not: conditionSchema, for: lasts }), 'This does not hold.'),
  series: () =>
    about(
      z
        .strictObject({
          series: about(text(), "The name of a figure that the node's kind keeps of its own."),
          node: nodeId(),
          key: z.exactOptional(about(text(), 'One line of it; all together when left out.')),
          ...bounds(amount, 'what a gauge holds, or how often per second'),
          within: z.exactOptional(within),
          for: lasts,
        })
        .check(hasOneBound, isModest),
      'A figure of a kind: what a gauge holds now, or the rate of a counter within a time.',
    ),
  state: () =>
    about(
      z.strictObject({
        state: about(
          z
            .string()
            .check(
              z.maxLength(100),
              z.regex(STATE, { error: 'give a state, such as "up" or "up.saturated".' }),
            ),
          'The path of a state, "up.saturated", or its beginning, "up".',
        ),
        node: nodeId(),
        machine: z.exactOptional(
          about(word('the name of a machine'), "Another machine than the node's own."),
        ),
        key: z.exactOptional(about(text(), 'Which of several such machines.')),
        for: lasts,
      }),
      'The node is in a state.',
    ),
  error: () =>
    about(
      z.strictObject({ error: z.literal(true), node: anyNode() }),
      'A message failed or was dropped: true at that very event.',
    ),
  count: () =>
    about(
      z
        .strictObject({
          count: z.literal('parts'),
          kind: z.exactOptional(about(word('a kind'), 'Only parts of this kind.')),
          in: z.exactOptional(about(id(), 'Only parts in the frame with this id.')),
          tag: z.exactOptional(
            about(word('a tag'), 'Only parts whose state has this tag, such as "down".'),
          ),
          ...bounds(amount, 'how many'),
          for: lasts,
        })
        .check(hasOneBound),
      'How many parts stand on the table.',
    ),
  path: () =>
    about(
      z.strictObject({ path: z.strictObject({ from: nodeId(), to: nodeId() }), for: lasts }),
      'Requests can get from one part to the other: along edges that are not cut, through parts that are up.',
    ),
  verb: () =>
    about(
      z.strictObject({
        verb: about(
          word('the name of a deed'),
          'As a command writes it in "do" or, where only a kind knows it, in "act".',
        ),
        node: z.exactOptional(nodeId()),
        edge: z.exactOptional(edgeId()),
      }),
      'Something was done: true at that very moment.',
    ),
};

/** The form of any condition; what it can look like stands in `conditionForms`. */
export const conditionSchema = z.unknown().check(({ value, issues }) => {
  const [form, issue] = formOf(value);
  const found = issue === null ? z.safeParse(form, value).error?.issues : [issue];
  for (const each of found ?? []) issues.push({ ...each, input: value } as z.core.$ZodRawIssue);
}) as z.ZodMiniType as z.ZodMiniType<Condition>;

const made = new Map<Exclude<Sort, 'figure'>, z.core.$ZodType>();

function formFor(sort: Exclude<Sort, 'figure'>): z.core.$ZodType {
  const form = made.get(sort) ?? FORMS[sort]();
  made.set(sort, form);
  return form;
}

/** Every form of a condition, for the JSON Schema. */
export function conditionForms(): z.core.$ZodType[] {
  return SORTS.flatMap((sort) => (sort === 'figure' ? Object.values(FIGURES) : [formFor(sort)]));
}

type FoundIssue = Pick<z.core.$ZodIssue, 'code' | 'path' | 'message'>;

/** The form that fits what it is, or what keeps it from having one. */
function formOf(value: unknown): [z.core.$ZodType, null | FoundIssue] {
  if (typeof value !== 'object' || value === null) return [z.looseObject({}), null];
  const [sort, second] = SORTS.filter((key) => Object.hasOwn(value, key));
  const wrong = (message: string): [z.core.$ZodType, FoundIssue] => [
    z.unknown(),
    { code: 'custom', path: [], message },
  ];
  if (sort === undefined) return wrong(`give one of ${SORTS.map((key) => `"${key}"`).join(', ')}.`);
  if (second !== undefined) {
    return wrong(`give "${sort}" or "${second}", not both: combine conditions with "all".`);
  }
  if (sort !== 'figure') return [formFor(sort), null];
  const { figure } = value as { figure: unknown };
  const form = typeof figure === 'string' ? own(FIGURES, figure) : undefined;
  // Any of them says what the name may be.
  return [form ?? z.looseObject({ figure: z.literal(Object.keys(FIGURES)) }), null];
}

/** The conditions of a document. How deep and how large one may be is said of it as a whole. */
export const conditionsSchema = z.array(conditionSchema).check(({ value, issues }) => {
  for (const [index, condition] of value.entries()) {
    const message = whyTooLarge(condition);
    if (message !== null) issues.push({ code: 'custom', path: [index], message, input: value });
  }
});

function whyTooLarge(condition: Condition): string | null {
  const { depth, size } = extentOf(condition);
  if (depth > LIMITS.conditionDepth) {
    return `conditions lie at most ${LIMITS.conditionDepth} deep inside each other.`;
  }
  if (size <= LIMITS.conditionParts) return null;
  return `at most ${LIMITS.conditionParts} conditions may be inside each other.`;
}

/** The first thing wrong with the form of conditions. */
export function findBadConditions(conditions: readonly Condition[]): Finding | null {
  const issue = z.safeParse(conditionsSchema, conditions).error?.issues[0];
  return issue === undefined ? null : findingOf(issue, conditions, 'conditions');
}
