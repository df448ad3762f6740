/**
 * A search field over a list of things to do: type a few letters of any of them, arrows choose,
 * Enter does it.
 */
import { Command, defaultFilter } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import css from './command-palette.module.css';

export interface PaletteItem {
  id: string;
  label: string;
  icon?: ReactNode;
  shortcut?: string | undefined;
  /** Other words it is found by. */
  alsoCalled?: string;
}

export interface PaletteGroup {
  id: string;
  title: string;
  items: readonly PaletteItem[];
}

/** So many of a group, or of what was found: a list of thousands helps nobody. */
const SHOWN = 60;

interface CommandPaletteProps {
  label: string;
  placeholder: string;
  none: string;
  groups: readonly PaletteGroup[];
  /**
   * Called once, when it is gone and the keyboard is back where it was: with what was picked, or
   * null.
   */
  onClosed: (picked: string | null) => void;
  onClose: () => void;
}

export function CommandPalette(props: CommandPaletteProps) {
  const { label, placeholder, none, groups, onClose, onClosed } = props;
  const [before] = useState(() => document.activeElement);
  const picked = useRef<string | null>(null);
  const [search, setSearch] = useState('');
  const found = useMemo(() => findItems(groups, search), [groups, search]);
  const pick = (id: string) => {
    picked.current = id;
    onClose();
  };
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={css.scrim} />
        <Radix.Content
          className={css.palette}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (before instanceof HTMLElement) before.focus({ preventScroll: true });
            onClosed(picked.current);
          }}
        >
          <Radix.Title className={css.title}>{label}</Radix.Title>
          <Command
            label={label}
            loop
            shouldFilter={false}
            onKeyDown={(event) => {
              if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              onClose();
            }}
          >
            <Command.Input
              className={css.input}
              placeholder={placeholder}
              value={search}
              onValueChange={setSearch}
            />
            <Command.List className={css.list} label={label}>
              <Command.Empty className={css.none}>{none}</Command.Empty>
              {found === null
                ? groups.map(({ id, title, items }) => (
                    <Command.Group key={id} heading={title} className={css.group}>
                      {items.slice(0, SHOWN).map((item) => (
                        <Item key={item.id} item={item} value={`${id} ${item.id}`} onPick={pick} />
                      ))}
                    </Command.Group>
                  ))
                : found.map((item) => (
                    <Item key={item.id} item={item} value={item.id} onPick={pick} />
                  ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({
  item,
  value,
  onPick,
}: {
  item: PaletteItem;
  /** Unique in the list. */
  value: string;
  onPick: (id: string) => void;
}) {
  return (
    <Command.Item value={value} className={css.item} onSelect={() => onPick(item.id)}>
      {item.icon}
      <span className={css.label}>{item.label}</span>
      {item.shortcut === undefined ? null : <kbd className={css.key}>{item.shortcut}</kbd>}
    </Command.Item>
  );
}

/**
 * The items that what was typed may mean, the likeliest first; null when nothing was. An item of
 * several groups is found once.
 */
function findItems(groups: readonly PaletteGroup[], search: string): readonly PaletteItem[] | null {
  if (search.trim() === '') return null;
  const scored = new Map<string, { item: PaletteItem; score: number }>();
  for (const item of groups.flatMap((group) => group.items)) {
    const score = Math.max(
      defaultFilter(item.label, search, []),
      // Found by what else it is called, it comes after what is called that.
      0.5 * defaultFilter(`${item.label} ${item.alsoCalled ?? ''}`, search, []),
    );
    if (score > 0) scored.set(item.id, { item, score });
  }
  return [...scored.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ item }) => item);
}
