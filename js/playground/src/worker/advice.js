/**
 * What the page asks beside judging: checks, listings, values for completion.
 * @import { Diagnostic, RulesFile } from "falconet/types.js"
 * @import { Source } from "./source.js"
 */
import * as engine from "falconet/engine.js";
import { MOST_CELL, MOST_VALUES } from "./limits.js";
import { ONE_RECORD, loadRule, unload } from "./rulesets.js";

const decoder = new TextDecoder();

/**
 * Every error and warning, and what lints find.
 * @param {RulesFile[]} files
 * @returns {Promise<Diagnostic[]>}
 */
export async function check(files) {
  const { rendered, fatal } = await ask({ op: "check", files, format: "json" });
  if (fatal?.kind === "settings") throw new Error(fatal.message);
  return rendered === "" ? [] : JSON.parse(rendered).diagnostics;
}

/** @param {object} request of `falconet_call` */
export async function ask(request) {
  await engine.start();
  const answer = engine.use((abi) => abi.call(request));
  if (answer.error) throw new Error(answer.error);
  return answer;
}

/**
 * Values that a field has in the events, the frequent ones first.
 * @param {Source} source
 * @param {string} field
 * @param {string} name the event source
 */
export async function values(source, field, name) {
  await engine.start();
  const handle = loadRule(name, "evt.num > 0", `%${field}`);
  /** @type {Map<string, number>} */
  const counts = new Map();
  try {
    for (const record of source.sample()) {
      for (const value of valuesOf(handle, record, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  } finally {
    unload(handle);
  }
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_VALUES);
}

/** @param {number} handle @param {Uint8Array} record @param {string} field */
function valuesOf(handle, record, field) {
  const lines = engine.use((abi) => decoder.decode(abi.evaluate(handle, record, ONE_RECORD).lines));
  const alerts = lines.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const found = alerts.flatMap(({ output_fields: fields }) => fields[field]);
  return found.filter((value) => value !== null && value !== undefined).map(String).filter((value) => value.length <= MOST_CELL);
}
