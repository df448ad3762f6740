/**
 * Buttons: with words, or an icon whose words are its tooltip and its name for assistive
 * technology.
 */
import type { ComponentPropsWithRef, ReactNode } from 'react';
import css from './button.module.css';
import { Tooltip } from './tooltip.tsx';

/**
 * `accent` for the one thing to do here, `danger` for what breaks something, `plain` without a
 * border.
 */
export type ButtonLook = 'normal' | 'accent' | 'danger' | 'plain';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'type'> {
  look?: ButtonLook;
}

export function Button({ look = 'normal', children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={css.button} data-look={look} {...rest}>
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  /** What it does, as a plain verb: the tooltip and the accessible name. */
  label: string;
  icon: ReactNode;
  /** Key that does the same, shown in the tooltip: "Space". */
  shortcut?: string;
  size?: 'normal' | 'large';
}

export function IconButton({
  label,
  icon,
  shortcut,
  look = 'plain',
  size = 'normal',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        type="button"
        className={`${css.button} ${css.icon}`}
        data-look={look}
        data-size={size}
        aria-label={label}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
