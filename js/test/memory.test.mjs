/** The memory of an instance: what judging needs is reused, so it does not grow with what is judged. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Abi, BEGINS_INPUT, ENDS_INPUT } from "../src/abi.js";
import { dist, root } from "./support/paths.mjs";

const BATCH = 1024 * 1024;
const BATCHES = 200;

const events = gunzipSync(readFileSync(join(root, "benches/yardsticks/sample.ndjson.gz")));
const text = readFileSync(join(root, "rules/aws_cloudtrail.yaml"), "utf8");

/** An instance of a file of the module; nothing that it imports is called by a host like this one. */
function instance(file) {
  const module = new WebAssembly.Module(readFileSync(join(dist, file)));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => assert.fail(`${name} is called`) };
  }
  return new Abi(new WebAssembly.Instance(module, imports).exports);
}

/** The input over and over in batches, cut wherever a batch ends; answers how many events were judged. */
function judge(abi, handle) {
  const batch = Buffer.alloc(BATCH);
  let judged = 0;
  for (let number = 0; number < BATCHES; number += 1) {
    const at = (number * BATCH) % events.length;
    let filled = events.copy(batch, 0, at);
    while (filled < BATCH) filled += events.copy(batch, filled, 0);
    const flags = (number === 0 ? BEGINS_INPUT : 0) | (number === BATCHES - 1 ? ENDS_INPUT : 0);
    judged += abi.evaluate(handle, batch, flags).counts.events;
  }
  return judged;
}

for (const file of ["falconet.wasm", "falconet-baseline.wasm"]) {
  test(`${file}: memory stays as it is from one ${BATCHES} batches to the next`, () => {
    const abi = instance(file);
    const { handle } = abi.load(JSON.stringify({ files: [{ name: "rules.yaml", text }] }));
    judge(abi, handle);
    const before = abi.memoryBytes();
    assert.ok(judge(abi, handle) > 100_000);
    assert.equal(abi.memoryBytes(), before);
  });
}
