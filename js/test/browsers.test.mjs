/** The package in a browser: as it is, in workers, behind bundlers, and under a content security policy. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { opened, served, skip } from "./support/browser.mjs";
import { assertAnswers, output, program, tool } from "./support/hosts.mjs";
import { npm, root } from "./support/paths.mjs";

const HTML = '<!doctype html><html lang="en"><script type="module" src="./main.js"></script></html>';
const QUESTIONS = 'fetch(new URL("/questions.json", location.href)).then((response) => response.json())';
const NAMED = `import * as falconet from "falconet";\nimport { judge } from "./judge.mjs";\nglobalThis.done = ${QUESTIONS}.then((questions) => judge(falconet, questions));\n`;
/** A browser resolves no names of packages. */
const PLAIN = NAMED.replace('"falconet"', '"./node_modules/falconet/web.js"');

/** Fails unless a page answers as Falco does, and the browser has nothing against it. */
async function assertPage(url, isOurs = () => true) {
  const { value, error, complaints, violations } = await opened(url);
  assert.equal(error, undefined);
  assert.deepEqual([violations, complaints.filter((text) => isOurs(text) && !text.endsWith("/favicon.ico"))], [[], []]);
  assertAnswers(value);
}

/** Runs code in a worker; the page passes the question on, and the answer back. */
const IN_WORKER = `${PLAIN.replace(/globalThis\.done = .*/s, "")}
globalThis.onmessage = async ({ data, ports, source }) => {
  const answer = await judge(falconet, data).then((value) => ({ value }), (error) => ({ error: String(error) }));
  (ports[0] ?? source ?? globalThis).postMessage(answer);
};
`;

const WITH_WORKER = `
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const answer = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => (data.error ? reject(data.error) : resolve(data.value));
  worker.onerror = ({ message }) => reject(message);
});
globalThis.done = ${QUESTIONS}.then((questions) => (worker.postMessage(questions), answer));
`;

const WITH_SERVICE_WORKER = `
async function ask(questions) {
  await navigator.serviceWorker.register("./worker.js", { type: "module" });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve, reject) => (port1.onmessage = ({ data }) => (data.error ? reject(data.error) : resolve(data.value))));
  active.postMessage(questions, [port2]);
  return answer;
}
globalThis.done = ${QUESTIONS}.then(ask);
`;

test("a plain module script, under a policy that allows WebAssembly and no evaluation", { skip }, async () => {
  await assertPage(`${await served(program({ "index.html": HTML, "main.js": PLAIN }))}/index.html`);
});

test("a policy that does not allow WebAssembly keeps it out, so the policy is heard", { skip }, async () => {
  const folder = program({ "index.html": HTML, "main.js": PLAIN });
  const url = await served(folder, { "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'" });
  const { error } = await opened(`${url}/index.html`);
  assert.match(error, /Content Security Policy/);
});

test("a module script from another server, as from a CDN", { skip }, async () => {
  const cdn = await served(npm, { "access-control-allow-origin": "*" });
  const page = program({ "index.html": HTML, "main.js": PLAIN.replace("./node_modules/falconet", cdn) });
  const policy = `default-src 'none'; script-src 'self' ${cdn} 'wasm-unsafe-eval'; connect-src 'self' ${cdn}`;
  await assertPage(`${await served(page, { "content-security-policy": policy })}/index.html`);
});

test("a web worker", { skip }, async () => {
  await assertPage(`${await served(program({ "index.html": HTML, "main.js": WITH_WORKER, "worker.js": IN_WORKER }))}/index.html`);
});

test("a service worker", { skip }, async () => {
  await assertPage(`${await served(program({ "index.html": HTML, "main.js": WITH_SERVICE_WORKER, "worker.js": IN_WORKER }))}/index.html`);
});

test("a browser has the very module of the package", { skip }, async () => {
  const main = 'globalThis.done = fetch("./node_modules/falconet/falconet.wasm").then((response) => response.arrayBuffer()).then((bytes) => crypto.subtle.digest("SHA-256", bytes)).then((hash) => Array.from(new Uint8Array(hash)));';
  const { value } = await opened(`${await served(program({ "index.html": HTML, "main.js": main }))}/index.html`);
  assert.deepEqual(Buffer.from(value), createHash("sha256").update(readFileSync(join(npm, "falconet.wasm"))).digest());
});

test("a host that serves no module says so", { skip }, async () => {
  const folder = program({ "index.html": HTML, "main.js": PLAIN });
  writeFileSync(join(folder, "node_modules/falconet/web.js"), readFileSync(join(npm, "web.js"), "utf8").replace("falconet.wasm", "absent.wasm"));
  const { error } = await opened(`${await served(folder)}/index.html`);
  assert.match(error, /cannot fetch .*absent\.wasm: 404/);
});

const vite = tool("vite/dist/node/index.js");

test("bundled by Vite, without a plugin", { skip: skip ?? vite.skip }, async () => {
  const cwd = program({ "index.html": HTML, "main.js": NAMED });
  const { build } = await import(pathToFileURL(vite.file));
  await build({ root: cwd, configFile: false, logLevel: "error" });
  cpSync(join(cwd, "questions.json"), join(cwd, "dist/questions.json"));
  await assertPage(`${await served(join(cwd, "dist"))}/index.html`);
});

test("served by Vite for development, left out of what it optimises", { skip: skip ?? vite.skip }, async (context) => {
  const cwd = program({ "index.html": HTML, "main.js": NAMED });
  const { createServer } = await import(pathToFileURL(vite.file));
  const server = await createServer({ root: cwd, configFile: false, logLevel: "error", cacheDir: join(cwd, ".vite"), optimizeDeps: { exclude: ["falconet"] }, server: { host: "127.0.0.1", port: 0, hmr: false } });
  context.after(() => server.close());
  await server.listen();
  // Vite's own client asks for a socket at port 0.
  await assertPage(`http://127.0.0.1:${server.httpServer.address().port}/index.html`, (text) => !/websocket/i.test(text));
});

const webpack = tool("webpack/package.json");

test("bundled by webpack, without a loader", { skip: skip ?? webpack.skip }, async () => {
  const cwd = program({ "main.js": NAMED });
  const bundle = createRequire(join(root, "js/hosts/package.json"))("webpack");
  const compiler = bundle({ context: cwd, mode: "production", entry: "./main.js", output: { path: join(cwd, "dist"), filename: "main.js" } });
  const stats = await new Promise((resolve, reject) => compiler.run((error, done) => (error ? reject(error) : resolve(done))));
  assert.equal(stats.hasErrors(), false, stats.toString());
  for (const name of ["index.html", "questions.json"]) writeFileSync(join(cwd, "dist", name), name === "index.html" ? HTML : readFileSync(join(cwd, name)));
  await assertPage(`${await served(join(cwd, "dist"))}/index.html`);
});

const esbuild = tool("esbuild/bin/esbuild");

test("bundled by esbuild, with the module beside the bundle", { skip: skip ?? esbuild.skip }, async () => {
  const cwd = program({ "index.html": HTML, "main.js": NAMED });
  await output(esbuild.file, ["main.js", "--bundle", "--format=esm", "--outdir=dist"], { cwd });
  for (const [from, to] of [["node_modules/falconet/falconet.wasm", "falconet.wasm"], ["index.html", "index.html"], ["questions.json", "questions.json"]]) cpSync(join(cwd, from), join(cwd, "dist", to));
  await assertPage(`${await served(join(cwd, "dist"))}/index.html`);
});
