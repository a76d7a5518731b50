/** Chromium, and the pages that it opens. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";
import { skipped, tool } from "./hosts.mjs";
import { root } from "./paths.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

/** The least that a page with the package must allow. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

const executablePath = process.env.FALCONET_CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Why there is no browser, if there is none. */
export const skip = executablePath === undefined ? skipped("there is no Chromium; FALCONET_CHROMIUM can name one") : tool("playwright-core/package.json").skip;

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let browser;

/** The browser, started when it is first needed. */
export async function chromium() {
  const { chromium: kind } = createRequire(join(root, "js/hosts/package.json"))("playwright-core");
  browser ??= kind.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  return browser;
}

after(async () => (await browser)?.close());

/** Serves a folder as a static server does; answers where it is. */
export async function served(folder, headers = { "content-security-policy": POLICY }) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(new URL(request.url, "http://x").pathname));
    if (!existsSync(path) || extname(path) === "") return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", ...headers }).end(readFileSync(path));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * Opens a page and waits for what its script leaves in `done`, a promise; with what the browser complained about.
 * @param {string} url
 */
export async function opened(url) {
  const page = await (await chromium()).newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => globalThis.violations.push(`${violatedDirective} ${blockedURI}`));
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => "done" in globalThis, undefined, { timeout: 120_000 }).catch(() => Promise.reject(new Error(`no answer from ${url}: ${complaints.join("\n")}`)));
    const answer = await page.evaluate(() => globalThis.done.then((value) => ({ value }), (error) => ({ error: String(error) })));
    return { ...answer, complaints, violations: await page.evaluate(() => globalThis.violations) };
  } finally {
    await page.close();
  }
}
