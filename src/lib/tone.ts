/**
 * What a state means to whoever shows it, whatever it is called. Machines tag their states; cards,
 * strips, moments, log, causes and faults read the tags and never a state's name.
 */
import type { OwnInk } from './ink.ts';
import { own } from './table.ts';

/**
 * How a card is edged, the worst first: down red and hatched, saturated amber, starting striped,
 * standby dashed, normal hairline.
 */
export const TONES = ['down', 'saturated', 'starting', 'standby', 'normal'] as const;
export type Tone = (typeof TONES)[number];

/**
 * The tags that every part of the house knows, with their tones. A family may add its own, and give
 * them inks.
 */
const TONE_OF = {
  /** Nothing of it works: it crashed, was drained to the end, or is taken for dead. */
  down: 'down',
  /** It is asked for more than it can do, and turns away some or all, or will soon. */
  saturated: 'saturated',
  /** It works, but has failed of late. */
  suspect: 'saturated',
  /** It is not there yet, and soon will be. */
  starting: 'starting',
  /** It is switched off, and may be switched on again. */
  off: 'standby',
  /** It finishes what it has, and lets nothing else in. */
  draining: 'standby',
  /** It is well, and takes no part for now. */
  standby: 'standby',
  /** It comes and goes with every request: no news. */
  routine: 'normal',
} as const satisfies Readonly<Record<string, Tone>>;

export type StateTag = keyof typeof TONE_OF;

/** Those that say more than that all is well. */
export const STATE_TAGS = Object.entries(TONE_OF).flatMap(([tag, tone]) =>
  tone === 'normal' ? [] : [tag],
);

/** How a state is shown: by its tone, and where its kind has an ink for it, in that. */
export interface Look {
  readonly tone: Tone;
  readonly ink?: OwnInk;
}

/** Inks for states by tags of a kind's own; what such a state means, its other tags say. */
export type OwnTones = Readonly<Record<string, OwnInk>>;

/** @param tones of the kind that is in that state */
export function lookOf(tags: readonly string[], tones: OwnTones = {}): Look {
  const tag = tags.find((each) => own(tones, each));
  const ink = tag && tones[tag];
  return { tone: toneOf(tags), ...(ink && { ink }) };
}

export function isSameLook(one: Look, other: Look): boolean {
  return one.tone === other.tone && one.ink === other.ink;
}

/** The worst of what the tags of a state say; a tag that only a family knows says nothing. */
export function toneOf(tags: readonly string[]): Tone {
  return TONES.find((tone) => tags.some((tag) => own(TONE_OF, tag) === tone)) ?? 'normal';
}

/** Whether a state with these tags takes what comes to it: it is neither out nor on its way up. */
export function isUp(tags: readonly string[]): boolean {
  return !hasTag(tags, 'down', 'off', 'starting');
}

/** Whether one of these tags is among those of a state. */
export function hasTag(tags: readonly string[], ...sought: readonly StateTag[]): boolean {
  return sought.some((tag) => tags.includes(tag));
}
