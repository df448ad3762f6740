/** Pages of which one is shown; arrow keys go from tab to tab. */
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Place } from './place.tsx';
import css from './tabs.module.css';

export interface TabPage {
  id: string;
  label: string;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  pages: readonly TabPage[];
  shown: string;
  onShow: (id: string) => void;
}

export function Tabs({ label, pages, shown, onShow }: TabsProps) {
  return (
    <Radix.Root className={css.root} value={shown} onValueChange={onShow}>
      <Radix.List className={css.list} aria-label={label}>
        {pages.map((page) => (
          <Radix.Trigger
            key={page.id}
            className={css.tab}
            value={page.id}
            // Focused before the widget does it by script, which would ring it for a hand as if
            // keys had come.
            onMouseDown={(event) => event.currentTarget.focus({ focusVisible: false })}
          >
            {page.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {pages.map((page) => (
        <Radix.Content key={page.id} className={css.panel} value={page.id}>
          <Place>{page.content}</Place>
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
