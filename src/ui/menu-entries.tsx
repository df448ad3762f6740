/** What a menu lists: things to do, choices, lines between groups, and menus within. */
import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { PHONE_QUERY, useMedia } from './media.ts';
import css from './menu.module.css';

export type MenuEntry =
  | {
      id: string;
      label: string;
      icon?: ReactNode;
      shortcut?: string | undefined;
      disabled?: boolean;
      /** Set for a choice among others: whether it is the one chosen. */
      chosen?: boolean;
      act: () => void;
    }
  /** A menu within the menu. */
  | { id: string; label: string; icon?: ReactNode; entries: readonly MenuEntry[] }
  /** A line between groups. */
  | { id: string; label?: never };

/**
 * To be put inside a menu's content. Beside a menu on a phone there is no room for another: there
 * its entries stand in the same one.
 */
export function MenuEntries({ entries }: { entries: readonly MenuEntry[] }) {
  const isPhone = useMedia(PHONE_QUERY);
  return entries.map((entry) => {
    if (entry.label === undefined) return <Radix.Separator key={entry.id} className={css.rule} />;
    if ('entries' in entry && isPhone) {
      return (
        <Radix.Group key={entry.id}>
          <Radix.Label className={css.heading}>{entry.label}</Radix.Label>
          <MenuEntries entries={entry.entries} />
        </Radix.Group>
      );
    }
    if ('entries' in entry) {
      return (
        <Radix.Sub key={entry.id}>
          <Radix.SubTrigger className={css.item}>
            {entry.icon}
            <span className={css.label}>{entry.label}</span>
            <ChevronRight strokeWidth={1.5} aria-hidden="true" />
          </Radix.SubTrigger>
          <Radix.Portal>
            <Radix.SubContent className={css.menu} sideOffset={4} collisionPadding={8}>
              <MenuEntries entries={entry.entries} />
            </Radix.SubContent>
          </Radix.Portal>
        </Radix.Sub>
      );
    }
    return (
      <Radix.Item
        key={entry.id}
        className={css.item}
        disabled={entry.disabled === true}
        onSelect={entry.act}
        {...(entry.chosen === undefined
          ? {}
          : { role: 'menuitemradio', 'aria-checked': entry.chosen })}
      >
        {entry.chosen === true ? <Check strokeWidth={1.5} aria-hidden="true" /> : entry.icon}
        <span className={css.label}>{entry.label}</span>
        {entry.shortcut === undefined ? null : <kbd className={css.key}>{entry.shortcut}</kbd>}
      </Radix.Item>
    );
  });
}
