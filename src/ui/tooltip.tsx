/** A few words about a control, shown on hover and on keyboard focus. */
import { Tooltip as Radix } from 'radix-ui';
import type { ComponentPropsWithRef, FocusEvent, ReactNode } from 'react';
import css from './tooltip.module.css';

const DELAY_MS = 400;

/** What else it is given goes to the control itself, so that a tooltip can stand between a menu and its button. */
interface TooltipProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  text: string;
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and handlers. */
  children: ReactNode;
}

/** A control that is given the keyboard back after a click or a tap stays silent: nobody walked there, and no key would close it. */
function keepSilent(event: FocusEvent<HTMLElement>): void {
  if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
}

export function Tooltip({ text, shortcut, side = 'bottom', children, ...rest }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={DELAY_MS} disableHoverableContent>
      <Radix.Root>
        <Radix.Trigger asChild onFocus={keepSilent} {...rest}>
          {children}
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content className={css.tip} side={side} sideOffset={6} collisionPadding={8}>
            {text}
            {shortcut === undefined ? null : <kbd className={css.key}>{shortcut}</kbd>}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
