/**
 * Components that are fetched when they are first shown. Where one cannot be had, whatever is
 * around it is told, which says so and lets the person try again.
 */
import {
  type ComponentType,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
} from 'react';

/** Is told of each thing below it that could not be fetched, with what tries again. */
export const Losing = createContext<(again: () => void) => void>(() => undefined);

interface LateProps {
  /** Stands there meanwhile. */
  instead?: ReactNode;
  /**
   * Closes what asked for a component that could not be had, and opens it to try again: nothing
   * waits for it in between. Left out, it keeps its place and tries again there.
   */
  show?: (isShown: boolean) => void;
  /** Whenever this changes it is asked for anew. */
  again?: string | undefined;
}

/** A component to be fetched; `preload` does that before it is shown. */
export function late<P extends object>(fetch: () => Promise<ComponentType<P>>) {
  let Part: ComponentType<P> | null = null;
  const load = async () => {
    Part ??= await fetch();
  };
  function Late(props: P & LateProps) {
    const { instead = null, show, again } = props;
    const lose = useContext(Losing);
    const [isHere, setHere] = useState(Part !== null);
    const [tries, setTries] = useState(0);
    // biome-ignore lint/correctness/useExhaustiveDependencies: each try fetches once.
    useEffect(() => {
      if (isHere) return;
      let isOver = false;
      const lost = () => {
        if (isOver) return;
        show?.(false);
        lose(() => (show === undefined ? setTries(tries + 1) : show(true)));
      };
      load().then(() => setHere(true), lost);
      return () => {
        isOver = true;
      };
    }, [tries, again]);
    return Part === null ? instead : <Part {...props} />;
  }
  // Whoever shows it says what went wrong.
  return Object.assign(Late, { preload: () => void load().catch(() => undefined) });
}
