// dist/npm, of whose alerts only the rules' names are written: as predicates.mjs does, which is the other side.
// node benches/yardsticks/loops/matches.mjs RULES INPUT...
import { readFileSync } from "node:fs";

import { Ruleset } from "../../../dist/npm/node.js";
import { forEachBatch } from "./lines.mjs";

const [rules, ...inputs] = process.argv.slice(2);
const ruleset = await Ruleset.load([{ name: rules, text: readFileSync(rules, "utf8") }]);
for (const input of inputs) {
  forEachBatch(input, (batch) => {
    const names = Array.from(ruleset.scan(batch), ({ rule }) => `${rule}\n`);
    process.stdout.write(names.join(""));
  });
}
