/**
 * The form of a document, part by part: which keys there are and which values they take. What only
 * a whole document can show (whether an edge's ends exist, say) is checked elsewhere. Every part
 * carries the words that the published JSON Schema says about it.
 */
import * as z from 'zod/mini';
import { daysIn } from '../lib/calendar.ts';
import { own } from '../lib/table.ts';
import { findBadEdgeSetting, findBadSetting } from './config.ts';
import type { Arg, References } from './deed.ts';
import { actionIn, broughtBy, type Deed, type deedGivenBy, deeds } from './deeds.ts';
import { edgeFields } from './edge.ts';
import type { Field } from './field.ts';
import { checkField } from './field-check.ts';
import { type Finding, findingOf } from './issue.ts';
import { LIMITS } from './limits.ts';
import { momentOf } from './scene.ts';
import { conditionsSchema } from './shape-condition.ts';
import { about, edgeId, id, KIND, nodeId, text } from './shape-parts.ts';
import type { Specs } from './spec.ts';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  DocumentNote,
  DocumentStep,
  DocumentView,
  SceneDocument,
} from './types.ts';
import { didYouMean, show, specOf } from './words.ts';

const protocolId = () =>
  about(
    z.string().check(z.regex(KIND, { error: 'give a protocol in lower case, such as "http".' })),
    'What it carries; when left out, the first that its source gives and its target takes.',
  );
const port = () =>
  about(
    z.string().check(z.minLength(1), z.maxLength(LIMITS.port)),
    'Which of several that its target offers.',
  );
const coordinate = () => z.number().check(z.gte(-LIMITS.distance), z.lte(LIMITS.distance));
const position = () => z.tuple([coordinate(), coordinate()]);
const extent = () => z.number().check(z.gte(LIMITS.smallest), z.lte(LIMITS.distance));

// What is in it was read as JSON, and is held against the kind's own fields afterwards.
const anyRecord: unknown = z.record(z.string(), z.unknown());
const config = anyRecord as z.core.$ZodType<ConfigJson>;

const replicas = about(
  z
    .strictObject({
      min: about(z.int().check(z.gte(0)), 'At least so many.'),
      max: about(z.int().check(z.gte(1), z.lte(LIMITS.nodes)), 'At most so many.'),
    })
    .check(
      z.refine(({ min, max }: { min: number; max: number }) => min <= max, {
        error: 'give a max that is not below min.',
      }),
    ),
  'The node is the template of so many; they are told apart as `id.1` to `id.max`.',
);

const nodeSchema = about(
  z.strictObject({
    id: about(
      id(),
      'Short and unique among nodes, edges and notes; given once. Each node draws its chances from its id.',
    ),
    kind: about(
      z
        .string()
        .check(z.regex(KIND, { error: 'give a kind in lower case, such as "web-server".' })),
      'What the node is. A kind that this version does not know is kept and takes no part.',
    ),
    name: z.exactOptional(about(text(), "Shown on the card; the kind's title when left out.")),
    at: about(
      position(),
      'Top left corner [x, y] in CSS pixels at 100 %; within a frame, relative to it.',
    ),
    size: z.exactOptional(about(z.tuple([extent(), extent()]), 'Frames only: [width, height].')),
    in: z.exactOptional(about(id(), 'The id of the frame that contains this node.')),
    replicas: z.exactOptional(replicas),
    config: z.exactOptional(about(config, 'Settings that differ from the defaults of the kind.')),
  }),
  'One placed component. A frame is a node that contains nodes.',
  'node',
) satisfies z.core.$ZodType<DocumentNode>;

/** The settings that have a place of their own in the form of a document, each with its field. */
export const settings = new Map<z.core.$ZodType, Field>();

function setting<T>(field: Field<T>): z.core.$ZodType<T> {
  const schema = z.unknown().check(({ value, issues }) => {
    const issue = checkField(field, value);
    if (issue !== null) issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  });
  settings.set(schema, field);
  return schema as z.core.$ZodType<T>;
}

// What the protocol brings is held against its fields afterwards.
const edgeConfigSchema = about(
  z.looseObject({
    latency: z.exactOptional(setting(edgeFields.latency)),
    loss: z.exactOptional(setting(edgeFields.loss)),
  }),
  'How the edge carries messages: latency in milliseconds (10 when left out), loss as a share from 0 to 1, and the settings of its protocol.',
  'edge-config',
);

const edgeSchema = about(
  z.strictObject({
    id: about(id(), 'Short and unique among nodes, edges and notes; given once.'),
    from: nodeId(),
    to: about(id(), 'The id of a node; a frame stands for each of its members.'),
    protocol: z.exactOptional(protocolId()),
    port: z.exactOptional(port()),
    config: z.exactOptional(edgeConfigSchema),
  }),
  'A connection along which messages travel.',
  'edge',
) satisfies z.core.$ZodType<DocumentEdge>;

