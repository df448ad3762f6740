/**
 * What a hand carries moves on the page itself, past React: among hundreds of cards only those that
 * move are touched, once a frame. Their pictures, which the painter would draw a frame too late,
 * are copied onto them for as long as they are under way.
 */
import type { Box } from '../worker/protocol.ts';
import type { Drafts } from './layout.ts';
import { carry, draft, endDraft, useLayout } from './layout-store.ts';
import { paintedPart } from './paint.tsx';

/** By then the painter has painted what was put down. */
const REPAINT_MS = 120;

export class Carrying {
  private readonly elements = new Map<string, HTMLElement>();
  private readonly touched = new Set<string>();
  private readonly copies: HTMLCanvasElement[] = [];

  /** @param ids everything that moves along, members and all */
  constructor(ids: ReadonlySet<string>) {
    const { boxes } = useLayout.getState().layout;
    for (const element of document.querySelectorAll<HTMLElement>('.react-flow__node[data-id]')) {
      this.elements.set(element.dataset.id ?? '', element);
    }
    for (const id of ids) {
      const element = this.elements.get(id);
      const box = boxes.get(id);
      if (element === undefined) continue;
      element.dataset.carried = '';
      const copy = box === undefined ? null : paintedPart(box);
      if (copy === null) continue;
      element.append(copy);
      this.copies.push(copy);
    }
    carry(ids);
  }

  /** Shows them where the drafts say. */
  move(drafts: Drafts): void {
    draft(drafts);
    const { layout, notes, resting } = useLayout.getState();
    for (const [id, box] of [...layout.boxes, ...notes]) {
      if (this.touched.has(id) || !isSame(box, resting.get(id))) this.show(id, box);
    }
  }

  /** The document says from now on where everything is. */
  end(): void {
    endDraft();
    const { resting } = useLayout.getState();
    for (const id of this.touched) {
      const box = resting.get(id);
      if (box !== undefined) this.show(id, box);
    }
    for (const element of this.elements.values()) delete element.dataset.carried;
    setTimeout(() => {
      for (const copy of this.copies) copy.remove();
    }, REPAINT_MS);
  }

  private show(id: string, { x, y, width, height }: Box): void {
    const element = this.elements.get(id);
    if (element === undefined) return;
    this.touched.add(id);
    element.style.transform = `translate(${x}px,${y}px)`;
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
  }
}

function isSame(a: Box, b: Box | undefined): boolean {
  return (
    b !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
  );
}
