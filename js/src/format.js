/** @import { FormattedFile, RulesFile } from "./types.js" */
import { ask } from "./ask.js";
import { filesRequest } from "./load.js";
import { withUtf16 } from "./positions.js";

/**
 * Writes rules files in the canonical layout; comments and the meaning of the rules stay. Give files together that are
 * loaded together. A file that is no YAML comes back with an `error` and without a text.
 * @param {readonly RulesFile[]} files
 * @param {{ diff?: boolean }} [options] `diff` asks for what changes, as a unified diff
 * @returns {Promise<FormattedFile[]>} in the order of the files
 */
export async function formatFiles(files, { diff = false } = {}) {
  const request = filesRequest(files);
  /** @type {{ files: FormattedFile[] }} */
  const answer = await ask({ op: "format", files: request, diff });
  return answer.files.map((file) => ({ ...file, error: file.error && (withUtf16([file.error], request)[0] ?? null) }));
}
