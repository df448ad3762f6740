/**
 * A window over the page that keeps the keyboard until it is closed: Esc, a click beside it, or its
 * cross.
 */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { IconButton } from './button.tsx';
import css from './dialog.module.css';
import { Place } from './place.tsx';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence below the title. */
  about?: string;
  closeLabel: string;
  /** As wide as the window allows, for what lies side by side. */
  wide?: boolean;
  children: ReactNode;
}

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, about, closeLabel, wide = false, children } = props;
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={css.scrim} />
        <Radix.Content
          className={css.dialog}
          data-wide={wide}
          onEscapeKeyDown={(event) => {
            // A field that is being edited takes Esc for itself.
            const { target } = event;
            if (target instanceof Element && target.closest('[data-keeps-escape]')) {
              event.preventDefault();
            }
          }}
          // The window itself, not its cross: nobody opens a dialog to close it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            opener.current = document.activeElement;
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          // Whatever opened it, the keyboard is back there afterwards.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement)
              opener.current.focus({ preventScroll: true });
          }}
          {...(about === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className={css.head}>
            <div>
              <Radix.Title className={css.title}>{title}</Radix.Title>
              {about === undefined ? null : (
                <Radix.Description className={css.about}>{about}</Radix.Description>
              )}
            </div>
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
