/** The menu of what can be done with what is under the hand: commands, and what the diagram itself brings along. */
import { toCanvas } from '../canvas/camera.ts';
import { pasteFromClipboard } from '../canvas/clipboard.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import type { MenuEntry } from '../ui/menu-entries.tsx';
import { type CommandId, isPossible } from './command.ts';
import { commandWords as words } from './command-words.ts';
import { commands } from './commands.ts';
import type { MenuPlace, MenuRequest } from './menu-requests.ts';
import { faultOffers, type Offer, offerOf, placeOffers } from './offers.ts';

/** Menus within menus, by what opens them. */
type Inner = 'place' | 'faults';
/** Groups with a line between them. */
type Layout = readonly (readonly (CommandId | Inner)[])[];

const COPYING: readonly CommandId[] = ['cut', 'copy', 'duplicate'];
const MENUS: Readonly<Record<MenuPlace, Layout>> = {
  node: [['connect'], ['faults'], COPYING, ['delete']],
  edge: [['faults'], ['delete']],
  note: [COPYING, ['delete']],
  several: [COPYING, ['tidy'], ['delete']],
  table: [
    ['place', 'paste'],
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
  return id === 'place' || id === 'faults';
}

function entryOf(id: CommandId, at: MenuRequest['at']): MenuEntry[] {
  const command = commands.find((candidate) => candidate.id === id);
  if (command === undefined) return [];
  const entry = entryFor(offerOf(command), !isPossible(command));
  // Where the menu was opened, not where the pointer has gone since.
  const point = toCanvas(at.x, at.y);
  return [id === 'paste' ? { ...entry, act: () => void pasteFromClipboard(point) } : entry];
}

/** Nothing at all where there is nothing to choose from. */
function innerOf(id: Inner, at: MenuRequest['at']): MenuEntry[] {
  const offers = id === 'place' ? placeOffers(toCanvas(at.x, at.y)) : faultOffers();
  if (offers.length === 0) return [];
  const entries = offers.map((offer) => entryFor(offer, false));
  return [{ id, label: words.menu[id], entries }];
}

function entryFor(
  { id, label, icon, shortcut, run }: Offer,
  disabled: boolean,
): MenuEntry & { act: () => void } {
  return {
    id,
    label,
    shortcut,
    disabled,
    ...(icon === undefined ? {} : { icon: <KindIcon name={icon} size={16} /> }),
    act: run,
  };
}
