// Whole lines of files, up to 1 MiB of them at once.
import { closeSync, openSync, readSync } from "node:fs";

const BATCH = 1024 * 1024;
const NEWLINE = 0x0a;

/** Calls `judge` with bytes that the next call makes stale. */
export function forEachBatch(path, judge) {
  const batch = Buffer.alloc(BATCH);
  const file = openSync(path);
  let kept = 0;
  for (;;) {
    const read = readSync(file, batch, kept, BATCH - kept, null);
    const filled = kept + read;
    const end = read === 0 ? filled : batch.lastIndexOf(NEWLINE, filled - 1) + 1;
    if (end > 0) judge(batch.subarray(0, end));
    if (read === 0) break;
    batch.copyWithin(0, end, filled);
    kept = filled - end;
    if (kept === BATCH) throw new Error(`${path}: a line is longer than a batch`);
  }
  closeSync(file);
}
