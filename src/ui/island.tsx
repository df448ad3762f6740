/**
 * What floats over the canvas: a surface with a hairline and one soft shadow. Whoever mounts it
 * says where.
 */
import type { ReactNode } from 'react';
import css from './island.module.css';

interface IslandProps {
  /**
   * Names the region for those who jump from one to the next; left out where what is around it has
   * a name.
   */
  label?: string;
  flow?: 'row' | 'column';
  children: ReactNode;
}

export function Island({ label, flow = 'column', children }: IslandProps) {
  const looks = { className: css.island, 'data-flow': flow };
  if (label === undefined) return <div {...looks}>{children}</div>;
  return (
    <section {...looks} aria-label={label}>
      {children}
    </section>
  );
}
