/**
 * Everything that can be done right now, for the palette and the menus: the commands that have
 * something to work on, and what the diagram itself brings along: each kind to place, each part to
 * go to, each fault of what is selected, each scene to open.
 */
import { focusCanvas, reveal } from '../canvas/camera.ts';
import { placeAt, placeBeside } from '../canvas/gestures.ts';
import { framesFor, moveInto } from '../canvas/into-frame.ts';
import type { Point } from '../canvas/layout.ts';
import { edgeName, nameOf } from '../canvas/names.ts';
import { attachNote, selectedNote } from '../canvas/notes.ts';
import { offersFor } from '../document/offers.ts';
import { ABOUT } from '../scenarios/about.ts';
import { scenarioSlugs } from '../scenarios/scenarios.ts';
import { protocolOf } from '../store/carried.ts';
import { edit } from '../store/document.ts';
import { inForce } from '../store/in-force.ts';
import { useLive } from '../store/live.ts';
import { useScene } from '../store/scene.ts';
import { select, useSelection } from '../store/selection.ts';
import { entries, entryOf, specOf } from '../store/specs.ts';
import { type Command, type CommandGroup, isPossible, labelOf, shortcutOf } from './command.ts';
import { commandWords as words } from './command-words.ts';
import { commands } from './commands.ts';

export interface Offer {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  readonly shortcut?: string | undefined;
  /** A kind's icon, by name. */
  readonly icon?: string;
  /** Other words to find it by. */
  readonly alsoCalled?: string;
  readonly run: () => void;
}

/** Of the whole page, group by group. */
export function allOffers(): readonly Offer[] {
  const offers = [
    ...commands.filter((command) => isPossible(command)).map(offerOf),
    ...placeOffers(null),
    ...faultOffers(),
    ...frameOffers(),
    ...attachOffers(),
    ...goOffers(),
    ...sceneOffers(),
  ];
  const order = Object.keys(words.groups);
  return offers.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

export function offerOf(command: Command): Offer {
  const { id, group, run } = command;
  const label = labelOf(command);
  return { id, group, label, shortcut: shortcutOf(command), alsoCalled: words.commands[id], run };
}

/** A kind each: beside the selection, or with its middle at a point of the canvas. */
export function placeOffers(point: Point | null): readonly Offer[] {
  return Object.values(entries()).map((entry) => ({
    id: `place ${entry.kind}`,
    group: 'place',
    label: words.place(entry.title),
    icon: entry.icon,
    alsoCalled: entry.summary,
    run: () => {
      if (point === null) placeBeside(entry.kind);
      else placeAt(entry.kind, point);
      focusCanvas();
    },
  }));
}

/** What breaks the part selected last, and what mends it. What is in force already is left out. */
export function faultOffers(): readonly Offer[] {
  const { nodes, edges } = useScene.getState();
  const id = useSelection.getState().ids.at(-1);
  const part = [...nodes, ...edges].find((candidate) => candidate.id === id);
  if (part === undefined) return [];
  const isNode = 'kind' in part;
  const name = isNode ? nameOf(part) : edgeName(part);
  const isDown = useLive.getState().cards.get(part.id)?.tone === 'down';
  const state = { inForce: inForce(part.id), isDown };
  return offersFor(part, isNode ? specOf(part.kind) : protocolOf(part), state)
    .filter((fault) => !fault.isOn)
    .map((fault) => ({
      id: `fault ${fault.id}`,
      group: 'break',
      label: fault.label,
      alsoCalled: name,
      run: () => void edit({ edit: 'intervene', command: fault.intervention }),
    }));
}

/** Each frame that takes what is selected. */
export function frameOffers(): readonly Offer[] {
  const { ids } = useSelection.getState();
  return framesFor(ids).map((frame) => ({
    id: `into ${frame.id}`,
    group: 'edit',
    label: words.into(nameOf(frame)),
    icon: entryOf(frame.kind)?.icon ?? '',
    run: () => void moveInto(ids, frame.id),
  }));
}

/** Each part that the selected note may be attached to. */
export function attachOffers(): readonly Offer[] {
  const note = selectedNote();
  if (note === undefined) return [];
  return useScene
    .getState()
    .nodes.filter((node) => node.id !== note.on)
    .map((node) => ({
      id: `attach ${node.id}`,
      group: 'edit',
      label: words.attach(nameOf(node)),
      icon: entryOf(node.kind)?.icon ?? '',
      run: () => void attachNote(note.id, node.id),
    }));
}

function goOffers(): readonly Offer[] {
  return useScene.getState().nodes.map((node) => {
    const entry = entryOf(node.kind);
    return {
      id: `go ${node.id}`,
      group: 'go',
      label: words.goTo(nameOf(node)),
      icon: entry?.icon ?? '',
      alsoCalled: entry?.title ?? node.kind,
      run: () => {
        select([node.id]);
        useSelection.setState({ inspecting: true });
        reveal(node.id);
        focusCanvas();
      },
    };
  });
}

function sceneOffers(): readonly Offer[] {
  return scenarioSlugs.map((slug) => ({
    id: `scene ${slug}`,
    group: 'diagram',
    label: words.openScene(slug.replaceAll('-', ' ')),
    alsoCalled: ABOUT[slug]?.line ?? '',
    run: () => location.replace(`#x=${slug}`),
  }));
}
