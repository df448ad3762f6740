/**
 * The address under which somebody else sees a diagram, or a moment of it, and how long that
 * address is.
 */
import { encodeLink } from '../document/link.ts';
import type { Specs } from '../document/spec.ts';
import type { SceneDocument } from '../document/types.ts';

export interface ShareLink {
  /** To be sent: the page's own address with the diagram in its fragment. */
  readonly address: string;
  /** Of the whole address, in characters. */
  readonly length: number;
  /** How safely it travels; `file` is too long for a link. */
  readonly meter: 'green' | 'amber' | 'red' | 'file';
}

/** Characters up to which an address is green, amber and red. */
const METER = [
  [2_000, 'green'],
  [8_000, 'amber'],
  [32_000, 'red'],
] as const;

/**
 * @param page the page's address; its own fragment is left out
 * @param atMs the moment to open at, paused; null to play from the start
 */
export function linkTo(
  document: SceneDocument,
  specs: Specs,
  { page, atMs }: { page: string; atMs: number | null },
): ShareLink {
  const { fragment } = encodeLink(document, specs, atMs === null ? {} : { t: atMs });
  const address = `${page.replace(/#.*$/s, '')}#${fragment.replace(/^#/, '')}`;
  return { address, length: address.length, meter: meterOf(address.length) };
}

export function meterOf(length: number): ShareLink['meter'] {
  return METER.find(([most]) => length <= most)?.[1] ?? 'file';
}
