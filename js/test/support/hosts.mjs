/** Hosts of JavaScript, and what all of them are asked. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { gzipSync } from "node:zlib";
import { caseInputs, loadRequest, runCases } from "./cases.mjs";
import { difference } from "./difference.mjs";
import { readKnown } from "./known.mjs";
import { lines } from "./login.mjs";
import { npm, root } from "./paths.mjs";

/** Every so many golden cases are judged in each host; all of them are in Node. */
const PART = 4;

const TOOLS = join(root, "js/hosts/node_modules");

const cases = runCases(join(root, "tests/golden"), readKnown()).filter((_, index) => index % PART === 0);

/** What a host is asked, as JSON can say it. */
export const questions = {
  cases: cases.map((golden) => ({ name: golden.name, request: loadRequest(golden), inputs: caseInputs(golden).map((bytes) => Buffer.from(bytes).toString("base64")) })),
  gzip: Buffer.concat([gzipSync(lines(30)), gzipSync(lines(30), { level: 0 }), gzipSync("")]).toString("base64"),
  damaged: Buffer.concat([gzipSync(lines(30)), gzipSync(lines(30)).subarray(0, 50)]).toString("base64"),
  followed: Buffer.concat([gzipSync(lines(30)), Buffer.from(lines(2))]).toString("base64"),
};

/** Fails unless a host answers as Falco does. */
export function assertAnswers({ results, streamed, damage, rest }) {
  assert.equal(results.length, cases.length);
  for (const [index, { name, exit, stdout }] of results.entries()) {
    const { expected } = cases[index];
    const printed = Buffer.concat(stdout.map((text) => Buffer.from(text, "base64")));
    if (expected.otherThan) assert.notEqual(difference(expected.otherThan, printed), undefined, name);
    else assert.equal(difference(expected.stdout, printed), undefined, name);
    assert.equal(exit, expected.exit, name);
  }
  assert.deepEqual(streamed, { alerts: 60 });
  assert.equal(damage.code, "DAMAGED");
  assert.match(damage.message, /^the gzip data (?:ends too early|cannot be decompressed \(.+\)); the \d+ bytes before that were judged$/);
  assert.ok(damage.alerts >= 30);
  assert.equal(rest.code, "DAMAGED");
}

/** A file of the tools, or a word that it is not there, which skips a test. */
export function tool(...path) {
  const file = join(TOOLS, ...path);
  return existsSync(file) ? { file } : { skip: skipped(`there is no ${path.join("/")} in js/hosts; \`npm ci --ignore-scripts\` there installs what there is for this platform`) };
}

/** Says why something is not tested. */
export function skipped(why) {
  console.log(`SKIPPED: ${why}`);
  return why;
}

/** A folder of a program that has installed the package: a copy, as npm makes it, since bundlers take links for sources. */
export function program(files) {
  const folder = mkdtempSync(join(tmpdir(), "falconet-host-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  cpSync(npm, join(folder, "node_modules/falconet"), { recursive: true });
  cpSync(join(root, "js/test/hosts/judge.mjs"), join(folder, "judge.mjs"));
  const given = { "package.json": '{"type":"module","private":true}', "questions.json": JSON.stringify(questions), ...files };
  for (const [name, content] of Object.entries(given)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** What a program prints; fails if it does. */
export function output(command, args, { cwd, env = {}, limit = 240_000 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), limit);
    const [out, error] = [[], []];
    child.stdout.on("data", (bytes) => out.push(bytes));
    child.stderr.on("data", (bytes) => error.push(bytes));
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${command} ${args.join(" ")} exits with ${code}:\n${Buffer.concat(error)}${Buffer.concat(out)}`));
    });
  });
}
