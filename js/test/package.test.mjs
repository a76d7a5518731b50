/** The package as it is published. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asConsumer, node } from "./support/consumer.mjs";
import { dist, npm } from "./support/paths.mjs";

const manifest = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));

test("the module is the very file of dist", () => {
  assert.ok(readFileSync(join(npm, "falconet.wasm")).equals(readFileSync(join(dist, "falconet.wasm"))));
});

test("the package depends on nothing and types come first", () => {
  assert.equal(manifest.dependencies, undefined);
  assert.equal(Object.keys(manifest.exports["."])[0], "types");
  assert.equal(Object.keys(manifest.exports["."]).at(-1), "default");
});

test("every file that the manifest names is there", () => {
  const { ".": conditions, ...others } = manifest.exports;
  for (const path of [...Object.values(conditions), ...Object.values(others)]) assert.ok(existsSync(join(npm, path)), path);
});

test("the module says which tools made it", () => {
  const module = new WebAssembly.Module(readFileSync(join(dist, "falconet.wasm")));
  const [section] = WebAssembly.Module.customSections(module, "falconet.tools");
  const tools = JSON.parse(Buffer.from(section).toString());
  assert.equal(tools.falconet, manifest.version);
  for (const tool of ["rustc", "wasm-bindgen", "binaryen"]) assert.ok(tools[tool].length > 0, tool);
});

test("it is imported by its name", async () => {
  const text = "- {rule: a, desc: a, condition: evt.num > 0, output: a, priority: INFO, source: aws_cloudtrail}";
  const script = `import { Ruleset } from "falconet"; const rules = await Ruleset.load([{ name: "a", text: "${text}" }]); console.log(rules.rules.loaded);`;
  const printed = await asConsumer((folder) => node(folder, "--input-type=module", "--eval", script));
  assert.equal(printed.trim(), "1");
});
