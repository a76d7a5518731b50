/** Where records lie, through both files of the module. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Abi, BEGINS_INPUT, ENDS_INPUT } from "../src/abi.js";
import { dist } from "./support/paths.mjs";

const RULES = "- {rule: r, desc: d, condition: ct.id exists, output: o, priority: INFO, source: aws_cloudtrail}";
const INPUT = '{"Records": [{"a": 1}, {"b": "é"}]}\n nonsense {"c": 3}';

function instance(file) {
  const module = new WebAssembly.Module(readFileSync(join(dist, file)));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => assert.fail(`${name} is called`) };
  }
  return new Abi(new WebAssembly.Instance(module, imports).exports);
}

/** The texts of all records, of an input that comes in pieces. */
function cut(abi, handle, bytes, size) {
  const found = { texts: [], problems: [] };
  for (let start = 0; start < bytes.length; start += size) {
    const flags = (start === 0 ? BEGINS_INPUT : 0) | (start + size >= bytes.length ? ENDS_INPUT : 0);
    const { records, problems } = abi.split(handle, bytes.subarray(start, start + size), flags);
    found.texts.push(...records.map(({ offset, length }) => bytes.subarray(offset, offset + length).toString()));
    found.problems.push(...problems);
  }
  return found;
}

for (const file of ["falconet.wasm", "falconet-baseline.wasm"]) {
  test(`records are cut out of an input however it comes: ${file}`, () => {
    const abi = instance(file);
    const { handle } = abi.load(JSON.stringify({ files: [{ name: "rules.yaml", text: RULES }] }));
    for (const size of [1, 7, 1000]) {
      const { texts, problems } = cut(abi, handle, Buffer.from(INPUT), size);
      assert.deepEqual(texts, ['{"a": 1}', '{"b": "é"}', '{"c": 3}']);
      assert.deepEqual(problems, [{ record: 3, offset: 38, reason: "not a JSON object" }]);
    }
    assert.throws(() => abi.split(handle + 1, Buffer.from(INPUT), 3), /does not know ruleset/);
  });
}
