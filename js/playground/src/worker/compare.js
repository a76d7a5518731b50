/**
 * Which alerts other rules raise on the same events, event by event, and what `falconet diff` says of it.
 * @import { RulesFile } from "falconet/types.js"
 * @import { Change, Comparison, Settings } from "../engine/messages.js"
 * @import { Source } from "./source.js"
 */
import * as engine from "falconet/engine.js";
import { ask } from "./advice.js";
import { Cutter, flagsOf } from "./cutter.js";
import { MOST_ALERTS, MOST_SAID, PAUSE } from "./limits.js";
import { pause } from "./pause.js";
import { loadRequest, unload } from "./rulesets.js";

const decoder = new TextDecoder();

/** The newest comparison; older ones stop. */
let latest = 0;

/**
 * @param {{ old: RulesFile[], files: RulesFile[], settings: Settings }} question
 * @param {Source} source
 * @returns {Promise<Comparison | null>} nothing if a newer one is asked for
 */
export async function compare({ old, files, settings }, source) {
  if (!source.isText) throw new Error("Events that are read from a file are not compared here: `falconet diff` does that.");
  await engine.start();
  const own = (latest += 1);
  const request = loadRequest(files, settings);
  const before = { files: old, settings: request.settings };
  const loaded = engine.use((abi) => abi.load(JSON.stringify({ ...request, old: before })));
  if (!loaded.ok) throw new Error(loaded.fatal?.message ?? loaded.error ?? "the rules do not load");
  const cutter = new Cutter(loaded.source);
  const tally = new Tally();
  try {
    for await (const [event, lines] of judged(loaded.handle, source, cutter)) {
      if (latest !== own) return null;
      tally.add(event, lines);
    }
  } finally {
    unload(loaded.handle);
    cutter.dispose();
  }
  const { text } = await ask({ op: "diff", old: before, new: { files, settings: request.settings }, changes: tally.lines, format: "text", examples: 0 });
  return { changes: tally.changes, counts: tally.counts, text };
}

/**
 * The lines that are said of each event.
 * @param {number} handle
 * @param {Source} source
 * @param {Cutter} cutter
 * @returns {AsyncGenerator<[event: number, lines: string], void, void>}
 */
async function* judged(handle, source, cutter) {
  let paused = performance.now();
  for await (const piece of source.pieces()) {
    let from = 0;
    for (const { record, offset, length } of source.places(cutter, piece, true)) {
      yield [record, said(handle, piece.bytes.subarray(from, offset + length), flagsOf(from === 0, false))];
      from = offset + length;
      if (performance.now() - paused < PAUSE) continue;
      await pause();
      paused = performance.now();
    }
    yield [0, said(handle, piece.bytes.subarray(from), flagsOf(from === 0, true))];
  }
}

/** @param {number} handle @param {Uint8Array} bytes @param {number} flags */
function said(handle, bytes, flags) {
  return engine.use((abi) => decoder.decode(abi.evaluate(handle, bytes, flags).lines));
}

/** What has been said so far. */
class Tally {
  /** Everything, for the report. */
  lines = "";
  /** @type {Change[]} */
  changes = [];
  counts = { lost: 0, gained: 0, changed: 0 };

  /** @param {number} event @param {string} lines */
  add(event, lines) {
    this.lines += lines;
    if (this.lines.length > MOST_SAID) throw new RangeError("These are more changes than are compared here: `falconet diff` takes any number.");
    for (const line of lines.split("\n")) {
      if (!line.startsWith('{"change":')) continue;
      const { change, alert, old } = JSON.parse(line);
      this.counts[/** @type {"lost"} */ (change)] += 1;
      if (this.changes.length < MOST_ALERTS) this.changes.push({ change, event, alert: plain(alert), old: old && plain(old) });
    }
  }
}

/** Without what only a comparison wants to know. @param {any} alert */
function plain({ alert_id: id, output_fields: fields, ...alert }) {
  const { "falconet.principal": principal, ...own } = fields;
  return { ...alert, output_fields: own };
}
