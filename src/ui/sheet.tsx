/**
 * A panel above the bottom bar of a phone's screen, or at its right where that is low; what is
 * around it stays usable.
 */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { LOW_QUERY, useMedia } from './media.ts';
import { Place } from './place.tsx';
import css from './sheet.module.css';

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
}

export function Sheet({ open, onOpenChange, title, closeLabel, children }: SheetProps) {
  const isLow = useMedia(LOW_QUERY);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <Radix.Content
          className={css.sheet}
          data-island={isLow ? 'right' : 'bottom'}
          data-sheet
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <div className={css.head}>
            <Radix.Title className={css.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={closeLabel} icon={<X strokeWidth={1.5} />} />
            </Radix.Close>
          </div>
          <div className={css.body}>
            <Place>{children}</Place>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
