/** A list of things to do that opens from a button. */
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './menu.module.css';

export type MenuEntry =
  | {
      id: string;
      label: string;
      icon?: ReactNode;
      shortcut?: string;
      disabled?: boolean;
      /** Set for a choice among others: whether it is the one chosen. */
      chosen?: boolean;
      act: () => void;
    }
  /** A line between groups. */
  | { id: string; label?: never };

export function Menu({
  trigger,
  entries,
}: {
  /** One element that takes a ref and handlers. */
  trigger: ReactNode;
  entries: readonly MenuEntry[];
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={css.menu} sideOffset={6} align="end" collisionPadding={8}>
          {entries.map((entry) =>
            entry.label === undefined ? (
              <Radix.Separator key={entry.id} className={css.rule} />
            ) : (
              <Radix.Item
                key={entry.id}
                className={css.item}
                disabled={entry.disabled === true}
                onSelect={entry.act}
                {...(entry.chosen === undefined
                  ? {}
                  : { role: 'menuitemradio', 'aria-checked': entry.chosen })}
              >
                {entry.chosen === true ? (
                  <Check strokeWidth={1.5} aria-hidden="true" />
                ) : (
                  entry.icon
                )}
                <span className={css.label}>{entry.label}</span>
                {entry.shortcut === undefined ? null : (
                  <kbd className={css.key}>{entry.shortcut}</kbd>
                )}
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
