/**
 * The one camera over the table, for buttons and keys that lie outside the canvas. Fit keeps the
 * diagram clear of every island: elements say with `data-island` which edge of the window they are
 * glued to.
 */
import type { ReactFlowInstance } from '@xyflow/react';
import { useSelection } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { around, type Point } from './layout.ts';
import { allBoxes, shownAs, useLayout } from './layout-store.ts';

export const ZOOM = { least: 0.1, most: 3 } as const;
const FIT_MOST = 1.25;
const GAP = 24;
/** At less, cards show their names alone. */
export const LEGIBLE = 0.5;
/** Half seen and half covered is worse than somewhat smaller. */
const SMALLER = 0.6;

export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export interface Insets {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

type Flow = Pick<
  ReactFlowInstance,
  'zoomIn' | 'zoomOut' | 'setViewport' | 'getViewport' | 'screenToFlowPosition'
>;

let flow: Flow | null = null;
let view: HTMLElement | null = null;
/**
 * What the last fit showed. While nobody has moved the camera since, it goes on showing everything.
 */
let fitted: Camera | null = null;

/** The canvas hands over its camera when it is there, and null when it goes. */
export function holdCamera(instance: Flow | null, element: HTMLElement | null): void {
  flow = instance;
  view = element;
}

/** Where a glide is on its way to: what is asked of the camera meanwhile starts from there. */
let aim: Camera | null = null;
let arrival: ReturnType<typeof setTimeout> | null = null;

function cameraNow(from: Flow): Camera {
  return aim ?? from.getViewport();
}

function glideTo(camera: Camera): void {
  const { duration } = glide();
  aim = camera;
  if (arrival !== null) clearTimeout(arrival);
  arrival = setTimeout(() => {
    aim = null;
  }, duration + 60);
  void flow?.setViewport(camera, { duration });
}

function glide(): { duration: number } {
  return { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 140 };
}

export function zoomIn(): void {
  void flow?.zoomIn(glide());
}

export function zoomOut(): void {
  void flow?.zoomOut(glide());
}

/**
 * Shows the whole diagram between the islands, and an empty table as large as life; `glides`
 * explains the change to somebody who was looking elsewhere.
 */
export function fitDiagram(glides = true): void {
  const boxes = [...allBoxes().values()];
  if (boxes.length === 0) {
    fitted = null;
    lookAt([0, 0, 1]);
    return;
  }
  const camera = cameraFor(boxes);
  if (camera === null) return;
  fitted = camera;
  if (glides) glideTo(fitted);
  else void flow?.setViewport(fitted);
}

/** Shows these nodes between the islands, and connections by both their ends. */
export function fitParts(ids: readonly string[]): void {
  const boxes = allBoxes();
  const camera = cameraFor(ids.flatMap((id) => boxes.get(shownAs(id)) ?? endsOf(id)));
  if (camera !== null) glideTo(camera);
}

/** The boxes that a connection joins. */
function endsOf(edge: string): Box[] {
  const { boxes, lanes } = useLayout.getState().layout;
  const own = lanes.filter((lane) => lane.edge === edge);
  return own.flatMap(({ from, to }) => [from, to]).flatMap((id) => boxes.get(id) ?? []);
}

/** As large as life; the middle of what is seen stays where it is. */
export function zoomToLife(): void {
  if (flow === null || view === null) return;
  const { x, y, zoom } = cameraNow(flow);
  const { width, height } = view.getBoundingClientRect();
  const inset = insetsOf(view);
  const middleX = (inset.left + width - inset.right) / 2;
  const middleY = (inset.top + height - inset.bottom) / 2;
  glideTo({ x: middleX - (middleX - x) / zoom, y: middleY - (middleY - y) / zoom, zoom: 1 });
}

/** Null while there is nothing to show, or nowhere. */
function cameraFor(boxes: readonly Box[]): Camera | null {
  if (view === null || boxes.length === 0) return null;
  const { width, height } = view.getBoundingClientRect();
  return fitCamera(boxes, { width, height }, insetsOf(view));
}

/** Puts a point of the canvas into the middle of the window. */
export function lookAt([x, y, wanted]: readonly [x: number, y: number, zoom: number]): void {
  if (view === null) return;
  const { width, height } = view.getBoundingClientRect();
  const zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, wanted));
  void flow?.setViewport({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
}

/**
 * An island came or went: where the whole diagram was shown and nobody has moved the camera since,
 * it is shown again.
 */
export function refit(): void {
  if (flow === null || view === null || fitted === null) return;
  const camera = cameraNow(flow);
  if (!isSame(camera, fitted)) return;
  const { width, height } = view.getBoundingClientRect();
  const whole = fitCamera([...allBoxes().values()], { width, height }, insetsOf(view));
  const isLegible = whole.zoom >= Math.min(camera.zoom, LEGIBLE) * SMALLER;
  if (isLegible && !isSame(camera, whole)) fitDiagram();
}

/**
 * The part that was last put where it is by hand: the table does not change its scale under that
 * hand.
 */
let placed: string | null = null;

export function holdScaleFor(id: string): void {
  placed = id;
}

/**
 * Moves the camera so that no island covers the part, and not at all where it is seen. Where the
 * whole diagram was shown and an island now covers some of it, the whole is shown again, unless it
 * would become too small to read.
 */
export function reveal(id: string): void {
  const boxes = allBoxes();
  const box = boxes.get(shownAs(id)) ?? around(endsOf(id));
  if (box === null || flow === null || view === null) return;
  const camera = cameraNow(flow);
  const { width, height } = view.getBoundingClientRect();
  const inset = insetsOf(view);
  if (id !== placed) placed = null;
  if (placed === null && fitted !== null && isSame(camera, fitted)) {
    const all = [...boxes.values()];
    const whole = fitCamera(all, { width, height }, inset);
    const isCovered = all.some((one) => !isZero(wayInto(one, camera, { width, height }, inset)));
    if (!isCovered) return;
    if (whole.zoom >= Math.min(camera.zoom, LEGIBLE)) {
      stepAside(camera, whole);
      fitDiagram();
      return;
    }
  }
  const way = wayInto(box, camera, { width, height }, inset);
  if (isZero(way)) return;
  const [dx, dy] = way;
  const to = { x: camera.x + dx, y: camera.y + dy, zoom: camera.zoom };
  stepAside(camera, to);
  glideTo(to);
}

/**
 * Where the camera was before parts had to be brought out from under a sheet, and where that left
 * it.
 */
let aside: { readonly from: Camera; readonly wasFitted: boolean; readonly to: Camera } | null =
  null;

function stepAside(camera: Camera, to: Camera): void {
  const before = aside !== null && isSame(camera, aside.to) ? aside : null;
  const wasFitted = before?.wasFitted ?? (fitted !== null && isSame(camera, fitted));
  aside = { from: before?.from ?? camera, wasFitted, to };
}

/** The sheet is closed: back to where the camera was, unless somebody has moved it since. */
export function comeBack(): void {
  if (flow !== null && aside !== null && isSame(cameraNow(flow), aside.to)) {
    if (aside.wasFitted) fitted = aside.from;
    glideTo(aside.from);
  }
  aside = null;
}

/**
 * What is written in place is read meanwhile: where it is smaller than this, the camera comes
 * closer.
 */
const WRITABLE = 0.75;

let closeUp: { readonly from: Camera; readonly to: Camera } | null = null;

/**
 * Comes close enough to a part to write on it; null goes back, unless somebody has moved the camera
 * since.
 */
export function comeClose(id: string | null): void {
  if (flow === null) return;
  const camera = cameraNow(flow);
  const wasClose = closeUp !== null && isSame(camera, closeUp.to) ? closeUp : null;
  closeUp = null;
  if (id === null) {
    if (wasClose !== null) glideTo(wasClose.from);
    return;
  }
  const box = allBoxes().get(id);
  const to = box === undefined ? null : cameraFor([box]);
  if (to === null || camera.zoom >= WRITABLE) return;
  closeUp = { from: wasClose?.from ?? camera, to };
  glideTo(to);
}

function isSame(a: Camera, b: Camera): boolean {
  return (
    Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < b.zoom / 1000
  );
}

function isZero([dx, dy]: Point): boolean {
  return dx === 0 && dy === 0;
}

/** How far the camera has to move for the box to lie between the islands. */
function wayInto(
  box: Box,
  { x, y, zoom }: Camera,
  size: { width: number; height: number },
  inset: Insets,
): Point {
  const right = size.width - inset.right - 12;
  const bottom = size.height - inset.bottom - 12;
  return [
    shift(box.x * zoom + x, box.width * zoom, inset.left + 12, right),
    shift(box.y * zoom + y, box.height * zoom, inset.top + 12, bottom),
  ];
}

function shift(start: number, size: number, least: number, most: number): number {
  if (start < least) return least - start;
  if (start + size > most) return Math.max(most - start - size, least - start);
  return 0;
}

/** How many CSS pixels a canvas unit takes. */
export function cameraZoom(): number {
  return flow?.getViewport().zoom ?? 1;
}

/** A point of the window in canvas units. */
export function toCanvas(clientX: number, clientY: number): Point {
  const point = flow?.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
  return point === undefined ? [0, 0] : [point.x, point.y];
}

/** The middle of what is seen between the islands, in canvas units. */
export function middleOfView(): Point {
  if (view === null) return [0, 0];
  const box = view.getBoundingClientRect();
  const inset = insetsOf(view);
  const x = box.left + inset.left + (box.width - inset.left - inset.right) / 2;
  const y = box.top + inset.top + (box.height - inset.top - inset.bottom) / 2;
  return toCanvas(x, y);
}

/**
 * Within so many CSS pixels of the window's edge a drag takes the camera along, by at most so many
 * a frame.
 */
const EDGE = 40;
const FASTEST = 14;

let edging = 0;

/**
 * While a hand drags something to the window's edge, the camera goes on that way, and `again` hears
 * where the pointer is by then. Null when the hand has let go.
 */
export function keepInView(client: Point | null, again: (at: Point) => void = () => {}): void {
  cancelAnimationFrame(edging);
  if (client === null || flow === null || view === null) return;
  const { left, top, width, height } = view.getBoundingClientRect();
  const dx = paceAt(client[0] - left, width);
  const dy = paceAt(client[1] - top, height);
  if (dx === 0 && dy === 0) return;
  edging = requestAnimationFrame(() => {
    const camera = flow?.getViewport();
    if (camera === undefined) return;
    void flow?.setViewport({ ...camera, x: camera.x + dx, y: camera.y + dy });
    again(toCanvas(...client));
  });
}

function paceAt(at: number, size: number): number {
  const into = Math.max(EDGE - at, at - (size - EDGE), 0);
  const pace = (Math.min(into, EDGE) / EDGE) * FASTEST;
  return at < size / 2 ? pace : -pace;
}

/** Whether a point of the window lies on the bare canvas, with no island over it. */
export function isOverCanvas(clientX: number, clientY: number): boolean {
  return view?.contains(document.elementFromPoint(clientX, clientY)) ?? false;
}

/** Gives the keyboard to the canvas, standing on the selected node. */
export function focusCanvas(): void {
  const last = useSelection.getState().ids.at(-1);
  if (last !== undefined && allBoxes().has(last)) {
    useSelection.setState({ cursor: last });
  }
  view?.focus({ preventScroll: true });
}

function insetsOf(element: HTMLElement): Insets {
  const outer = element.getBoundingClientRect();
  const insets: Insets = { left: 12, right: 12, top: 12, bottom: 12 };
  for (const island of document.querySelectorAll<HTMLElement>('[data-island]')) {
    const box = island.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const side = island.dataset.island;
    if (side === 'left') insets.left = Math.max(insets.left, box.right - outer.left);
    if (side === 'right') insets.right = Math.max(insets.right, outer.right - box.left);
    if (side === 'top') insets.top = Math.max(insets.top, box.bottom - outer.top);
    if (side === 'bottom') insets.bottom = Math.max(insets.bottom, outer.bottom - box.top);
  }
  return insets;
}

/**
 * The camera that shows all boxes within what the insets leave, no larger than life and a quarter.
 */
export function fitCamera(
  boxes: readonly Box[],
  size: { width: number; height: number },
  inset: Insets,
): Camera {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
  const roomX = Math.max(80, size.width - inset.left - inset.right - 2 * GAP);
  const roomY = Math.max(80, size.height - inset.top - inset.bottom - 2 * GAP);
  const zoom = Math.max(ZOOM.least, Math.min(FIT_MOST, roomX / width, roomY / height));
  return {
    zoom,
    x: inset.left + GAP + (roomX - width * zoom) / 2 - left * zoom,
    y: inset.top + GAP + (roomY - height * zoom) / 2 - top * zoom,
  };
}
