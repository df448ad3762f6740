/**
 * A small window beside what it is about. It takes the keyboard while it is open and gives it back:
 * Esc, a click beside it, or its cross.
 */
import { X } from 'lucide-react';
import { Popover as Radix } from 'radix-ui';
import { type ReactNode, type RefObject, useId } from 'react';
import { IconButton } from './button.tsx';
import { Place } from './place.tsx';
import css from './popover.module.css';

interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  closeLabel: string;
  /**
   * What it stands beside, and where the keyboard returns to: the element with this attribute, or
   * the trigger.
   */
  anchor: RefObject<HTMLElement | null>;
  side?: 'top' | 'bottom' | 'left' | 'right';
  children: ReactNode;
}

export function Popover(props: PopoverProps) {
  const { open, onOpenChange, title, closeLabel, anchor, side = 'top', children } = props;
  const titleId = useId();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Radix.Portal>
        <Radix.Content
          className={css.popover}
          side={side}
          sideOffset={8}
          collisionPadding={12}
          aria-labelledby={titleId}
          onInteractOutside={(event) => {
            // A press on what opened it is that button's business: it would open again at once.
            const { target } = event;
            if (target instanceof Node && anchor.current?.contains(target) === true) {
              event.preventDefault();
            }
          }}
          // The window itself: its first control is its cross, and a field would open a phone's
          // keyboard.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus({ preventScroll: true });
          }}
        >
          <div className={css.head}>
            <h2 className={css.title} id={titleId}>
              {title}
            </h2>
            <Radix.Close asChild>
              <IconButton label={closeLabel} icon={<X strokeWidth={1.5} />} />
            </Radix.Close>
          </div>
          <Place>{children}</Place>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
