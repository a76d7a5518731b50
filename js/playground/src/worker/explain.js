/**
 * Why rules fired on an event, or did not: those that fired first, then those that came nearest.
 * @import { RulesFile } from "falconet/types.js"
 * @import { Explanation, Settings } from "../engine/messages.js"
 */
import * as engine from "falconet/engine.js";
import { MOST_EXPLAINED } from "./limits.js";
import { ONE_RECORD, loadRequest, unload } from "./rulesets.js";

const decoder = new TextDecoder();

/** The rules that were asked about last. @type {{ key: string, handle: number } | undefined} */
let loaded;

/**
 * @param {{ bytes: Uint8Array, rule: string, files: RulesFile[], settings: Settings }} question `rule` is the one whose alert is looked at
 * @returns {Promise<Explanation[]>}
 */
export async function explain({ bytes, rule, files, settings }) {
  await engine.start();
  const handle = handleFor(JSON.stringify({ ...loadRequest(files, settings), explain: { format: "json" } }));
  const lines = engine.use((abi) => decoder.decode(abi.evaluate(handle, bytes, ONE_RECORD).lines));
  const all = lines.split("\n").filter(Boolean).map((line) => /** @type {Explanation} */ (JSON.parse(line)));
  return all.sort((a, b) => distance(a, rule) - distance(b, rule)).slice(0, MOST_EXPLAINED);
}

/** @param {string} key the request */
function handleFor(key) {
  if (loaded?.key === key) return loaded.handle;
  if (loaded !== undefined) unload(loaded.handle);
  loaded = undefined;
  const answer = engine.use((abi) => abi.load(key));
  if (!answer.ok) throw new Error(answer.fatal?.message ?? answer.error ?? "the rules do not load");
  loaded = { key, handle: answer.handle };
  return loaded.handle;
}

/** How many tests would have to turn. @param {Explanation} explanation @param {string} rule */
function distance({ rule: name, fired, near }, rule) {
  if (name === rule) return -2;
  return fired ? -1 : (near[0]?.tests.length ?? Infinity);
}
