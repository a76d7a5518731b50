/** What editors ask: places in UTF-16, and the answers of the command line. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { host, npm } from "./support/paths.mjs";

const { complete, definition, FalconetError, hover, references, renamable, rename, sampleValues, symbols } = await import(join(npm, "node.js"));

const text = `# \u{1f600}é
- list: people
  items: [alice]
- macro: is_login
  condition: ct.name = ConsoleLogin and ct.user in (people)
`;
const files = [
  { name: "a.yaml", text },
  { name: "b.yaml", text: "- macro: b\n  condition: is_login and ct.na\n" },
];
const event = JSON.stringify({ eventTime: "2026-11-30T10:00:00Z", eventType: "AwsApiCall", eventName: "SwitchRole", userIdentity: { type: "IAMUser", userName: "eve" } });

/** What of a file a place means, by what JavaScript counts. */
function shown({ file, utf16 }) {
  return files.find(({ name }) => name === file)?.text.slice(utf16.offset, utf16.end_offset);
}

test("proposals take the place of what is written, samples first", async () => {
  const { range, items, incomplete } = await complete(files, "b.yaml", files[1].text.length - 1);
  assert.equal(shown(range), "ct.na");
  assert.equal(incomplete, true);
  assert.ok(items.some(({ label, kind }) => label === "ct.name" && kind === "field"));
  const samples = await sampleValues(event);
  assert.deepEqual(samples["ct.user"], [["eve", 1]]);
  const proposed = await complete(files, "a.yaml", text.indexOf("ConsoleLogin"), { samples });
  assert.equal(proposed.items[0].label, "SwitchRole");
});

test("a word means something behind characters of several code units", async () => {
  const { markdown, range } = await hover(files, "a.yaml", text.indexOf("people)"));
  assert.match(markdown, /`a\.yaml:2`/);
  assert.equal(shown(range), "people");
  assert.equal(range.utf16.offset, text.indexOf("people)"));
  assert.equal(await hover(files, "a.yaml", 0), null);
});

test("macros and lists are found where they are defined and used", async () => {
  const at = files[1].text.indexOf("is_login");
  assert.deepEqual((await definition(files, "b.yaml", at)).map(({ file, line }) => `${file}:${line}`), ["a.yaml:4"]);
  assert.deepEqual((await references(files, "b.yaml", at)).map(shown), ["is_login", "is_login"]);
  assert.deepEqual((await symbols(files[0])).map(({ kind, name }) => `${kind} ${name}`), ["list people", "macro is_login"]);
});

test("a name changes everywhere or the reason is told", async () => {
  const loadable = [files[0]];
  const at = text.indexOf("people");
  assert.equal((await renamable(loadable, "a.yaml", at)).name, "people");
  const { newName, places } = await rename(loadable, "a.yaml", at, "staff");
  assert.deepEqual([newName, ...places.map(shown)], ["staff", "people", "people"]);
  const refused = (message) => (error) => error instanceof FalconetError && error.code === "RENAME" && message.test(error.message);
  await assert.rejects(rename(loadable, "a.yaml", at, "is_login"), refused(/there is a macro `is_login` already/));
  await assert.rejects(rename(loadable, "a.yaml", at, "a b"), refused(/cannot be the name of a list/));
  await assert.rejects(rename(files, "a.yaml", at, "staff"), refused(/the rules have errors/));
  await assert.rejects(renamable(files, "a.yaml", 0), refused(/no macro and no list/));
});

test("wrong places and files are told or come to nothing", async () => {
  await assert.rejects(hover(files, "c.yaml", 0), (error) => error.code === "REQUEST" && /none of the files is named `c.yaml`/.test(error.message));
  await assert.rejects(hover([{}], "c.yaml", 0), (error) => error.code === "INPUT");
  for (const offset of [-1, 1e9, NaN, 2.5, text.indexOf("é") - 1]) assert.equal(await hover(files, "a.yaml", offset), null);
});

test("half of a character is no text, wherever a string holds it", async () => {
  const half = "\ud83d";
  const name = `a${half}.yaml`;
  const odd = [{ name, text: `# ${half}\n- list: people\n  items: ["${half}"]\n` }];
  const at = odd[0].text.indexOf("people");
  const { markdown, range } = await hover(odd, name, at);
  assert.match(markdown, /\ufffd/);
  assert.equal(range.utf16.offset, at);
  const { places } = await rename(odd, name, at, "staff");
  assert.deepEqual(places.map((place) => place.utf16.offset), [at]);
  await assert.rejects(rename(odd, name, at, half), (error) => error.code === "RENAME");
  const samples = await sampleValues(event.replace('"eve"', `"${half}"`).replace("SwitchRole", "\\\\ud83d"));
  assert.deepEqual(samples["ct.user"], [["\ufffd", 1]]);
  assert.deepEqual((await complete(odd, name, at, { samples: { "ct.user": [[half, 1]] } })).items.length, 0);
});

test("the package says what the command line says", async () => {
  const offset = text.indexOf("is_login");
  const bytes = Buffer.byteLength(text.slice(0, offset));
  const ops = { complete, hover, definition, references, rename: (...args) => renamable(...args) };
  const request = (op) => JSON.stringify({ op, files: [files[0]], file: "a.yaml", offset: bytes });
  const { stdout } = spawnSync(host, ["call"], { input: Object.keys(ops).map(request).join("\n"), encoding: "utf8" });
  const told = stdout.trim().split("\n").map((line) => JSON.parse(line));
  for (const [index, ask] of Object.values(ops).entries()) {
    const answer = await ask([files[0]], "a.yaml", offset);
    const plain = JSON.parse(JSON.stringify(answer, (key, value) => (key === "utf16" ? undefined : value)));
    assert.deepEqual(told[index], Array.isArray(plain) ? { places: plain } : plain);
  }
});
