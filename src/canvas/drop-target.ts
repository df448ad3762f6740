/**
 * While parts are dragged: what would take them if they were let go, and which frame they would
 * leave.
 */
import { whyNotInside } from '../document/connect.ts';
import type { DocumentNode } from '../document/types.ts';
import { useScene } from '../store/scene.ts';
import { specOf, specs } from '../store/specs.ts';
import { frameAt, type Point } from './layout.ts';
import { useLayout } from './layout-store.ts';
import { nameOf } from './names.ts';
import { useDropTarget } from './targets.ts';
import { words } from './words.ts';

export function showDropTarget(id: string | null): void {
  if (useDropTarget.getState().id !== id) useDropTarget.setState({ id });
}

/** Where something dropped goes: into a frame, or (null) onto the open table. */
export interface Landing {
  readonly frame: DocumentNode | null;
  /** Beside the pointer: what happens, or why something does not. */
  readonly hint: { readonly words: string; readonly tone: 'plain' | 'warn' } | null;
}

/** The frame that takes a node of that kind at a point. */
export function frameFor(
  kind: string,
  point: Point,
  except: ReadonlySet<string> = new Set(),
): DocumentNode | null {
  const frames = framesBut(except).filter((frame) => holds(frame, kind));
  return frameAt(point, frames, useLayout.getState().layout.boxes);
}

export function holds(frame: DocumentNode, kind: string): boolean {
  const spec = specOf(kind);
  return spec !== undefined && specOf(frame.kind)?.frame?.holds(spec) === true;
}

function framesBut(except: ReadonlySet<string>): DocumentNode[] {
  const { nodes } = useScene.getState();
  return nodes.filter((node) => !except.has(node.id) && specOf(node.kind)?.frame !== undefined);
}

/** Where a node that is carried with others would land at a point. */
export function landing(node: DocumentNode, point: Point, carried: ReadonlySet<string>): Landing {
  const frame = frameFor(node.kind, point, carried);
  const { boxes } = useLayout.getState().layout;
  const lowest = frameAt(point, framesBut(carried), boxes);
  if (lowest !== null && lowest.id !== frame?.id && lowest.id !== node.in) {
    const rejection = whyNotInside(node, lowest, specs());
    if (rejection !== null) return { frame, hint: { words: rejection, tone: 'warn' } };
  }
  if ((frame?.id ?? null) === (node.in ?? null)) return { frame, hint: null };
  const before = useScene.getState().nodes.find((other) => other.id === node.in);
  if (frame !== null) return { frame, hint: { words: words.into(nameOf(frame)), tone: 'plain' } };
  const out = before === undefined ? null : words.outOf(nameOf(before));
  return { frame, hint: out === null ? null : { words: out, tone: 'plain' } };
}
