/**
 * The form of a condition. Which form one has is said by the one key of `SORTS` that it carries, so
 * that what is wrong is said at its place, however deep. What the JSON Schema says about it stands
 * in `condition-descriptions.ts`, which the page does without.
 */
import * as z from 'zod/mini';
import { own } from '../lib/table.ts';
import { type Condition, extentOf, type Figure, SORTS } from './condition.ts';
import { type Finding, findingOf } from './issue.ts';
import { LIMITS } from './limits.ts';
import { edgeId, id, KIND, nodeId, text } from './shape-parts.ts';

/** `up`, `up.saturated` */
const STATE = /^[a-z0-9][\w-]*(?:\.[a-z0-9][\w-]*)*$/i;

const span = () => z.number().check(z.gte(0), z.lte(LIMITS.moment));
const amount = () => z.number().check(z.gte(0), z.lte(1e9));
const word = (what: string) =>
  z.string().check(z.regex(KIND, { error: `give ${what} in lower case.` }));
const anyNode = () => z.exactOptional(id());
const lasts = z.exactOptional(z.number().check(z.gte(0.001), z.lte(LIMITS.moment)));
const within = z.number().check(z.gte(1), z.lte(LIMITS.window));

interface Bounded {
  above?: number;
  below?: number;
}

const bounds = (value: () => z.core.$ZodType<number>) => ({
  above: z.exactOptional(value()),
  below: z.exactOptional(value()),
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

const rate = (figure: 'throughput' | 'errors') =>
  z
    .strictObject({
      figure: z.literal(figure),
      ...bounds(amount),
      within,
      node: anyNode(),
      for: lasts,
    })
    .check(hasOneBound, isModest);

/** By the name of the figure. */
const FIGURES: { readonly [F in Figure]: z.core.$ZodType } = {
  response: z
    .strictObject({
      figure: z.literal('response'),
      percentile: z.literal([50, 95, 99]),
      ...bounds(span),
      within,
      node: anyNode(),
      for: lasts,
    })
    .check(hasOneBound),
  throughput: rate('throughput'),
  errors: rate('errors'),
  queue: z
    .strictObject({
      figure: z.literal('queue'),
      node: nodeId(),
      ...bounds(amount),
      for: lasts,
    })
    .check(hasOneBound),
  inFlight: z
    .strictObject({
      figure: z.literal('inFlight'),
      node: z.exactOptional(id()),
      ...bounds(amount),
      for: lasts,
    })
    .check(hasOneBound),
};

const list = () =>
  z.array(conditionSchema).check(z.minLength(1), z.maxLength(LIMITS.conditionParts));

type Sort = (typeof SORTS)[number];

/** By the key that names them; figures have one each. */
const FORMS: { readonly [S in Exclude<Sort, 'figure'>]: () => z.core.$ZodType } = {
  all: () => z.strictObject({ all: list(), for: lasts }),
  any: () => z.strictObject({ any: list(), for: lasts }),
  not: () => z.strictObject({ not: conditionSchema, for: lasts }),
  series: () =>
    z
      .strictObject({
        series: text(),
        node: nodeId(),
        key: z.exactOptional(text()),
        ...bounds(amount),
        within: z.exactOptional(within),
        for: lasts,
      })
      .check(hasOneBound, isModest),
  state: () =>
    z.strictObject({
      state: z
        .string()
        .check(
          z.maxLength(100),
          z.regex(STATE, { error: 'give a state, such as "up" or "up.saturated".' }),
        ),
      node: nodeId(),
      machine: z.exactOptional(word('the name of a machine')),
      key: z.exactOptional(text()),
      for: lasts,
    }),
  error: () => z.strictObject({ error: z.literal(true), node: anyNode() }),
  count: () =>
    z
      .strictObject({
        count: z.literal('parts'),
        kind: z.exactOptional(word('a kind')),
        in: z.exactOptional(id()),
        tag: z.exactOptional(word('a tag')),
        ...bounds(amount),
        for: lasts,
      })
      .check(hasOneBound),
  path: () =>
    z.strictObject({ path: z.strictObject({ from: nodeId(), to: nodeId() }), for: lasts }),
  verb: () =>
    z
      .strictObject({
        verb: word('the name of a deed'),
        node: z.exactOptional(nodeId()),
        edge: z.exactOptional(edgeId()),
      })
      .check(
        z.refine(
          ({ node, edge }: { node?: string; edge?: string }) =>
            node === undefined || edge === undefined,
          { error: 'give "node" or "edge", not both.' },
        ),
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

/** Every form of a condition, by its sort or the name of its figure, for the JSON Schema. */
export function conditionForms(): [name: string, form: z.core.$ZodType][] {
  return SORTS.flatMap((sort) =>
    sort === 'figure'
      ? Object.entries(FIGURES)
      : [[sort, formFor(sort)] as [string, z.core.$ZodType]],
  );
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