const moment = () =>
  z.number().check(
    z.gte(0),
    z.lte(LIMITS.moment),
    z.refine((ms: number) => momentOf(ms) === ms, {
      error: 'a moment has at most three decimals (microseconds).',
    }),
  );
const at = about(moment(), 'When: milliseconds of simulated time, at most three decimals.');
/** How each sort of argument is written; values by what their field accepts. */
const REFERENCES: { readonly [is in keyof References]: () => z.core.$ZodType } = {
  node: nodeId,
  edge: edgeId,
  nodes: () => z.array(nodeId()).check(z.maxLength(LIMITS.nodes)),
  edges: () => z.array(edgeId()).check(z.maxLength(LIMITS.edges)),
  frame: () => z.nullable(about(id(), 'The id of a frame.')),
  positions: () => z.record(id(), position()),
  settings: () => config,
  'edge-settings': () => edgeConfigSchema,
  protocol: protocolId,
  port,
  'new-nodes': () => z.array(nodeSchema),
  'new-edges': () => z.array(edgeSchema),
  action: () => z.string().check(z.regex(KIND, { error: 'give the name of a deed.' })),
  args: () => config,
};

function argSchema(arg: Arg): z.core.$ZodType {
  if (arg.is === 'value') return setting(arg.field);
  const schema = REFERENCES[arg.is]();
  return arg.about === undefined ? schema : about(schema, arg.about);
}

function deedSchema(name: string, deed: Deed) {
  const args = Object.entries(deed.args).map(([arg, takes]) => {
    const schema = argSchema(takes);
    return [arg, takes.optional === true ? z.exactOptional(schema) : schema] as const;
  });
  const shape = { at, do: z.literal(name), ...Object.fromEntries(args) };
  return about(z.strictObject(shape), deed.about);
}

const deedSchemas = Object.entries(deeds).map(([name, deed]) => deedSchema(name, deed));

// One for each deed there is; what they are, only the list of deeds knows.
const commandSchema = about(
  z.discriminatedUnion('do', deedSchemas as [(typeof deedSchemas)[number]]),
  'What happens at a moment. A command that no longer applies is skipped and marked.',
  'command',
) as z.core.$ZodType as z.core.$ZodType<DocumentCommand>;

const noteSchema = about(
  z.strictObject({
    id: about(id(), 'Short and unique among nodes, edges and notes.'),
    text: about(text(), 'Markdown without HTML, at most 2000 characters.'),
    at: about(
      position(),
      'Top left corner [x, y] in CSS pixels at 100 %; relative to the top left of the node it is attached to.',
    ),
    size: z.exactOptional(
      about(z.tuple([extent(), extent()]), '[width, height]; [208, 96] when left out.'),
    ),
    on: z.exactOptional(
      about(
        id(),
        'The id of the node it is attached to: it moves along, and shows while that does.',
      ),
    ),
  }),
  'Words on the table. Notes have no time.',
  'note',
) satisfies z.core.$ZodType<DocumentNote>;

/** `2026-03-29`, `2026-03-29T08:00:00Z` */
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)Z)?$/;
const FIRST_YEAR = 2000;
const LAST_YEAR = 2040;

/** Whether the calendar has such a day, and the day such a time. */
function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const isYear = year >= FIRST_YEAR && year <= LAST_YEAR;
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return isYear && isDay && hour < 24 && minute < 60 && second < 60;
}

const dateSchema = () =>
  z.string().check(
    z.refine(isDate, {
      error: `give a date from ${FIRST_YEAR} to ${LAST_YEAR}, such as "2026-03-29" or "2026-03-29T08:00:00Z".`,
    }),
  );

const viewSchema = about(
  z.strictObject({
    colourBy: z.exactOptional(
      about(
        z.string().check(z.regex(KIND, { error: 'give a word, such as "outcome" or "path".' })),
        'What gives messages their colour.',
      ),
    ),
    folded: z.exactOptional(
      about(
        z.array(id()).check(z.maxLength(LIMITS.nodes)),
        'The ids of frames that are shown without what is in them.',
      ),
    ),
    playFrom: z.exactOptional(about(moment(), 'From which moment it plays when it is opened.')),
  }),
  'How it is shown. Nothing of it changes the run.',
  'view',
) satisfies z.core.$ZodType<DocumentView>;

const stepSchema = about(
  z.strictObject({
    at: about(moment(), 'When: milliseconds of simulated time.'),
    text: about(text(), 'Markdown without HTML, at most 2000 characters.'),
    focus: z.exactOptional(about(id(), 'The id of a node or edge to look at.')),
  }),
  'A moment worth looking at, in words.',
  'step',
) satisfies z.core.$ZodType<DocumentStep>;

