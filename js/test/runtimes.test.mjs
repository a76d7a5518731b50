/** The package outside browsers: Deno, Bun, workerd, CommonJS, and bundled for Node. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { assertAnswers, output, program, questions, skipped, tool } from "./support/hosts.mjs";
import { host, npm } from "./support/paths.mjs";

const MAIN = `
import * as falconet from "falconet";
import { readFileSync } from "node:fs";
import { judge } from "./judge.mjs";
console.log(JSON.stringify(await judge(falconet, JSON.parse(readFileSync("questions.json", "utf8")))));
`;

const deno = tool("@deno", `${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`, "deno");
const bun = tool("@oven", `bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`, "bin/bun");
const workerd = tool("@cloudflare", `workerd-${process.platform}-${process.arch === "x64" ? "64" : process.arch}`, "bin/workerd");
const node24 = tool("node24/bin/node");
const esbuild = tool("esbuild/bin/esbuild");

test("Deno", { skip: deno.skip }, async () => {
  const cwd = program({ "main.mjs": MAIN });
  const args = ["run", "--no-remote", "--no-lock", "--node-modules-dir=manual", "--allow-read=.", "main.mjs"];
  assertAnswers(JSON.parse(await output(deno.file, args, { cwd, env: { DENO_DIR: join(cwd, ".deno"), DENO_NO_UPDATE_CHECK: "1" } })));
});

test("Bun", { skip: bun.skip }, async () => {
  const cwd = program({ "main.mjs": MAIN });
  assertAnswers(JSON.parse(await output(bun.file, ["run", "main.mjs"], { cwd })));
});

test("Node 24, whose decompressor refuses otherwise than that of Node 20", { skip: node24.skip }, async () => {
  const cwd = program({ "main.mjs": MAIN });
  assertAnswers(JSON.parse(await output(node24.file, ["main.mjs"], { cwd })));
});

test("CommonJS, by requiring the one copy that there is", { skip: process.features.require_module ? undefined : skipped("this Node cannot require modules") }, async () => {
  const main = `
    const falconet = require("falconet");
    const { readFileSync } = require("node:fs");
    import("./judge.mjs").then(({ judge }) => judge(falconet, JSON.parse(readFileSync("questions.json", "utf8")))).then((answers) => console.log(JSON.stringify(answers)));
    import("falconet").then((other) => { if (other.Ruleset !== falconet.Ruleset) throw new Error("two copies"); });
  `;
  const cwd = program({ "main.cjs": main });
  assertAnswers(JSON.parse(await output(process.execPath, ["main.cjs"], { cwd })));
});

test("bundled by esbuild for Node, with the module beside the bundle", { skip: esbuild.skip }, async () => {
  const cwd = program({ "main.mjs": MAIN });
  await output(esbuild.file, ["main.mjs", "--bundle", "--platform=node", "--format=esm", "--outfile=out/bundle.mjs"], { cwd });
  cpSync(join(npm, "falconet.wasm"), join(cwd, "out/falconet.wasm"));
  assertAnswers(JSON.parse(await output(process.execPath, ["out/bundle.mjs"], { cwd })));
});

test("bundled by esbuild into one file that has the module in it", { skip: esbuild.skip }, async () => {
  const main = `import module from "falconet/falconet.wasm";\n${MAIN.replace("console.log", "await falconet.init(module);\nconsole.log")}`;
  const cwd = program({ "main.mjs": main });
  await output(esbuild.file, ["main.mjs", "--bundle", "--platform=node", "--format=esm", "--loader:.wasm=binary", "--target=es2022", "--outfile=out/bundle.mjs"], { cwd });
  assertAnswers(JSON.parse(await output(process.execPath, ["out/bundle.mjs"], { cwd })));
});

const WORKER = `
import * as falconet from "falconet";
import { judge } from "./judge.mjs";
export default {
  async fetch(request) {
    return Response.json(await judge(falconet, await request.json()));
  },
};
`;

const config = (date) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed "out/worker.js"), (name = "./falconet.wasm", wasm = embed "node_modules/falconet/falconet.wasm")],
    compatibilityDate = "${date}",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;

// Of these days one is before workers were told of what is forgotten.
for (const date of ["2026-01-01", "2024-01-01"]) test(`workerd as of ${date}, which compiles no bytes and imports the module`, { skip: workerd.skip ?? esbuild.skip }, async (context) => {
  const cwd = program({ "main.mjs": WORKER, "config.capnp": config(date) });
  await output(esbuild.file, ["main.mjs", "--bundle", "--format=esm", "--conditions=workerd", "--external:*.wasm", "--outfile=out/worker.js"], { cwd });
  const child = spawn(workerd.file, ["serve", "config.capnp", "--control-fd=3"], { cwd, stdio: ["ignore", "inherit", "inherit", "pipe"] });
  context.after(() => child.kill());
  const port = await new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`workerd exits with ${code}`)));
    createInterface({ input: child.stdio[3] }).on("line", (line) => resolve(JSON.parse(line).port));
  });
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: JSON.stringify(questions) });
  assert.equal(response.status, 200, await response.clone().text());
  assertAnswers(await response.json());
});

test("all of them have the very module that the binary says it has", async () => {
  const said = await output(host, ["--version"], {});
  const hash = createHash("sha256").update(readFileSync(join(npm, "falconet.wasm"))).digest("hex");
  assert.ok(said.includes(`module sha256 ${hash}\n`), said);
});
