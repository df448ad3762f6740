/** A list of things to do that opens from a button. */
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './menu.module.css';
import { MenuEntries, type MenuEntry } from './menu-entries.tsx';

export function Menu({
  trigger,
  entries,
  defaultOpen = false,
  onCloseAutoFocus,
}: {
  /** One element that takes a ref and handlers. */
  trigger: ReactNode;
  entries: readonly MenuEntry[];
  /** Open from the beginning. */
  defaultOpen?: boolean;
  /**
   * Before the button gets the focus back: preventing its default leaves the focus where an entry
   * put it.
   */
  onCloseAutoFocus?: (event: Event) => void;
}) {
  return (
    <Radix.Root modal={false} defaultOpen={defaultOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={css.menu}
          sideOffset={6}
          align="end"
          collisionPadding={8}
          {...(onCloseAutoFocus === undefined ? {} : { onCloseAutoFocus })}
        >
          <MenuEntries entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
