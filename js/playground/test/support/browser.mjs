/** A real Chromium, and the page in it. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { encode } from "../../src/share/codec.js";

/** Where Debian's Chromium lies, or another. */
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Milliseconds that anything may take on a busy machine. */
export const PATIENCE = Number(process.env.FALCONET_PATIENCE ?? 30_000);

export async function launch() {
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** Opens the page in a profile of its own and waits until it has judged. */
export async function openPage(browser, address, { fragment = "", search = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const violations = [];
  await page.exposeFunction("reportViolation", (violation) => violations.push(violation));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => reportViolation({ violatedDirective, blockedURI, sourceFile }));
  });
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.stack ?? String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(address + search + (fragment && `#${fragment}`));
  await ready(page);
  return { context, page, violations, errors };
}

export async function ready(page) {
  await page.waitForSelector("html[data-ready=true]", { state: "attached" });
}

/** Puts a text in place of what an editor holds, as one who pastes does. */
export async function write(page, editor, text) {
  await page.locator(`#${editor} .cm-content`).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

/** What the editor holds, as far as it is drawn: all of a short text. */
export async function read(page, editor) {
  return page.locator(`#${editor} .cm-content`).innerText();
}

/** Waits until what was done has been judged, and, if the rules are to be sound, is no longer greyed. */
export async function judged(page, work, isSound = true) {
  const before = await page.locator("#results").getAttribute("data-generation");
  await work();
  await page.waitForFunction(([former, sound]) => {
    const { dataset, classList } = document.getElementById("results");
    return dataset.generation !== former && !(sound && classList.contains("is-stale"));
  }, [before, isSound]);
}

/** Follows a link to rules, events and what else is shared while the page is open. */
export async function follow(page, state) {
  const fragment = await encode(state);
  await page.evaluate(() => history.replaceState(null, "", location.pathname));
  await judged(page, () => page.evaluate((hash) => (location.hash = hash), fragment), false);
}

/** The texts of the rows in sight, by cell. */
export async function rows(page) {
  return page.locator("#result-list .grid-row").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
}

/** Lets a file fall onto the page. */
export async function drop(page, name, bytes) {
  const data = await page.evaluateHandle(([file, base64]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], file));
    return transfer;
  }, [name, Buffer.from(bytes).toString("base64")]);
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}
