/** Files that are dropped or opened: rules, tests of rules, events, or what was downloaded from here. */
import { gunzip, isGzip } from "falconet/gzip.js";
import { chunks } from "./worker/file.js";
import { FragmentError, checked } from "./share/codec.js";

/** Bytes of events that fit into the editor. */
export const MOST_EDITED = 2 * 1024 * 1024;

/** Bytes of a rules file. */
const MOST_RULES = 4 * 1024 * 1024;

/** The key by which a downloaded state is known. */
export const STATE_KEY = "falconet_playground";

/**
 * @typedef {{ kind: "rules", text: string }
 *   | { kind: "tests", text: string }
 *   | { kind: "events", text: string }
 *   | { kind: "file", file: File }
 *   | { kind: "state", shared: import("./share/codec.js").Shared }} Opened
 */

/** @param {File} file @returns {Promise<Opened>} */
export async function open(file) {
  if (/\.ya?ml$/i.test(file.name)) return { kind: /_test\.ya?ml$/i.test(file.name) ? "tests" : "rules", text: await rulesOf(file) };
  const text = await small(file);
  if (text === undefined) return { kind: "file", file };
  const shared = stateOf(text);
  return shared === undefined ? { kind: "events", text } : { kind: "state", shared };
}

/** @param {File} file */
async function rulesOf(file) {
  if (file.size > MOST_RULES) throw new RangeError(`${file.name} is too large for a rules file: ${MOST_RULES.toLocaleString("en")} bytes are the most`);
  return file.text();
}

/** The text of a file that fits into the editor and is text; the bytes of any other are left to the engine. @param {File} file */
async function small(file) {
  if (file.size > MOST_EDITED) return undefined;
  try {
    const bytes = await unpacked(file);
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @param {File} file @returns {Promise<Uint8Array | undefined>} undefined if it is too much */
async function unpacked(file) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const plain = chunks(file.stream());
  /** @type {BlobPart[]} */
  const parts = [];
  let length = 0;
  for await (const bytes of isGzip(head) ? gunzip(plain) : plain) {
    length += bytes.length;
    if (length > MOST_EDITED) return undefined;
    parts.push(/** @type {BlobPart} */ (bytes));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {string} text */
function stateOf(text) {
  if (!text.startsWith(`{"${STATE_KEY}":1,`)) return undefined;
  try {
    return checked(JSON.parse(text));
  } catch (error) {
    throw error instanceof FragmentError ? error : new FragmentError("the downloaded state is damaged");
  }
}
