/** Where a new line of the rules begins. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnBelow } from "../src/editor/indent.js";

const BELOW = { "- rule: a": 2, "  desc: b": 2, "  condition: >": 4, "  condition:": 4, "    ct.name = a": 4, "": 0, "  exceptions:": 4, "    - name: e": 6, "# comment": 0 };

for (const [line, column] of Object.entries(BELOW)) {
  test(`below \`${line}\` a line begins in column ${column}`, () => assert.equal(columnBelow(line), column));
}
