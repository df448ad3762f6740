/**
 * What a kind's `picture.ts` exports: from an observation to words and a small drawing. The
 * painter draws it on the card, the exporter writes it as SVG, and its words feed the card's second
 * line and the text view.
 */
import type { DisplayList } from './display-list.ts';

/** The room a micro-picture has on a card, in canvas units. */
export const PICTURE_BOX = { width: 56, height: 44 } as const;
/** Its distance from the card's top and right edge. */
export const PICTURE_INSET = 10;

// biome-ignore lint/suspicious/noExplicitAny: observations differ by kind.
export interface Picture<Observation = any> {
  /** The state in words with its number: "busy · 14 waiting". */
  words(observation: Observation): string;
  /**
   * Share of capacity in use, 0..1, for the bar along the bottom edge; null when the kind has none.
   */
  utilization(observation: Observation): number | null;
  /**
   * By the name of a fault, the level that the node goes by: how many times slower it is, say.
   * Faults may end by themselves. Left out where its kind knows none.
   */
  suffers?(observation: Observation): Readonly<Record<string, number>>;
  /**
   * By node id: whom it gives nothing for now, and why, in a few words. Left out where its kind
   * keeps nobody out.
   */
  keepsOut?(observation: Observation): readonly { readonly id: string; readonly why: string }[];
  /** The micro-picture within `width` × `height`, origin at its top left corner. */
  draw(
    observation: Observation,
    box: { readonly width: number; readonly height: number },
  ): DisplayList;
}

/** By kind id. */
export type Pictures = Readonly<Record<string, Picture>>;
