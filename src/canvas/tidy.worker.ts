/**
 * Lays a diagram out beside the page, so that two thousand parts do not freeze it. Asked once; the
 * page ends it afterwards.
 */
import { type TidyInput, type TidyResult, tidyLayout } from './tidy-layout.ts';

/** The part of a worker's global scope used here; the compiler knows the page's alone. */
interface TidyScope {
  postMessage(result: TidyResult): void;
  onmessage: ((event: MessageEvent<TidyInput>) => void) | null;
}

const scope: TidyScope = self;

scope.onmessage = ({ data }) => scope.postMessage(tidyLayout(data));
