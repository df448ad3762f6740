/**
 * The menu of what can be done with what is under the hand: commands, and what the diagram itself
 * brings along.
 */
import { toCanvas } from '../canvas/camera.ts';
import { pasteFromClipboard } from '../canvas/clipboard.ts';
import type { Point } from '../canvas/layout.ts';
import { placeNote } from '../canvas/notes.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import type { MenuEntry } from '../ui/menu-entries.tsx';
import { type CommandId, isPossible } from './command.ts';
import { commandWords as words } from './command-words.ts';
import { commands } from './commands.ts';
import type { MenuPlace, MenuRequest } from './menu-requests.ts';
import {
  attachOffers,
  faultOffers,
  frameOffers,
  type Offer,
  offerOf,
  placeOffers,
} from './offers.ts';

/** Menus within menus, by what opens them. */
type Inner = keyof typeof INNER;
const INNER = {
  place: placeOffers,
  faults: faultOffers,
  into: frameOffers,
  attach: attachOffers,
} as const satisfies Record<string, (point: Point) => readonly Offer[]>;
/** Groups with a line between them. */
type Layout = readonly (readonly (CommandId | Inner)[])[];

const COPYING: readonly CommandId[] = ['cut', 'copy', 'duplicate'];
const MENUS: Readonly<Record<MenuPlace, Layout>> = {
  node: [
    ['rename', 'connect', 'inspect'],
    ['faults'],
    COPYING,
    ['fold', 'arrange', 'into', 'out-of-frame', 'fit-selection'],
    ['remove'],
  ],
  edge: [['inspect'], ['faults'], ['lead-to', 'lead-from', 'fit-selection'], ['remove']],
  note: [['rename', 'attach', 'detach'], COPYING, ['remove']],
  several: [COPYING, ['tidy', 'into', 'out-of-frame', 'fit-selection'], ['remove']],
  table: [
    ['place', 'note', 'paste'],
    ['select-all', 'tidy', 'fit'],
    ['play', 'outline', 'commands'],
  ],
};

export function CommandsMenu({
  request,
  onClosed,
}: {
  request: MenuRequest;
  onClosed: () => void;
}) {
  const { place, at } = request;
  return (
    <ContextMenu
      at={at}
      label={place === 'table' ? words.menu.tableLabel : words.menu.label}
      entries={entriesOf(request)}
      onClosed={onClosed}
    />
  );
}

function entriesOf({ place, at }: MenuRequest): readonly MenuEntry[] {
  const groups = MENUS[place]
    .map((ids) => ids.flatMap((id) => (isInner(id) ? innerOf(id, at) : entryOf(id, at))))
    .filter((group) => group.length > 0);
  return groups.flatMap((group, index) =>
    index === 0 ? group : [{ id: `rule-${index}` }, ...group],
  );
}

function isInner(id: CommandId | Inner): id is Inner {
  return Object.hasOwn(INNER, id);
}

function entryOf(id: CommandId, at: MenuRequest['at']): MenuEntry[] {
  const command = commands.find((candidate) => candidate.id === id);
  if (command === undefined || !isPossible(command)) return [];
  const entry = entryFor(offerOf(command));
  // Where the menu was opened, not where the pointer has gone since.
  const point = toCanvas(at.x, at.y);
  if (id === 'paste') entry.act = () => void pasteFromClipboard(point);
  if (id === 'note') entry.act = () => void placeNote(point);
  return [entry];
}

/** Nothing at all where there is nothing to choose from. */
function innerOf(id: Inner, at: MenuRequest['at']): MenuEntry[] {
  const offers = INNER[id](toCanvas(at.x, at.y));
  if (offers.length === 0) return [];
  const entries = offers.map(entryFor);
  return [{ id, label: words.menu[id], entries }];
}

function entryFor({ id, label, icon, shortcut, run }: Offer): MenuEntry & { act: () => void } {
  return {
    id,
    label,
    shortcut,
    ...(icon === undefined ? {} : { icon: <KindIcon name={icon} size={16} /> }),
    act: run,
  };
}
