/** A list of things to do that opens from a button. */
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './menu.module.css';
import { MenuEntries, type MenuEntry } from './menu-entries.tsx';

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
          <MenuEntries entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
