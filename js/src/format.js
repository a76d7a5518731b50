/** @import { FormattedFile, RulesFile } from "./types.js" */
import * as engine from "./engine.js";
import { FalconetError } from "./errors.js";

/**
 * Writes rules files in the canonical layout; comments and the meaning of the rules stay. Give files together that are
 * loaded together. A file that is no YAML comes back with an `error` and without a text.
 * @param {readonly RulesFile[]} files
 * @param {{ diff?: boolean }} [options] `diff` asks for what changes, as a unified diff
 * @returns {Promise<FormattedFile[]>} in the order of the files
 */
export async function formatFiles(files, { diff = false } = {}) {
  await engine.start();
  const answer = engine.use((abi) => abi.call({ op: "format", files: files.map(({ name, text }) => ({ name, text })), diff }));
  if (answer.error) throw new FalconetError("REQUEST", answer.error);
  return answer.files;
}
