/** Every golden case in which events are judged: through the package, and through the baseline file by the C ABI alone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { caseInputs, loadRequest, runCases } from "./support/cases.mjs";
import { difference } from "./support/difference.mjs";
import { readKnown } from "./support/known.mjs";
import { dist, goldenFolders, npm } from "./support/paths.mjs";

const { Ruleset, RulesetError } = await import(join(npm, "node.js"));
const { Abi, BEGINS_INPUT, ENDS_INPUT } = await import(join(npm, "abi.js"));

async function throughPackage(golden) {
  const { files, settings, hostname, evt_hostname: evtHostname, utc_offset_seconds: utcOffsetSeconds } = loadRequest(golden);
  try {
    const rules = await Ruleset.load(files, { settings, hostname, evtHostname, utcOffsetSeconds });
    const stdout = Buffer.concat([rules.scanLines(caseInputs(golden)), Buffer.from(rules.statistics())]);
    rules.dispose();
    return { exit: 0, stdout };
  } catch (error) {
    if (!(error instanceof RulesetError)) throw error;
    return { exit: 1, stdout: Buffer.alloc(0) };
  }
}

const module = new WebAssembly.Module(readFileSync(join(dist, "falconet-baseline.wasm")));
const abi = new Abi(new WebAssembly.Instance(module, {}).exports);

async function throughBaseline(golden) {
  const { ok, handle } = abi.load(JSON.stringify(loadRequest(golden)));
  if (!ok) return { exit: 1, stdout: Buffer.alloc(0) };
  const blocks = caseInputs(golden).map((input) => Buffer.from(abi.evaluate(handle, input, BEGINS_INPUT | ENDS_INPUT).lines));
  const { text } = abi.call({ op: "statistics", handle });
  abi.call({ op: "unload", handle });
  return { exit: 0, stdout: Buffer.concat([...blocks, Buffer.from(text ?? "")]) };
}

for (const [engine, judge] of Object.entries({ package: throughPackage, baseline: throughBaseline })) {
  for (const folder of goldenFolders()) {
    const cases = runCases(folder, readKnown());
    console.log(`${cases.length} cases of ${folder} through the ${engine}`);
    for (const golden of cases) {
      test(`${engine}: ${golden.name}`, async () => {
        const { exit, stdout } = await judge(golden);
        const { stdout: expected, otherThan } = golden.expected;
        if (otherThan) assert.notEqual(difference(otherThan, stdout), undefined);
        else assert.equal(difference(expected, stdout), undefined);
        assert.equal(exit, golden.expected.exit);
      });
    }
  }
}

test("the baseline file imports nothing", () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});
