/** Requests to pick from on one side, and what happened to the one that is followed on the other. */
import { RequestLists } from './request-lists.tsx';
import css from './requests.module.css';
import { TraceView } from './trace-view.tsx';

export function Requests() {
  return (
    <div className={css.page}>
      <RequestLists />
      <TraceView />
    </div>
  );
}
