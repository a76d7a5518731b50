/**
 * The whole state as a text for the fragment of an address, which browsers send to no server: `v1.` and base64url of
 * deflated JSON. What is read may come from anybody.
 * @import { Settings } from "../engine/messages.js"
 */

/** Characters of a link's fragment, above which a download is offered. */
export const MOST_LINK = 32 * 1024;

/** Characters of a fragment that is read at all, and bytes that it may unfold to. */
const MOST_READ = 256 * 1024;
export const MOST_UNFOLDED = 8 * 1024 * 1024;

const VERSION = "v1.";

const SOURCES = ["", "aws_cloudtrail", "okta", "github", "gcp_auditlog"];
const TABS = ["alerts", "lines", "events", "problems", "tests", "changes"];
const EDITED = ["rules", "tests", "old"];

/**
 * @typedef {object} Shared
 * @property {string} rules
 * @property {string} events
 * @property {Settings} settings
 * @property {string} tests
 * @property {string | null} old the rules that these are compared with
 * @property {{ tab: import("../view/results.js").Tab, event: number, edited: import("../panes.js").Edited }} view
 */

/** Why a fragment is refused: a sentence for people. */
export class FragmentError extends Error {}

/** @param {Shared} shared @returns {Promise<string>} */
export async function encode(shared) {
  const json = new TextEncoder().encode(JSON.stringify(shared));
  const packed = await gathered(stream(json).pipeThrough(new CompressionStream("deflate-raw")), Infinity);
  return VERSION + toBase64(packed);
}

/** @param {string} fragment without its `#` @returns {Promise<Shared>} */
export async function decode(fragment) {
  if (fragment.length > MOST_READ) throw new FragmentError(`the link is too long: ${fragment.length.toLocaleString("en")} characters`);
  if (!fragment.startsWith(VERSION)) throw new FragmentError("the link is of another version of the playground, or no link of it");
  const packed = fromBase64(fragment.slice(VERSION.length));
  const json = await unpacked(packed);
  return checked(parsed(json));
}

/** @param {string} json @returns {unknown} */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new FragmentError("what is in the link is not JSON");
  }
}

/** Takes what it knows, and refuses what is something else. @param {unknown} value @returns {Shared} */
export function checked(value) {
  const { rules, events, settings, tests, old, view } = /** @type {any} */ (value ?? {});
  if (typeof rules !== "string" || typeof events !== "string") throw new FragmentError("there are no rules or no events in it");
  const matching = settings?.matching === "all" ? "all" : "first";
  const source = SOURCES.includes(settings?.source) ? settings.source : "";
  const tab = TABS.includes(view?.tab) ? view.tab : "alerts";
  const event = Number.isSafeInteger(view?.event) && view.event > 0 ? view.event : 0;
  const edited = EDITED.includes(view?.edited) ? view.edited : "rules";
  return { rules, events, settings: { matching, source }, tests: typeof tests === "string" ? tests : "", old: typeof old === "string" ? old : null, view: { tab, event, edited } };
}

/** @param {Uint8Array<ArrayBuffer>} packed */
async function unpacked(packed) {
  try {
    const bytes = await gathered(stream(packed).pipeThrough(new DecompressionStream("deflate-raw")), MOST_UNFOLDED);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof FragmentError) throw error;
    throw new FragmentError("the link is damaged: perhaps a part of it is missing");
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function stream(bytes) {
  return new Blob([bytes]).stream();
}

/** @param {ReadableStream<Uint8Array>} from @param {number} most bytes */
async function gathered(from, most) {
  const reader = from.getReader();
  /** @type {BlobPart[]} */
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      throw new FragmentError(`the link unfolds to more than ${most.toLocaleString("en")} bytes`);
    }
    parts.push(/** @type {BlobPart} */ (next.value));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 8192) binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64(text) {
  if (!/^[\w-]+$/.test(text)) throw new FragmentError("the link has characters in it that do not belong there");
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    throw new FragmentError("the link is damaged: perhaps a part of it is missing");
  }
}
