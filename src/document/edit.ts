/**
 * What a person does to a document, as data, and the document afterwards. At the start an edit of behaviour changes nodes and edges
 * themselves; later it becomes one command at the moment shown, after those already there. Looks have no time.
 */
import type { Scene } from './connect.ts';
import { inOrder, insertCommand, insertSetting, withdraw } from './edit-commands.ts';
import { changeNode, findNode, moveNodes } from './edit-looks.ts';
import { changeStart, isStructural, makeStart } from './edit-start.ts';
import { isSameJson } from './field.ts';
import { applyIntervention } from './intervention.ts';
import { describeIntervention } from './label.ts';
import { LIMITS } from './limits.ts';
import { momentOf, sceneAt } from './scene.ts';
import { findBadCommand, findBadNodes } from './shape.ts';
import type { Specs } from './spec.ts';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  DocumentNote,
  EdgeConfig,
  Intervention,
  SceneDocument,
  StopCondition,
} from './types.ts';
import { nameOf, show } from './words.ts';

export type Edit =
  | { edit: 'add'; nodes: DocumentNode[]; edges: DocumentEdge[]; notes?: DocumentNote[] }
  | { edit: 'remove'; nodes: string[]; edges: string[]; notes?: string[] }
  /** Some settings or all of them. */
  | { edit: 'set'; node: string; config: ConfigJson }
  | { edit: 'set-edge'; edge: string; config: EdgeConfig }
  /** Into a frame or (null) onto the open table; positions are relative to it, those of other nodes to where they are. */
  | {
      edit: 'place';
      nodes: string[];
      in: string | null;
      positions: Record<string, [number, number]>;
    }
  | { edit: 'reconnect'; edge: string; from: string; to: string }
  /** A fault, or its end; now, or at another moment (ms). */
  | { edit: 'intervene'; command: Intervention; at?: number }
  /** Nodes and notes. */
  | { edit: 'move'; positions: Record<string, [number, number]> }
  /** Everything in good order, in one step: where nodes and notes stand, and how large frames are. */
  | {
      edit: 'arrange';
      positions: Record<string, [number, number]>;
      sizes: Record<string, [number, number]>;
    }
  /** Puts a note there, in place of the one with its id. */
  | { edit: 'note'; note: DocumentNote }
  /** All conditions at which the run pauses. */
  | { edit: 'stops'; stops: StopCondition[] }
  | { edit: 'resize'; node: string; size: [number, number]; at?: [number, number] }
  /** An empty name returns to the kind's title. */
  | { edit: 'rename'; node: string; name: string }
  | { edit: 'title'; title: string }
  | { edit: 'seed'; seed: number }
  /** Simulated seconds a second; null for whatever fits. */
  | { edit: 'speed'; speed: number | null }
  | { edit: 'move-command'; index: number; at: number }
  | { edit: 'delete-command'; index: number }
  | { edit: 'edit-command'; index: number; command: DocumentCommand }
  | { edit: 'make-start' }
  /** Keeps the past and changes the future: every command after the moment shown goes. */
  | { edit: 'fork' };

export type EditResult =
  | {
      readonly ok: true;
      /** The very same object when nothing changes. */
      readonly document: SceneDocument;
      /** For undo: "Add Server 4". */
      readonly label: string;
      readonly affects: 'behaviour' | 'looks';
    }
  /** A sentence for the person. */
  | { readonly ok: false; readonly message: string };

/** What the edits below work on. */
interface Desk {
  readonly document: SceneDocument;
  /** The moment shown, as documents write it. */
  readonly at: number;
  readonly specs: Specs;
}

/** @param nowMs the moment shown, in milliseconds of simulated time */
export function applyEdit(
  document: SceneDocument,
  edit: Edit,
  nowMs: number,
  specs: Specs,
): EditResult {
  const desk = { document, at: momentOf(nowMs), specs };
  const result = dispatch(desk, edit);
  if (!result.ok) return result;
  const message = tooMuch(result.document);
  return message === null ? result : { ok: false, message };
}

