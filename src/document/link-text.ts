/** Bytes as characters that every program leaves alone, and a check over them. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...ALPHABET].map((char, value) => [char, value]));

/** Base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const chars = Math.min(bytes.length - i, 3) + 1;
    for (let k = 0; k < chars; k++) text += ALPHABET[(group >> (18 - 6 * k)) & 63];
  }
  return text;
}

/**
 * Null unless the text is exactly what `toBase64Url` writes: no other character, no length in
 * between, no bit left over.
 */
export function fromBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let length = 0;
  for (const char of text) {
    const value = VALUES.get(char);
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 255;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/**
 * Six characters: CRC-32 of the text with the codec number before it, and four bits of its length.
 * CRC-32 finds every single changed character, wherever it is. Links carry it, so that it never
 * changes.
 */
export function checkOf(text: string, codec: number): string {
  let crc = ~0;
  const take = (byte: number): void => {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  };
  take(codec);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    take(unit & 255);
    take(unit >> 8);
  }
  const value = ~crc >>> 0;
  const length = text.length & 15;
  let check = ALPHABET[(length << 2) | (value >>> 30)] ?? '';
  for (let shift = 24; shift >= 0; shift -= 6) check += ALPHABET[(value >>> shift) & 63];
  return check;
}
