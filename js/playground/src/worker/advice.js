/**
 * What the page asks beside judging: checks, and what the module answers as it is.
 * @import { Diagnostic, RulesFile } from "falconet/types.js"
 */
import * as engine from "falconet/engine.js";

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