function dispatch(desk: Desk, edit: Edit): EditResult {
  switch (edit.edit) {
    case 'add':
      return add(desk, edit.nodes, edit.edges);
    case 'remove':
      return remove(desk, edit.nodes, edit.edges);
    case 'set':
      return set(desk, { do: 'set', node: edit.node, config: edit.config });
    case 'set-edge':
      return set(desk, { do: 'set-edge', edge: edit.edge, config: edit.config });
    case 'place':
      return place(desk, edit);
    case 'intervene':
      return perform(desk, edit.command);
    case 'move':
    case 'resize':
    case 'rename':
    case 'title':
    case 'speed':
      return changeLooks(desk, edit);
    case 'seed':
      return changeSeed(desk, edit.seed);
    case 'move-command':
    case 'delete-command':
    case 'edit-command':
      return changeCommand(desk, edit);
    case 'make-start':
      return {
        ok: true,
        document: makeStart(desk.document, desk.at, desk.specs),
        label: 'Make this the start',
        affects: 'behaviour',
      };
    default:
      throw new Error(`Unknown edit ${JSON.stringify(edit satisfies never)}.`);
  }
}

function sceneOf({ document, at, specs }: Desk): Scene {
  const { nodes, edges } = sceneAt(document, at, specs);
  return { nodes, edges };
}

function behaves(document: SceneDocument, label: string): EditResult {
  return { ok: true, document, label, affects: 'behaviour' };
}

function refuse(message: string): EditResult {
  return { ok: false, message };
}

/** Carries out an intervention at the moment shown, when it applies there. */
function perform(desk: Desk, act: Intervention): EditResult {
  const { document, at, specs } = desk;
  const bad = findBadCommand({ at, ...act }, specs);
  if (bad !== null) return refuse(bad.sentence);
  const scene = sceneOf(desk);
  const outcome = applyIntervention(scene, act, specs);
  if (!outcome.ok) return refuse(outcome.why);
  if (outcome.leftOut !== undefined) return refuse(outcome.leftOut);
  const label = describeIntervention(act, scene, specs);
  if (at > 0 || !isStructural(act)) {
    const commands = insertCommand(document.commands, { at, ...act });
    return behaves({ ...document, commands }, label);
  }
  const changed = changeStart(document, act, specs);
  return typeof changed === 'string' ? refuse(changed) : behaves(changed, label);
}

function add(desk: Desk, nodes: DocumentNode[], edges: DocumentEdge[]): EditResult {
  const bad = findBadNodes(nodes, desk.specs);
  if (bad !== null) return refuse(bad.sentence);
  const ghosts = new Set(sceneAt(desk.document, desk.at, desk.specs).ghosts.map(({ id }) => id));
  const early = [...nodes, ...edges].find((part) => ghosts.has(part.id));
  if (early !== undefined) return refuse(`${show(early.id)} joins later already.`);
  return perform(desk, {
    do: 'add',
    ...(nodes.length > 0 && { nodes }),
    ...(edges.length > 0 && { edges }),
  });
}

/** What joins at the moment shown or later is withdrawn; what stands since before is removed by a command. */
function remove(desk: Desk, nodes: string[], edges: string[]): EditResult {
  const { document, at, specs } = desk;
  const joining = joiningFrom(document, at);
  const withdrawn = new Set([...nodes, ...edges].filter((id) => joining.has(id)));
  const label = describeIntervention({ do: 'remove', nodes, edges }, everything(document), specs);
  const rest =
    withdrawn.size === 0
      ? document
      : { ...document, commands: withdraw(document.commands, withdrawn, at) };
  const act: Intervention = {
    do: 'remove',
    ...listed(
      'nodes',
      nodes.filter((id) => !withdrawn.has(id)),
    ),
    ...listed('edges', edgesLeft(rest, edges, { nodes, withdrawn })),
  };
  if (act.nodes === undefined && act.edges === undefined) return behaves(rest, label);
  const result = perform({ ...desk, document: rest }, act);
  return result.ok ? { ...result, label } : result;
}

