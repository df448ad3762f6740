/**
 * The whole diagram at a glance, with the part that is seen: a click or a drag moves the camera
 * there.
 */
import { useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef } from 'react';
import { useLive } from '../store/live.ts';
import { useScene } from '../store/scene.ts';
import { entryOf } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { lookAt } from './camera.ts';
import { around, type Point } from './layout.ts';
import { allBoxes, drawnNodes, foldedFrames, holdsOthers, useLayout } from './layout-store.ts';
import css from './minimap.module.css';
import { words } from './words.ts';

const WIDTH = 214;
const HEIGHT = 70;
const MARGIN = 6;

/** Canvas units of the table onto CSS pixels of the map. */
interface Fit {
  scale: number;
  x: number;
  y: number;
}

type View = Box & { zoom: number };

export function Minimap() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      frame = 0;
      if (canvas.current !== null) drawMap(canvas.current, viewOf(store.getState()));
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const theme = matchMedia('(prefers-color-scheme: dark)');
    const root = new MutationObserver(soon);
    root.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    theme.addEventListener('change', soon);
    const leaving = [
      useLayout.subscribe(soon),
      useScene.subscribe(soon),
      useLive.subscribe((state, before) => {
        if (state.cards !== before.cards) soon();
      }),
      store.subscribe((state, before) => {
        const isMoved = state.transform !== before.transform;
        if (isMoved || state.width !== before.width || state.height !== before.height) soon();
      }),
      () => theme.removeEventListener('change', soon),
      () => root.disconnect(),
    ];
    soon();
    return () => {
      cancelAnimationFrame(frame);
      for (const leave of leaving) leave();
    };
  }, [store]);

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const view = viewOf(store.getState());
    const fit = fitOf(view);
    const at: Point = [event.clientX - left - 1, event.clientY - top - 1];
    lookAt([(at[0] - fit.x) / fit.scale, (at[1] - fit.y) / fit.scale, view.zoom]);
  };
  return (
    <canvas
      ref={canvas}
      className={css.map}
      data-own-hands=""
      role="img"
      aria-label={words.minimap}
      onPointerDown={go}
      onPointerMove={go}
    />
  );
}

function viewOf(state: {
  transform: [number, number, number];
  width: number;
  height: number;
}): View {
  const [x, y, zoom] = state.transform;
  return {
    x: -x / zoom,
    y: -y / zoom,
    width: state.width / zoom,
    height: state.height / zoom,
    zoom,
  };
}

/** Everything there is, and the view, within the map. */
function fitOf(view: View): Fit {
  const all = around([...allBoxes().values(), view]) ?? view;
  const scale = Math.min((WIDTH - 2 * MARGIN) / all.width, (HEIGHT - 2 * MARGIN) / all.height);
  return {
    scale,
    x: (WIDTH - all.width * scale) / 2 - all.x * scale,
    y: (HEIGHT - all.height * scale) / 2 - all.y * scale,
  };
}

function drawMap(canvas: HTMLCanvasElement, view: View): void {
  const ctx = canvas.getContext('2d');
  if (ctx === null) return;
  canvas.width = Math.round(WIDTH * devicePixelRatio);
  canvas.height = Math.round(HEIGHT * devicePixelRatio);
  const fit = fitOf(view);
  const place = ({ x, y, width, height }: Box): [number, number, number, number] => [
    x * fit.scale + fit.x,
    y * fit.scale + fit.y,
    Math.max(2, width * fit.scale),
    Math.max(2, height * fit.scale),
  ];
  const style = getComputedStyle(canvas);
  const inks = new Map<string, string>();
  const ink = (name: string) => {
    const known = inks.get(name) ?? style.getPropertyValue(`--ink-${name}`).trim();
    inks.set(name, known);
    return known;
  };
  ctx.scale(devicePixelRatio, devicePixelRatio);
  ctx.strokeStyle = ink('edge');
  drawParts(ctx, place, ink);
  ctx.strokeStyle = ink('accent');
  ctx.lineWidth = 1.5;
  ctx.strokeRect(...place(view));
}

type Place = (box: Box) => [number, number, number, number];

function drawParts(ctx: CanvasRenderingContext2D, place: Place, ink: (name: string) => string) {
  const { layout, notes } = useLayout.getState();
  const { cards } = useLive.getState();
  const folded = foldedFrames();
  for (const node of drawnNodes()) {
    const box = layout.boxes.get(node.id);
    if (box === undefined) continue;
    const entry = entryOf(node.kind);
    if (holdsOthers(node) && !folded.has(node.id)) {
      ctx.strokeRect(...place(box));
      continue;
    }
    const isDown = cards.get(node.id)?.tone === 'down';
    ctx.fillStyle = ink(isDown ? 'bad' : (entry?.family ?? 'edge'));
    ctx.fillRect(...place(box));
  }
  for (const box of notes.values()) ctx.strokeRect(...place(box));
}
