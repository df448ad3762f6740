/**
 * A table for tests of the canvas, and a hand on it: presses, moves in steps as hands do, and lets
 * go.
 */
import { expect, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { integer } from '../document/field.ts';
import type { Protocol } from '../document/protocol.ts';
import { defineSpec, type Specs } from '../document/spec.ts';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { openDocument, useDocument } from '../store/document.ts';
import { connectSimulation } from '../store/playback.ts';
import { cancel, startEditing, useSelection } from '../store/selection.ts';
import { FakeSimulation } from '../store/simulation-test-support.ts';
import { provideSpecs } from '../store/specs.ts';
import { Canvas } from './canvas.tsx';
import { prepareHands } from './prepare-hands.ts';

const request: Protocol = {
  id: 'request',
  title: 'Request',
  carries: 'requests',
  class: 'request',
  fields: {},
};
const about = { family: 'compute', summary: '', icon: 'server', fields: {}, faults: [] } as const;
const source = defineSpec({
  ...about,
  kind: 'source',
  key: 's',
  title: 'Source',
  gives: [request],
  takes: [],
});
const sink = defineSpec({
  ...about,
  kind: 'sink',
  key: 'k',
  title: 'Sink',
  gives: [],
  takes: [request],
  fields: {
    slots: integer({ key: 'c', label: 'Slots', help: 'At once.', default: 4, min: 1, max: 9 }),
  },
  placed: { slots: 8 },
});
const room = defineSpec({
  ...about,
  kind: 'room',
  key: 'r',
  title: 'Room',
  gives: [],
  takes: [request],
  frame: { size: [320, 240], holds: (member) => member.kind === 'sink' },
});

const node = (id: string, kind: string, x: number, y: number): DocumentNode => ({
  id,
  kind,
  name: id,
  at: [x, y],
});
const usual: SceneDocument = {
  version: 2,
  title: 'Test',
  seed: 1,
  nodes: [
    node('web', 'source', 0, 120),
    node('a', 'sink', 320, 0),
    node('b', 'sink', 320, 240),
    node('pool', 'room', 640, 40),
  ],
  edges: [{ id: 'e1', from: 'web', to: 'a', protocol: 'request' }],
  commands: [],
};

export const card = (id: string) =>
  document.querySelector<HTMLElement>(`[data-node="${id}"]`) as HTMLElement;
export const note = (id: string) =>
  document.querySelector<HTMLElement>(`[data-note="${id}"]`) as HTMLElement;
export const canvas = () => document.querySelector<HTMLElement>('[data-canvas]') as HTMLElement;
export const current = () => useDocument.getState().document;
export const find = (id: string) =>
  current().nodes.find((candidate) => candidate.id === id) as DocumentNode;

/** A source, two sinks and an empty room on a running page of 1000 × 600 pixels. */
export async function openTable(more: Partial<SceneDocument> = {}, openInspector = () => {}) {
  await prepareHands();
  return openBareTable(more, openInspector);
}

/** The same, where hands do nothing until they are fetched. */
export async function openBareTable(more: Partial<SceneDocument> = {}, openInspector = () => {}) {
  await page.viewport(1000, 600);
  provideSpecs({ source, sink, room } as unknown as Specs);
  const fake = new FakeSimulation();
  connectSimulation(fake);
  cancel();
  cancel();
  cancel();
  startEditing(null);
  useSelection.setState({ cursor: null });
  openDocument({ ...usual, ...more }, { guest: true });
  const screen = await render(
    <div style={{ position: 'fixed', inset: 0, width: 1000, height: 600 }}>
      <Canvas openInspector={openInspector} />
    </div>,
  );
  await vi.waitFor(() => expect(card('pool')).not.toBeNull());
  return { fake, close: () => screen.unmount() };
}

export type Spot = [x: number, y: number];

export interface Held {
  readonly steps?: number;
  readonly keys?: {
    readonly altKey?: boolean;
    readonly ctrlKey?: boolean;
    readonly shiftKey?: boolean;
  };
  readonly type?: 'mouse' | 'touch';
  /** Looks at the table before the hand lets go. */
  readonly before?: () => void | Promise<void>;
  /** Calls it off at the end. */
  readonly end?: 'Escape' | 'pointercancel';
}

export function middle(element: Element): Spot {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** From an element's middle, or another spot on it, to a point of the window. */
export async function dragTo(element: Element, to: Spot, held: Held = {}, from?: Spot) {
  const { steps = 8, keys = {}, type = 'mouse', before, end } = held;
  const [fromX, fromY] = from ?? middle(element);
  const fire = (name: string, target: EventTarget, [x, y]: Spot) =>
    target.dispatchEvent(
      new PointerEvent(name, {
        bubbles: true,
        cancelable: true,
        pointerId: 7,
        isPrimary: true,
        pointerType: type,
        clientX: x,
        clientY: y,
        button: 0,
        buttons: 1,
        ...keys,
      }),
    );
  fire('pointerdown', element, [fromX, fromY]);
  for (let step = 1; step <= steps; step++) {
    const part = step / steps;
    fire('pointermove', element, [fromX + (to[0] - fromX) * part, fromY + (to[1] - fromY) * part]);
    await frame();
  }
  await frame();
  await before?.();
  if (end === 'Escape') {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  }
  fire(end === 'pointercancel' ? end : 'pointerup', element, to);
  await frame();
}