/** Ids of what commands bring at this moment or later, and nothing earlier does. The start has no commands of its own. */
function joiningFrom(document: SceneDocument, at: number): ReadonlySet<string> {
  const joining = new Set<string>();
  const standing = new Set([...document.nodes, ...document.edges].map((part) => part.id));
  for (const command of document.commands) {
    if (command.do !== 'add') continue;
    const ids = command.at < at || command.at === 0 ? standing : joining;
    for (const part of [...(command.nodes ?? []), ...(command.edges ?? [])]) ids.add(part.id);
  }
  for (const id of standing) joining.delete(id);
  return joining;
}

/** Edges that a command must name: those of removed nodes go along with them. */
function edgesLeft(
  document: SceneDocument,
  edges: string[],
  gone: { nodes: string[]; withdrawn: ReadonlySet<string> },
): string[] {
  const along = new Set(
    everything(document)
      .edges.filter((edge) => gone.nodes.includes(edge.from) || gone.nodes.includes(edge.to))
      .map((edge) => edge.id),
  );
  return edges.filter((id) => !gone.withdrawn.has(id) && !along.has(id));
}

function listed<K extends string>(key: K, ids: string[]): { [P in K]?: string[] } {
  return (ids.length > 0 ? { [key]: ids } : {}) as { [P in K]?: string[] };
}

/** Every node and edge of the document, whenever it joins. */
function everything(document: SceneDocument): Scene {
  const adds = document.commands.filter((command) => command.do === 'add');
  return {
    nodes: [...document.nodes, ...adds.flatMap((command) => command.nodes ?? [])],
    edges: [...document.edges, ...adds.flatMap((command) => command.edges ?? [])],
  };
}

function set(desk: Desk, act: Extract<Intervention, { do: 'set' | 'set-edge' }>): EditResult {
  const { document, at, specs } = desk;
  const result = perform(desk, act);
  if (!result.ok) return result;
  const scene = sceneOf(desk);
  const outcome = applyIntervention(scene, act, specs);
  if (outcome.ok && isSameJson(outcome.scene, scene)) {
    return { ...result, document };
  }
  if (at === 0) return result;
  return { ...result, document: insertSetting(document, act, at, specs) };
}

function place(desk: Desk, edit: Extract<Edit, { edit: 'place' }>): EditResult {
  const { nodes, positions } = edit;
  const bad = findBadNumber(edit);
  if (bad !== null) return refuse(bad);
  const isPlaced = ([id]: [string, unknown]) => nodes.includes(id);
  const own = Object.entries(positions).filter(isPlaced);
  const others = Object.entries(positions).filter((entry) => !isPlaced(entry));
  const result = perform(desk, {
    do: 'place',
    nodes,
    in: edit.in,
    ...(own.length > 0 && { positions: Object.fromEntries(own) }),
  });
  if (!result.ok || others.length === 0) return result;
  const rest = Object.fromEntries(others);
  return { ...result, document: moveNodes(result.document, rest, desk.at, desk.specs) };
}

type LooksEdit = Extract<Edit, { edit: 'move' | 'resize' | 'rename' | 'title' | 'speed' }>;

function changeLooks(desk: Desk, edit: LooksEdit): EditResult {
  const { document } = desk;
  const bad = findBadNumber(edit);
  if (bad !== null) return refuse(bad);
  const done = (label: string, changed: SceneDocument): EditResult => {
    const same = changed !== document && isSameJson(changed, document);
    return { ok: true, document: same ? document : changed, label, affects: 'looks' };
  };
  switch (edit.edit) {
    case 'move':
      return done('Move', moveNodes(document, edit.positions, desk.at, desk.specs));
    case 'title':
      return done('Rename diagram', { ...document, title: edit.title.slice(0, LIMITS.text) });
    case 'speed':
      return done('Change speed', withSpeed(document, edit.speed));
    default: {
      const node = findNode(document, edit.node);
      if (node === undefined) return refuse(`There is no node ${show(edit.node)}.`);
      const called = nameOf(node, desk.specs);
      if (edit.edit === 'rename') return done(`Rename ${called}`, rename(document, edit));
      const { size, at } = edit;
      const sized = changeNode(document, edit.node, (old) => ({ ...old, size }));
      const moved =
        at === undefined ? sized : moveNodes(sized, { [edit.node]: at }, desk.at, desk.specs);
      return done(`Resize ${called}`, moved);
    }
  }
}

