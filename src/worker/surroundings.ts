/**
 * What the conductor needs of the world around it: the worker gives it, and tests something made
 * up.
 */
import type { SceneDocument } from '../document/types.ts';
import type { Painter } from './painter.ts';
import type { Report } from './protocol.ts';
import type { Running } from './running.ts';

export interface Surroundings {
  /** The viewer's time in milliseconds. */
  clock: () => number;
  /** Calls back before the next picture is shown. */
  requestFrame: (callback: (at: number) => void) => void;
  /** Calls back once requests that wait have been taken. */
  soon: (callback: () => void) => void;
  post: (report: Report) => void;
  open: (document: SceneDocument) => Running;
  /**
   * Makes runs able to look ahead and to answer, also what only this kind knows; says whether they
   * are, or what that takes could not be fetched.
   */
  prepareAnswers: (kind: string | null, ready: (isAble: boolean) => void) => void;
  painter: Pick<
    Painter,
    | 'share'
    | 'classes'
    | 'isStretched'
    | 'setCanvases'
    | 'setRegion'
    | 'setGeometry'
    | 'setLook'
    | 'write'
    | 'jump'
    | 'paint'
    | 'nearest'
    | 'follow'
    | 'followedAt'
  >;
}
