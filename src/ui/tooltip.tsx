/**
 * A few words about a control, shown on hover and on keyboard focus. On the page from the first
 * moment on, so that it is kept small.
 */
import { Slot } from 'radix-ui';
import {
  type ComponentPropsWithRef,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { beside, type Side } from './beside.ts';
import css from './tooltip.module.css';

const DELAY_MS = 400;

/**
 * What else it is given goes to the control itself, so that a tooltip can stand between a menu and
 * its button.
 */
interface TooltipProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  text: string;
  shortcut?: string;
  side?: Side;
  /** One element that takes a ref and handlers. */
  children: ReactNode;
}

export function Tooltip({ text, shortcut, side = 'bottom', children, ...rest }: TooltipProps) {
  const [control, setControl] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const hide = () => {
    clearTimeout(timer.current);
    setControl(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      <Slot.Root {...rest}>
        <Slot.Root
          aria-describedby={control === null ? undefined : id}
          onPointerEnter={({ pointerType, currentTarget }) => {
            if (pointerType === 'touch') return;
            clearTimeout(timer.current);
            timer.current = setTimeout(setControl, DELAY_MS, currentTarget);
          }}
          onPointerLeave={hide}
          onPointerDown={hide}
          onClick={hide}
          // A control that is given the keyboard back after a click or a tap stays silent: nobody
          // walked there.
          onFocus={({ currentTarget }) => {
            if (currentTarget.matches(':focus-visible')) setControl(currentTarget);
          }}
          onBlur={hide}
        >
          {children}
        </Slot.Root>
      </Slot.Root>
      {control === null ? null : (
        <Tip id={id} control={control} side={side} onHide={hide}>
          {text}
          {shortcut === undefined ? null : <kbd className={css.key}>{shortcut}</kbd>}
        </Tip>
      )}
    </>
  );
}

interface TipProps {
  id: string;
  control: HTMLElement;
  side: Side;
  onHide: () => void;
  children: ReactNode;
}

function Tip({ id, control, side, onHide, children }: TipProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const tip = element.current;
    if (tip === null) return;
    const window = { width: innerWidth, height: innerHeight };
    const [x, y] = beside(
      control.getBoundingClientRect(),
      tip.getBoundingClientRect(),
      window,
      side,
    );
    tip.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
  });
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onHide();
    };
    document.addEventListener('keydown', onKey, { signal, capture: true });
    // Its control moves away from under it.
    document.addEventListener('scroll', onHide, { signal, capture: true });
    return () => leaving.abort();
  }, [onHide]);
  return createPortal(
    <div ref={element} id={id} role="tooltip" className={css.tip}>
      {children}
    </div>,
    document.body,
  );
}
