// dist/npm as `falconet scan` uses the module: whole lines, up to 1 MiB of them at once, alerts to standard output.
// node benches/yardsticks/loops/scan.mjs RULES INPUT...
import { readFileSync, writeSync } from "node:fs";

import { Ruleset } from "../../../dist/npm/node.js";
import { forEachBatch } from "./lines.mjs";

const STANDARD_OUTPUT = 1;

const [rules, ...inputs] = process.argv.slice(2);
const files = [{ name: rules, text: readFileSync(rules, "utf8") }];
const ruleset = await Ruleset.load(files, { hostname: process.env.FALCO_HOSTNAME });
for (const input of inputs) forEachBatch(input, (batch) => write(ruleset.scanLines(batch)));

function write(lines) {
  for (let at = 0; at < lines.length; ) at += writeSync(STANDARD_OUTPUT, lines, at);
}
