/** Formatting: the same texts as the command line writes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { npm, root } from "./support/paths.mjs";

const { formatFiles } = await import(join(npm, "node.js"));

test("a file comes back in the canonical layout, with its comments", async () => {
  const text = "-   macro: m # ours\n    condition: >\n      ct.name=ConsoleLogin\n      and x\n";
  const [file] = await formatFiles([{ name: "r.yaml", text }], { diff: true });
  assert.equal(file.text, "- macro: m  # ours\n  condition: ct.name = ConsoleLogin and x\n");
  assert.deepEqual([file.changed, file.error, file.kept], [true, null, null]);
  assert.match(file.diff, /^--- r\.yaml\n\+\+\+ r\.yaml\n@@ -1,4 \+1,2 @@\n/);
});

test("the shipped rules are formatted", async () => {
  const names = ["aws_cloudtrail.yaml", "aws_lambda_persistence.yaml"];
  const files = names.map((name) => ({ name, text: readFileSync(join(root, "rules", name), "utf8") }));
  for (const { name, changed, diff } of await formatFiles(files, { diff: true })) assert.ok(!changed, `${name}\n${diff}`);
});

test("a file that is no YAML has its error and leaves the others alone", async () => {
  const [bad, good] = await formatFiles([{ name: "bad.yaml", text: "- [" }, { name: "good.yaml", text: "- a" }]);
  assert.deepEqual([bad.text, bad.error.file, bad.error.line], [null, "bad.yaml", 1]);
  assert.deepEqual([good.text, good.error], ["- a\n", null]);
});
