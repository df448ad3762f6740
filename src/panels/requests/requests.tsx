/**
 * Requests to pick from on one side, and what happened to the one that is followed on the other.
 * Where it is narrow they stand one above the other: first what was asked for.
 */
import { useEffect, useRef } from 'react';
import { useInstruments } from '../../store/instruments.ts';
import { NARROW_QUERY, useMedia } from '../../ui/media.ts';
import { RequestLists } from './request-lists.tsx';
import css from './requests.module.css';
import { TraceView } from './trace-view.tsx';

export function Requests() {
  const isNarrow = useMedia(NARROW_QUERY);
  const followed = useInstruments((state) => state.followed?.message ?? null);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNarrow && followed !== null) page.current?.scrollIntoView({ block: 'start' });
  }, [isNarrow, followed]);
  const lists = <RequestLists key="lists" />;
  const trace = <TraceView key="trace" />;
  return (
    <div ref={page} className={css.page}>
      {isNarrow && followed !== null ? [trace, lists] : [lists, trace]}
    </div>
  );
}
