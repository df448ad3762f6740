/** A list of things to do that opens at a point, as a right click or a long press wants it. */
import { DropdownMenu as Radix } from 'radix-ui';
import { useRef, useState } from 'react';
import css from './menu.module.css';
import { MenuEntries, type MenuEntry } from './menu-entries.tsx';

interface ContextMenuProps {
  /** In CSS pixels of the window. */
  at: { x: number; y: number };
  label: string;
  entries: readonly MenuEntry[];
  /**
   * Called once, when it is gone and the keyboard is back where it was. What was picked is done by
   * then at the latest.
   */
  onClosed: () => void;
}

/** What is picked is done after the menu is gone, so that it may take the keyboard with it. */
export function ContextMenu({ at, label, entries, onClosed }: ContextMenuProps) {
  const [before] = useState(() => document.activeElement);
  const [isOpen, setOpen] = useState(true);
  const picked = useRef<(() => void) | null>(null);
  return (
    <Radix.Root modal={false} open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <button
          type="button"
          className={css.point}
          style={{ left: at.x, top: at.y }}
          tabIndex={-1}
          aria-hidden="true"
        />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={css.menu}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          // Whatever scrolls can be scrolled by keys.
          tabIndex={0}
          aria-label={label}
          aria-labelledby={undefined}
          onContextMenu={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (before instanceof HTMLElement) before.focus({ preventScroll: true });
            picked.current?.();
            onClosed();
          }}
        >
          <MenuEntries entries={deferred(entries, (act) => (picked.current = act))} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The same entries, which give `pick` what to do instead of doing it. */
function deferred(
  entries: readonly MenuEntry[],
  pick: (act: () => void) => void,
): readonly MenuEntry[] {
  return entries.map((entry) => {
    if (entry.label === undefined) return entry;
    if ('entries' in entry) return { ...entry, entries: deferred(entry.entries, pick) };
    return { ...entry, act: () => pick(entry.act) };
  });
}
