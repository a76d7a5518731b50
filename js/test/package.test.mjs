/** The package as it is published. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dist, npm, root } from "./support/paths.mjs";

const manifest = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));

/** Runs `work` in a folder whose `node_modules` has the package. */
function asConsumer(work) {
  const folder = mkdtempSync(join(tmpdir(), "falconet-consumer-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(npm, join(folder, "node_modules/falconet"), "junction");
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function node(folder, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

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

test("it is imported by its name", () => {
  const text = "- {rule: a, desc: a, condition: evt.num > 0, output: a, priority: INFO, source: aws_cloudtrail}";
  const script = `import { Ruleset } from "falconet"; const rules = await Ruleset.load([{ name: "a", text: "${text}" }]); console.log(rules.rules.loaded);`;
  assert.equal(asConsumer((folder) => node(folder, "--input-type=module", "--eval", script)).trim(), "1");
});

test("its types hold under strict checks", () => {
  asConsumer((folder) => {
    copyFileSync(join(root, "js/test/types/consumer.mts"), join(folder, "consumer.mts"));
    const tsc = join(root, "js/tools/node_modules/typescript/bin/tsc");
    node(folder, tsc, "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2023,esnext.disposable,dom", "consumer.mts");
  });
});
