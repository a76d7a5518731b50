/**
 * What editors ask about rules files, which need not be loadable, nor YAML. A place is a file's name and an offset in its
 * text as JavaScript counts.
 * @import { Completions, CompletionOptions, Hover, Place, Renamable, Renaming, RuleSymbol, RulesFile, SampleValues } from "./types.js"
 */
import { ask } from "./ask.js";
import { wellFormed } from "./bytes.js";
import { FalconetError } from "./errors.js";
import { filesRequest } from "./load.js";
import { utf16Places } from "./positions.js";

/**
 * Tells what may be written at a place.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {string} name the file
 * @param {number} offset code units before the place
 * @param {CompletionOptions} [options]
 * @returns {Promise<Completions>}
 */
export async function complete(files, name, offset, { samples } = {}) {
  const { answer, placed } = await askAt("complete", files, name, offset, { samples });
  return { range: placed(answer.range), items: answer.items, incomplete: answer.incomplete };
}

/**
 * Tells what the word at a place means.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {string} name the file
 * @param {number} offset code units before the place
 * @returns {Promise<Hover | null>} null if nobody knows
 */
export async function hover(files, name, offset) {
  const { answer, placed } = await askAt("hover", files, name, offset);
  return answer.markdown === null ? null : { markdown: answer.markdown, range: placed(answer.range) };
}

/**
 * Finds where the macro, the list or the rule at a place is defined: first where it begins, then where others add to it.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {string} name the file
 * @param {number} offset code units before the place
 * @returns {Promise<Place[]>}
 */
export async function definition(files, name, offset) {
  const { answer, placed } = await askAt("definition", files, name, offset);
  return answer.places.map(placed);
}

/**
 * Finds where the macro or the list at a place is defined and used.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {string} name the file
 * @param {number} offset code units before the place
 * @returns {Promise<Place[]>}
 */
export async function references(files, name, offset) {
  const { answer, placed } = await askAt("references", files, name, offset);
  return answer.places.map(placed);
}

/**
 * Finds the macro or the list at a place that can have another name. Throws a {@link FalconetError} with the code
 * `RENAME` that says why, if nothing can.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {string} name the file
 * @param {number} offset code units before the place
 * @returns {Promise<Renamable>}
 */
export async function renamable(files, name, offset) {
  const { answer, placed } = await askAt("rename", files, name, offset);
  if (answer.refused !== undefined) throw new FalconetError("RENAME", answer.refused);
  return { name: answer.name, range: placed(answer.range) };
}

/**
 * Says where a macro or a list has to be called otherwise for it to have another name. It is refused with a
 * {@link FalconetError} of the code `RENAME` if that is no name, if it is taken, or if the rules would not mean the same.
 * @param {readonly RulesFile[]} files in the order in which they are loaded
 * @param {string} name the file
 * @param {number} offset code units before the place
 * @param {string} newName
 * @returns {Promise<Renaming>}
 */
export async function rename(files, name, offset, newName) {
  const { answer, placed } = await askAt("rename", files, name, offset, { new_name: String(newName) });
  if (answer.refused !== undefined) throw new FalconetError("RENAME", answer.refused);
  return { name: answer.name, newName: answer.new_name, places: answer.places.map(placed) };
}

/**
 * Lists what a file defines.
 * @param {RulesFile} file
 * @returns {Promise<RuleSymbol[]>}
 */
export async function symbols(file) {
  const { answer, placed } = await askAt("symbols", [file], file?.name, 0);
  return answer.symbols.map((/** @type {any} */ { kind, name, range, item }) => ({ kind, name, range: placed(range), item: placed(item) }));
}

/**
 * Collects the values that fields have in events, for {@link complete}.
 * @param {string} events
 * @param {{ source?: string }} [options] of which source the events are: `aws_cloudtrail`, if nothing is said
 * @returns {Promise<SampleValues>}
 */
export async function sampleValues(events, { source } = {}) {
  return (await ask({ op: "samples", events, source })).samples;
}

/**
 * @param {string} op
 * @param {readonly RulesFile[]} files
 * @param {string} name
 * @param {number} offset
 * @param {object} [more]
 */
async function askAt(op, files, name, offset, more = {}) {
  const request = filesRequest(files);
  const file = wellFormed(String(name));
  const before = request.find((one) => one.name === file)?.text.slice(0, Math.max(0, offset)) ?? "";
  const answer = await ask({ op, files: request, file, offset: new TextEncoder().encode(before).length, ...more });
  return { answer, placed: utf16Places(request) };
}
