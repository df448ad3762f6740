/**
 * The painted canvases on the page: two pairs inside the canvas layer, below and above the cards.
 * One pair is shown while the worker paints it; when another region is due, the worker paints that
 * on the hidden pair, and here the two are swapped in one task.
 */
import type { Simulation } from './client.ts';
import type { Box, Region } from './protocol.ts';
import { isDue, regionFor, type View } from './region.ts';

/** A zoom has ended when it stood still for this long. */
const ZOOM_END_MS = 140;

type PairNumber = 0 | 1;

interface Pair {
  readonly dots: HTMLCanvasElement;
  readonly pictures: HTMLCanvasElement;
  region: Region | null;
}

export interface Surfaces {
  /**
   * Puts the canvases into two elements of the canvas layer, one below and one above the cards.
   * Both have their origin at the layer's own, so that a pixel of the element is a canvas unit.
   */
  attach(below: HTMLElement, above: HTMLElement): void;
  /** To be called whenever the layer was moved or zoomed, or the view changed its size. */
  camera(view: View): void;
  /**
   * A copy of what is painted above the cards within a box of canvas units; null while nothing is
   * painted there.
   */
  copy(box: Box): HTMLCanvasElement | null;
  dispose(): void;
}

export function createSurfaces(simulation: Simulation): Surfaces {
  return new PaintedSurfaces(simulation);
}

class PaintedSurfaces implements Surfaces {
  private readonly simulation: Simulation;
  private readonly leave: (() => void)[];
  private pairs: [Pair, Pair] | null = null;
  private parents: { below: HTMLElement; above: HTMLElement } | null = null;
  private shown: PairNumber | null = null;
  /** The pair being painted, until the worker says that it is done. */
  private awaited: PairNumber | null = null;
  private view: View | null = null;
  private zoomEnd: ReturnType<typeof setTimeout> | null = null;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const sendVisible = (): void =>
      simulation.send({ type: 'visible', visible: document.visibilityState === 'visible' });
    document.addEventListener('visibilitychange', sendVisible);
    this.leave = [
      simulation.subscribe((report) => {
        if (report.type === 'painted') this.painted(report.pair);
      }),
      simulation.onNeedCanvases(() => this.renew()),
      () => document.removeEventListener('visibilitychange', sendVisible),
    ];
  }

  attach(below: HTMLElement, above: HTMLElement): void {
    this.parents = { below, above };
    if (this.pairs === null) this.renew();
    else this.place();
  }

  camera(view: View): void {
    this.view = view;
    this.consider(false);
  }

  copy(box: Box): HTMLCanvasElement | null {
    const pair = this.shown === null ? undefined : this.pairs?.[this.shown];
    const region = pair?.region ?? null;
    if (pair === undefined || region === null) return null;
    const { scale } = region;
    const copy = document.createElement('canvas');
    copy.width = Math.ceil(box.width * scale);
    copy.height = Math.ceil(box.height * scale);
    copy
      .getContext('2d')
      ?.drawImage(
        pair.pictures,
        (region.box.x - box.x) * scale,
        (region.box.y - box.y) * scale,
        region.box.width * scale,
        region.box.height * scale,
      );
    copy.setAttribute('aria-hidden', 'true');
    Object.assign(copy.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      pointerEvents: 'none',
    });
    return copy;
  }

  dispose(): void {
    for (const leave of this.leave) leave();
    this.remove();
    this.parents = null;
  }

  /** New elements, with nothing painted yet: control of a canvas transfers once. */
  private renew(): void {
    this.remove();
    if (this.parents === null) return;
    this.pairs = [this.make(0), this.make(1)];
    this.place();
    this.consider(true);
  }

  private make(pair: PairNumber): Pair {
    const dots = hiddenCanvas();
    const pictures = hiddenCanvas();
    const offscreen = {
      dots: dots.transferControlToOffscreen(),
      pictures: pictures.transferControlToOffscreen(),
    };
    this.simulation.send({ type: 'canvases', pair, ...offscreen }, [
      offscreen.dots,
      offscreen.pictures,
    ]);
    return { dots, pictures, region: null };
  }

  private place(): void {
    for (const pair of this.pairs ?? []) {
      this.parents?.below.append(pair.dots);
      this.parents?.above.append(pair.pictures);
    }
  }

  private remove(): void {
    for (const pair of this.pairs ?? []) {
      pair.dots.remove();
      pair.pictures.remove();
    }
    this.pairs = null;
    this.shown = null;
    this.awaited = null;
    this.stopWaiting();
  }

  /** Asks for another region when one is due; only one is asked for at a time. */
  private consider(isZoomOver: boolean): void {
    const { pairs, view, shown } = this;
    if (pairs === null || view === null || this.awaited !== null) return;
    if (view.width < 1 || view.height < 1) return;
    const region = shown === null ? null : pairs[shown].region;
    const due = isDue(region, view, devicePixelRatio);
    this.stopWaiting();
    if (due === 'now' || (due === 'soon' && isZoomOver)) this.ask(pairs, view);
    else if (due === 'soon') {
      this.zoomEnd = setTimeout(() => this.consider(true), ZOOM_END_MS);
    }
  }

  private ask(pairs: [Pair, Pair], view: View): void {
    const pair: PairNumber = this.shown === 0 ? 1 : 0;
    const region = regionFor(view, devicePixelRatio);
    const { box } = region;
    pairs[pair].region = region;
    for (const { style } of [pairs[pair].dots, pairs[pair].pictures]) {
      style.left = `${box.x}px`;
      style.top = `${box.y}px`;
      style.width = `${box.width}px`;
      style.height = `${box.height}px`;
    }
    this.awaited = pair;
    this.simulation.send({ type: 'region', region, pair });
  }

  private painted(pair: PairNumber): void {
    if (this.pairs === null || this.awaited !== pair) return;
    this.awaited = null;
    this.shown = pair;
    this.pairs.forEach((each, number) => {
      const opacity = number === pair ? '1' : '0';
      each.dots.style.opacity = opacity;
      each.pictures.style.opacity = opacity;
    });
    // The camera may have gone on meanwhile.
    this.consider(false);
  }

  private stopWaiting(): void {
    if (this.zoomEnd !== null) clearTimeout(this.zoomEnd);
    this.zoomEnd = null;
  }
}

function hiddenCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  // Transparent rather than hidden: what is painted must have reached the screen's compositor
  // before it is shown.
  Object.assign(canvas.style, { position: 'absolute', pointerEvents: 'none', opacity: '0' });
  return canvas;
}
