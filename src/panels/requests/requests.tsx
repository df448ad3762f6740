/**
 * Requests to pick from on one side, and what happened to the one that is followed on the other. On a phone they stand one above the
 * other: first what was asked for.
 */
import { useEffect, useRef } from 'react';
import { useInstruments } from '../../store/instruments.ts';
import { PHONE_QUERY, useMedia } from '../../ui/media.ts';
import { RequestLists } from './request-lists.tsx';
import css from './requests.module.css';
import { TraceView } from './trace-view.tsx';

export function Requests() {
  const isPhone = useMedia(PHONE_QUERY);
  const followed = useInstruments((state) => state.followed?.message ?? null);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isPhone && followed !== null) page.current?.scrollIntoView({ block: 'start' });
  }, [isPhone, followed]);
  const lists = <RequestLists key="lists" />;
  const trace = <TraceView key="trace" />;
  return (
    <div ref={page} className={css.page}>
      {isPhone && followed !== null ? [trace, lists] : [lists, trace]}
    </div>
  );
}