/** What no document may hold must not get into one by hand either. */
function findBadNumber(edit: LooksEdit | Extract<Edit, { edit: 'place' }>): string | null {
  const positions = 'positions' in edit ? Object.values(edit.positions) : [];
  if (edit.edit === 'resize' && edit.at !== undefined) positions.push(edit.at);
  const far = positions.flat().find((x) => !(Math.abs(x) <= LIMITS.distance));
  if (far !== undefined) return `The position ${show(far)} is beyond the edge of the table.`;
  if (edit.edit === 'resize') {
    const size = edit.size.find((x) => !(x >= LIMITS.smallest && x <= LIMITS.distance));
    if (size !== undefined) return `A frame cannot be ${show(size)} wide or high.`;
  }
  if (edit.edit === 'speed' && edit.speed !== null && !(edit.speed > 0 && edit.speed <= 1e6)) {
    return `The speed ${show(edit.speed)} is not above 0 and at most 1000000.`;
  }
  return null;
}

function rename(document: SceneDocument, edit: { node: string; name: string }): SceneDocument {
  const name = edit.name.trim().slice(0, LIMITS.text);
  return changeNode(document, edit.node, ({ name: _old, ...rest }) =>
    name === '' ? rest : { ...rest, name },
  );
}

function withSpeed({ speed: _old, ...rest }: SceneDocument, speed: number | null): SceneDocument {
  return speed === null ? rest : { ...rest, speed };
}

function changeSeed({ document }: Desk, seed: number): EditResult {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    return refuse(`The seed ${show(seed)} is no whole number from 0 to 4294967295.`);
  }
  return behaves(seed === document.seed ? document : { ...document, seed }, `Seed ${seed}`);
}

type CommandEdit = Extract<Edit, { edit: 'move-command' | 'delete-command' | 'edit-command' }>;

function changeCommand({ document, specs }: Desk, edit: CommandEdit): EditResult {
  const { commands } = document;
  const command = commands[edit.index];
  if (command === undefined) return refuse(`There is no command ${edit.index + 1} to change.`);
  const label = describeIntervention(command, everything(document), specs);
  if (edit.edit === 'delete-command') {
    const left = commands.toSpliced(edit.index, 1);
    return behaves({ ...document, commands: left }, `Delete “${label}”`);
  }
  const changed =
    edit.edit === 'move-command'
      ? { ...command, at: Math.min(momentOf(edit.at), LIMITS.moment) }
      : { ...edit.command, at: momentOf(edit.command.at) };
  if (isSameJson(changed, command)) return behaves(document, label);
  const bad = findBadCommand(changed, specs);
  if (bad !== null) return refuse(bad.sentence);
  const verb = edit.edit === 'move-command' ? 'Move' : 'Change';
  // Taken out and put in again, it comes after those already at its new moment.
  const rest = commands.toSpliced(edit.index, 1);
  const moved =
    changed.at === command.at
      ? commands.with(edit.index, changed)
      : insertCommand(inOrder(rest), changed);
  return behaves({ ...document, commands: moved }, `${verb} “${label}”`);
}

function tooMuch(document: SceneDocument): string | null {
  const { nodes, edges } = everything(document);
  if (nodes.length > LIMITS.nodes) return `A diagram holds at most ${LIMITS.nodes} nodes.`;
  if (edges.length > LIMITS.edges) return `A diagram holds at most ${LIMITS.edges} edges.`;
  if (document.commands.length > LIMITS.commands) {
    return `A diagram holds at most ${LIMITS.commands} commands.`;
  }
  return null;
}
