/**
 * What remembering something takes: snapshots of logs, counters and histograms, as plain data. The
 * chunks of a log are shared between snapshots, so they are listed instead of counted: whoever
 * keeps several snapshots counts each chunk once.
 */

import type { Chunk } from './packed-rows.ts';

interface SnapshotSize {
  /** In bytes, without what is shared. */
  readonly bytes: number;
  /** Chunks of logs that other snapshots may hold, too. */
  readonly shared: readonly Chunk[];
}

const OBJECT_BYTES = 32;
const FIELD_BYTES = 14;
const TABLE_BYTES = 120;

export function sizeOfSnapshot(snapshot: unknown): SnapshotSize {
  const shared: Chunk[] = [];
  return { bytes: measure(snapshot, shared), shared };
}

function measure(value: unknown, shared: Chunk[]): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (ArrayBuffer.isView(value)) return TABLE_BYTES + value.byteLength;
  if (Array.isArray(value)) {
    let bytes = OBJECT_BYTES + FIELD_BYTES * value.length;
    for (const item of value) bytes += measure(item, shared);
    return bytes;
  }
  let bytes = OBJECT_BYTES;
  for (const [key, field] of Object.entries(value)) {
    bytes += FIELD_BYTES;
    if (key === 'chunks') {
      for (const chunk of field as readonly Chunk[]) shared.push(chunk);
      bytes += 8 * (field as readonly Chunk[]).length;
    } else if (!Object.isFrozen(field)) bytes += measure(field, shared);
  }
  return bytes;
}
