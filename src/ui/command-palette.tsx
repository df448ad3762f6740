/** A search field over a list of things to do: type a few letters of any of them, arrows choose, Enter does it. */
import { Command, defaultFilter } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
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
  /** Shown only while nothing is searched for: its items are among the others too. */
  atRest?: boolean;
}

interface CommandPaletteProps {
  label: string;
  placeholder: string;
  none: string;
  groups: readonly PaletteGroup[];
  /** Called once, when it is gone and the keyboard is back where it was: with what was picked, or null. */
  onClosed: (picked: string | null) => void;
  onClose: () => void;
}

export function CommandPalette(props: CommandPaletteProps) {
  const { label, placeholder, none, groups, onClose, onClosed } = props;
  const [before] = useState(() => document.activeElement);
  const picked = useRef<string | null>(null);
  const resting = new Set(
    groups
      .filter((group) => group.atRest === true)
      .flatMap((group) => group.items.map((item) => `${group.id} ${item.id}`)),
  );
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
            filter={(value, search, keywords = []) =>
              resting.has(value) ? 0 : defaultFilter(keywords.join(' '), search, [])
            }
            onKeyDown={(event) => {
              if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              onClose();
            }}
          >
            <Command.Input className={css.input} placeholder={placeholder} />
            <Command.List className={css.list} label={label}>
              <Command.Empty className={css.none}>{none}</Command.Empty>
              {groups.map((group) => (
                <Command.Group key={group.id} heading={group.title} className={css.group}>
                  {group.items.map((item) => (
                    <Command.Item
                      key={item.id}
                      value={`${group.id} ${item.id}`}
                      keywords={[item.label, item.alsoCalled ?? '']}
                      className={css.item}
                      onSelect={() => {
                        picked.current = item.id;
                        onClose();
                      }}
                    >
                      {item.icon}
                      <span className={css.label}>{item.label}</span>
                      {item.shortcut === undefined ? null : (
                        <kbd className={css.key}>{item.shortcut}</kbd>
                      )}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
