/**
 * The shapes of moving messages as small masks of coverage (0–255 per pixel), ready to be written
 * into pixels. Each shape has sixteen masks, one for each quarter of a pixel in x and y, so that
 * slow dots glide instead of hopping from pixel to pixel.
 */
import { SHAPE } from '../sim/agenda.ts';

/** Positions between two pixels, each way. */
export const PHASES = 4;
const SHAPES = Object.keys(SHAPE).length;
/** Samples per pixel and direction when a mask is made. */
const SAMPLES = 5;

export interface Stamps {
  /** Width and height of every mask, in pixels. */
  readonly size: number;
  /** Pixels from a mask's left or top border to the shape's centre, without the phase. */
  readonly centre: number;
  /** By `maskIndex`. */
  readonly masks: readonly Uint8Array[];
}

/** Which mask: phases are quarters of a pixel, 0 to 3. */
export function maskIndex(shape: number, phaseX: number, phaseY: number): number {
  return (shape * PHASES + phaseY) * PHASES + phaseX;
}

/** @param diameter of a full dot, in device pixels */
export function makeStamps(diameter: number): Stamps {
  return makeMasks(diameter / 2, SHAPES, covers);
}

/**
 * A ring around a dot, as the only shape. @param diameter of the space within, and @param width of
 * the line, in device pixels
 */
export function makeRing(diameter: number, width: number): Stamps {
  const radius = diameter / 2 + width;
  const inner = diameter / 2 / radius;
  return makeMasks(radius, 1, (_shape, x, y) => {
    const distance = Math.sqrt(x * x + y * y);
    return distance <= 1 && distance >= inner;
  });
}

function makeMasks(
  radius: number,
  shapes: number,
  isInside: (shape: number, x: number, y: number) => boolean,
): Stamps {
  const centre = Math.ceil(radius * 1.1) + 1;
  const size = 2 * centre + 1;
  const masks: Uint8Array[] = [];
  for (let shape = 0; shape < shapes; shape++) {
    for (let phaseY = 0; phaseY < PHASES; phaseY++) {
      for (let phaseX = 0; phaseX < PHASES; phaseX++) {
        const x = centre + phaseX / PHASES;
        const y = centre + phaseY / PHASES;
        masks.push(
          makeMask(size, (px, py) => isInside(shape, (px - x) / radius, (py - y) / radius)),
        );
      }
    }
  }
  return { size, centre, masks };
}

function makeMask(size: number, isInside: (x: number, y: number) => boolean): Uint8Array {
  const mask = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let hits = 0;
      for (let i = 0; i < SAMPLES * SAMPLES; i++) {
        const x = column + ((i % SAMPLES) + 0.5) / SAMPLES;
        const y = row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
        if (isInside(x, y)) hits++;
      }
      mask[row * size + column] = Math.round((hits * 255) / (SAMPLES * SAMPLES));
    }
  }
  return mask;
}

/** Whether a shape of radius 1 around the origin covers a point. */
function covers(shape: number, x: number, y: number): boolean {
  const distance = Math.sqrt(x * x + y * y);
  switch (shape) {
    case SHAPE.response:
      return distance <= 1 && distance >= 0.52;
    case SHAPE.failure: {
      // Two bars across each other, a little larger than a dot because they cover less.
      const along = Math.max(Math.abs(x), Math.abs(y));
      const off = Math.min(Math.abs(x - y), Math.abs(x + y)) / Math.SQRT2;
      return along <= 0.95 && off <= 0.3;
    }
    case SHAPE.handshake:
    case SHAPE.heartbeat:
    case SHAPE.fetch:
    case SHAPE.control:
      return distance <= 0.5;
    case SHAPE.record:
      return Math.max(Math.abs(x), Math.abs(y)) <= 0.86;
    case SHAPE.replica: {
      const off = Math.max(Math.abs(x), Math.abs(y));
      return off <= 0.86 && off >= 0.44;
    }
    case SHAPE.probe:
      return Math.abs(x) + Math.abs(y) <= 1.1;
    case SHAPE.task:
      // Upright, its middle where the dot's is.
      return y <= 0.7 && Math.abs(x) <= (y + 1.05) * 0.56;
    default:
      return distance <= 1;
  }
}
