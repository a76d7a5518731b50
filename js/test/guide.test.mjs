/** Examples of the guide and of the READMEs are run, and print what stands below them. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { output, program } from "./support/hosts.mjs";
import { root } from "./support/paths.mjs";

function read(path) {
  return readFileSync(join(root, path), "utf8");
}

/** The examples of a document: programs, and what they print if that is said. */
function examples(text) {
  const blocks = [...text.matchAll(/^```js\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms)];
  return blocks.map(([, code, printed]) => ({ code, printed }));
}

const [, rules] = /^```yaml\n(.*?)^```/ms.exec(read("docs/guides/javascript.md"));

function login(userName, MFAUsed) {
  const event = { eventTime: "2026-01-02T03:04:05Z", eventType: "AwsConsoleSignIn", eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com", sourceIPAddress: "192.0.2.7", userIdentity: { type: "IAMUser", userName } };
  return { ...event, additionalEventData: { MFAUsed } };
}

const events = JSON.stringify({ Records: [login("alice", "No"), login("bob", "Yes"), login("carol", "Yes")] });

for (const document of ["docs/guides/javascript.md", "js/README.md", "README.md"]) {
  const found = examples(read(document));
  test(`${document} has examples`, () => assert.ok(found.length > 0));
  for (const [index, { code, printed }] of found.entries()) {
    test(`${document}: example ${index + 1} runs`, async () => {
      const cwd = program({ "example.mjs": code, "rules.yaml": rules, "events.json": events });
      writeFileSync(join(cwd, "events.json.gz"), gzipSync(events));
      const said = await output(process.execPath, ["example.mjs"], { cwd, env: { NO_COLOR: "1" } });
      assert.notEqual(said, "");
      if (printed !== undefined) assert.equal(said.trimEnd(), printed.trimEnd());
    });
  }
}

test("every error code is explained", () => {
  const [, codes] = /@typedef \{([^}]*)\} ErrorCode/s.exec(read("js/src/errors.js"));
  const table = read("docs/guides/javascript.md");
  const names = [...codes.matchAll(/"([A-Z_]+)"/g)].map(([, name]) => name);
  assert.ok(names.length > 10);
  for (const name of names) assert.ok(table.includes(`\`${name}\``), name);
});
