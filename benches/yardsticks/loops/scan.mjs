// dist/npm as `falconet scan` uses the module: whole lines, up to 1 MiB of them at once, alerts to standard output.
// node benches/yardsticks/loops/scan.mjs RULES INPUT...
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";

import { Ruleset } from "../../../dist/npm/node.js";

const BATCH = 1024 * 1024;
const NEWLINE = 0x0a;
const STANDARD_OUTPUT = 1;

const [rules, ...inputs] = process.argv.slice(2);
const files = [{ name: rules, text: readFileSync(rules, "utf8") }];
const ruleset = await Ruleset.load(files, { hostname: process.env.FALCO_HOSTNAME });
const batch = Buffer.alloc(BATCH);
for (const input of inputs) scan(input);

function scan(input) {
  const file = openSync(input);
  let kept = 0;
  for (;;) {
    const read = readSync(file, batch, kept, BATCH - kept, null);
    const filled = kept + read;
    const end = read === 0 ? filled : batch.lastIndexOf(NEWLINE, filled - 1) + 1;
    if (end > 0) write(ruleset.scanLines(batch.subarray(0, end)));
    if (read === 0) break;
    batch.copyWithin(0, end, filled);
    kept = filled - end;
    if (kept === BATCH) throw new Error(`${input}: a line is longer than a batch`);
  }
  closeSync(file);
}

function write(lines) {
  for (let at = 0; at < lines.length; ) at += writeSync(STANDARD_OUTPUT, lines, at);
}