export const documentSchema = about(
  z.strictObject({
    version: about(z.literal(2), 'The version of this format.'),
    title: about(text(), 'Shown above the table.'),
    seed: about(
      z.int().check(z.gte(0), z.lte(0xffffffff)),
      'All chance comes from it: same document, same run.',
    ),
    speed: z.exactOptional(
      about(
        z.number().check(z.gt(0), z.lte(1e6)),
        'Simulated seconds shown per second; when left out, so that a message can be followed by eye.',
      ),
    ),
    nodes: about(
      z.array(nodeSchema).check(z.maxLength(LIMITS.nodes)),
      'What stands there at the start.',
    ),
    edges: about(
      z.array(edgeSchema).check(z.maxLength(LIMITS.edges)),
      'How it is connected at the start; no two edges have the same ends, protocol and port.',
    ),
    commands: about(
      z.array(commandSchema).check(z.maxLength(LIMITS.commands)),
      'In any order; at the same moment, as listed.',
    ),
    start: z.exactOptional(
      about(dateSchema(), 'The date, or date and time in UTC, that the clock shows at 0.'),
    ),
    view: z.exactOptional(viewSchema),
    steps: z.exactOptional(
      about(
        z.array(stepSchema).check(z.maxLength(LIMITS.steps)),
        'Moments worth looking at; they are put in order of time.',
      ),
    ),
    notes: z.exactOptional(
      about(z.array(noteSchema).check(z.maxLength(LIMITS.notes)), 'Words on the table.'),
    ),
    conditions: z.exactOptional(
      about(
        conditionsSchema.check(z.maxLength(LIMITS.conditions)),
        'When a run pauses by itself: as one becomes true, and again only after it was false.',
      ),
    ),
  }),
  'A scene: what stands on the table, how it is connected, and what happens to it.',
) satisfies z.core.$ZodType<SceneDocument>;

/**
 * The first thing wrong with the form of some nodes or with their settings; null when all is well.
 */
export function findBadNodes(
  nodes: readonly DocumentNode[],
  specs: Specs,
  base = 'nodes',
): Finding | null {
  for (const [index, node] of nodes.entries()) {
    const place = `${base}[${index}]`;
    const issue = z.safeParse(nodeSchema, node).error?.issues[0];
    if (issue !== undefined) return findingOf(issue, node, place);
    const spec = specOf(node.kind, specs);
    if (spec === undefined || node.config === undefined) continue;
    const bad = findBadSetting(spec, node.config, `${place}.config`);
    if (bad !== null) return bad;
  }
  return null;
}

/** The first thing wrong with the settings of some edges; null when all is well. */
export function findBadEdges(
  edges: readonly DocumentEdge[],
  specs: Specs,
  base = 'edges',
): Finding | null {
  for (const [index, { protocol, config = {} }] of edges.entries()) {
    const bad = findBadEdgeSetting(protocol, config, specs, `${base}[${index}].config`);
    if (bad !== null) return bad;
  }
  return null;
}

/**
 * The first thing wrong with the form of a command, with the nodes it brings, or with what a kind's
 * own deed takes.
 */
export function findBadCommand(
  command: DocumentCommand,
  specs: Specs,
  { base = 'command', nodes = [] }: { readonly base?: string; readonly nodes?: Nodes } = {},
): Finding | null {
  const issue = z.safeParse(commandSchema, command).error?.issues[0];
  if (issue !== undefined) return findingOf(issue, command, base);
  const { nodes: joining, edges } = broughtBy(command);
  return (
    findBadNodes(joining, specs, `${base}.nodes`) ??
    findBadEdges(edges, specs, `${base}.edges`) ??
    findBadAction(command, nodes, specs, base)
  );
}

type Nodes = Parameters<typeof deedGivenBy>[1];

/** What only the kind of the node knows; of an unknown kind anything is kept. */
function findBadAction(
  command: DocumentCommand,
  nodes: Nodes,
  specs: Specs,
  base: string,
): Finding | null {
  const action = actionIn(command);
  const spec = specOf(nodes.find(({ id }) => id === action?.node)?.kind ?? '', specs);
  if (action === null || spec === undefined) return null;
  const deed = own(spec.actions, action.name);
  if (deed === undefined) {
    const known = didYouMean(action.name, Object.keys(spec.actions ?? {}));
    const sentence = `The kind ${show(spec.kind)} does not know ${show(action.name)}.${known}`;
    return { path: `${base}.act`, sentence };
  }
  const taken = Object.entries(deed.args).filter(([, arg]) => arg.is === 'value');
  const fields = Object.fromEntries(
    taken.flatMap(([name, arg]) => (arg.is === 'value' ? [[name, arg.field] as const] : [])),
  );
  const missing = taken.find(
    ([name, arg]) => arg.optional !== true && !Object.hasOwn(action.args, name),
  );
  if (missing !== undefined) {
    return { path: `${base}.args`, sentence: `${base}.args has no ${show(missing[0])}: give one.` };
  }
  return findBadSetting({ kind: spec.kind, fields }, action.args, `${base}.args`);
}

/** The first thing wrong with the form of a note. */
export function findBadNote(note: DocumentNote, base = 'note'): Finding | null {
  const issue = z.safeParse(noteSchema, note).error?.issues[0];
  return issue === undefined ? null : findingOf(issue, note, base);
}
