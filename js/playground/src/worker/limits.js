/** The bounds of what one page takes; docs/guides/playground.md names them. */

const MIB = 1024 * 1024;

/** Bytes of a file after decompression. */
export const MOST_BYTES = 2048 * MIB;

/** Bytes of a record over several pieces that is put together to be looked at. */
export const MOST_CARRIED = MIB;

/** Bytes of events in which values for completion are looked for. */
export const MOST_SAMPLED = MIB;

/** Bytes of events that are kept to be looked at, with those of alerts. */
export const MOST_KEPT = 16 * MIB;

/** Events that are listed. */
export const MOST_EVENTS = 5000;

/** Alerts that are listed. */
export const MOST_ALERTS = 1000;

/** Rules that are explained of an event. */
export const MOST_EXPLAINED = 40;

/** Records without a judgement that are described. */
export const MOST_PROBLEMS = 100;

/** Bytes of one record. */
export const MOST_RECORD = 16 * MIB;

/** Parts of the rules of which is said what tests have seen of them. */
export const MOST_PARTS = 5000;

/** Characters of a cell of the table of events, and of a part of the rules. */
export const MOST_CELL = 200;

/** Characters that are said of how alerts differ. */
export const MOST_SAID = 32 * MIB;

/** Milliseconds that a judgement goes on before it looks for newer requests. */
export const PAUSE = 24;

/** Milliseconds between reports of progress. */
export const REPORT = 120;
