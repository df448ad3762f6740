/** The list of everything the page can do, to be searched: what was used last comes first. */
import { useMemo } from 'react';
import { closeDialog } from '../store/shell.ts';
import { CommandPalette, type PaletteGroup, type PaletteItem } from '../ui/command-palette.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { commandWords as words } from './command-words.ts';
import { allOffers, type Offer } from './offers.ts';

const RECENT = 5;
/** Ids of what was picked here since the page opened, the latest first. */
let recent: readonly string[] = [];

export function CommandsPalette() {
  const offers = useMemo(() => allOffers().filter((offer) => offer.id !== 'commands'), []);
  const groups = useMemo(() => groupsOf(offers), [offers]);
  return (
    <CommandPalette
      label={words.palette.label}
      placeholder={words.palette.search}
      none={words.palette.none}
      groups={groups}
      onClose={closeDialog}
      onClosed={(picked) => {
        const offer = offers.find(({ id }) => id === picked);
        if (offer === undefined) return;
        recent = [offer.id, ...recent.filter((id) => id !== offer.id)].slice(0, RECENT);
        offer.run();
      }}
    />
  );
}

/** What was used last comes first, and once more in its place. */
function groupsOf(offers: readonly Offer[]): readonly PaletteGroup[] {
  const used = recent.flatMap((id) => offers.find((offer) => offer.id === id) ?? []);
  const groups = [...new Set(offers.map((offer) => offer.group))].map((group) => ({
    id: group,
    title: words.groups[group],
    items: offers.filter((offer) => offer.group === group).map(itemOf),
  }));
  const first = { id: 'recent', title: words.palette.recent, items: used.map(itemOf) };
  return used.length === 0 ? groups : [first, ...groups];
}

function itemOf({ id, label, icon, shortcut, alsoCalled }: Offer): PaletteItem {
  return {
    id,
    label,
    shortcut,
    ...(icon === undefined ? {} : { icon: <KindIcon name={icon} size={16} /> }),
    ...(alsoCalled === undefined ? {} : { alsoCalled }),
  };
}
