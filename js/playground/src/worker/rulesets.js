/**
 * Rulesets in the module, by handle.
 * @import { RulesFile } from "falconet/types.js"
 * @import { Settings } from "../engine/messages.js"
 */
import * as engine from "falconet/engine.js";
import { MOST_PROBLEMS, MOST_RECORD } from "./limits.js";

/** The flag of a batch that is one record. */
export const ONE_RECORD = 4;

/**
 * @param {RulesFile[]} files
 * @param {Settings} settings
 * @returns {any} the module's answer
 */
export function load(files, settings) {
  return engine.use((abi) => abi.load(JSON.stringify(loadRequest(files, settings))));
}

/** @param {RulesFile[]} files @param {Settings} settings */
export function loadRequest(files, { matching, source }) {
  return {
    files,
    settings: [`rule_matching=${matching}`],
    source: source || undefined,
    hostname: "playground",
    limits: { max_record_bytes: MOST_RECORD, max_problems: MOST_PROBLEMS },
  };
}

/**
 * Loads one rule of our own.
 * @param {string} source
 * @param {string} condition
 * @param {string} output
 * @returns {number} the handle
 */
export function loadRule(source, condition, output) {
  const rule = { rule: "own", desc: "own", condition, output, priority: "DEBUG", source };
  const answer = load([{ name: "own", text: JSON.stringify([rule]) }], { matching: "first", source });
  if (!answer.ok) throw new Error(answer.diagnostics?.[0]?.message ?? answer.fatal?.message);
  return answer.handle;
}

/** Gives a ruleset back. One of an instance that is gone is gone with it. @param {number} handle */
export function unload(handle) {
  engine.use((abi) => abi.call({ op: "unload", handle }));
}
