/** The package as npm would publish it, by the tools that look for what goes wrong with packages. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { output, tool } from "./support/hosts.mjs";
import { npm } from "./support/paths.mjs";

const publint = tool("publint/src/cli.js");
const attw = tool("@arethetypeswrong/cli/dist/index.js");

/** Bytes that the package may take to transfer. */
const MOST_PACKED = 1_550_000;

/** What may be in it. */
const WANTED = /^(?:LICENSE|README\.md|package\.json|falconet\.wasm|[a-z]+\d*\.(?:js|d\.ts)|cli\/[a-z]+\.js)$/;

test("publint finds nothing", { skip: publint.skip }, async () => {
  assert.match(await output(process.execPath, [publint.file, npm, "--strict"], {}), /All good!/);
});

test("the types are right for every way to import it; CommonJS gets the module itself, which is meant", { skip: attw.skip }, async () => {
  const args = [attw.file, "--pack", npm, "--ignore-rules", "cjs-resolves-to-esm", "--exclude-entrypoints", "./falconet.wasm", "--format", "json"];
  const { problems } = JSON.parse(await output(process.execPath, args, { cwd: npm }));
  const { CJSResolvesToESM: meant, ...others } = problems;
  assert.equal(meant.length, 1);
  assert.deepEqual(others, {});
});

test("what is packed is what was built, and nothing that nobody needs", async () => {
  const [{ files, size }] = JSON.parse(await output("npm", ["pack", "--dry-run", "--json"], { cwd: npm }));
  const packed = files.map(({ path }) => path).sort();
  const built = readdirSync(npm, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, path, name }) => join(parentPath ?? path, name).slice(npm.length + 1));
  assert.deepEqual(packed, built.sort());
  assert.deepEqual(packed.filter((path) => !WANTED.test(path)), []);
  assert.ok(size < MOST_PACKED, `${size}`);
});

test("the manifest says where it is published from, and that nothing has side effects", () => {
  const manifest = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));
  assert.deepEqual(manifest.publishConfig, { provenance: true });
  assert.equal(manifest.sideEffects, false);
  for (const script of ["preinstall", "install", "postinstall", "prepare"]) assert.equal(manifest.scripts?.[script], undefined);
});
