/**
 * What is asked about a place in the rules: the package's own answers, with places as an editor has them.
 * @import { Place, RulesFile } from "falconet/types.js"
 * @import { About, Proposals, Range } from "../engine/messages.js"
 * @import { Source } from "./source.js"
 */
import * as editor from "falconet/editor.js";

/** What the rules of the page are called. */
const NAME = "rules.yaml";

/** @param {string} text @returns {RulesFile[]} */
function filesOf(text) {
  return [{ name: NAME, text }];
}

/** @param {Place} place @returns {Range} */
function rangeOf({ utf16: { offset, end_offset: end } }) {
  return { from: offset, to: end };
}

/** @type {{ [Kind in About["about"]]: (text: string, offset: number, newName: string) => Promise<any> }} */
const questions = {
  async hover(text, offset) {
    const found = await editor.hover(filesOf(text), NAME, offset);
    return found && { ...rangeOf(found.range), markdown: found.markdown };
  },
  async definition(text, offset) {
    return (await editor.definition(filesOf(text), NAME, offset)).map(rangeOf);
  },
  async renamable(text, offset) {
    return (await editor.renamable(filesOf(text), NAME, offset)).name;
  },
  async rename(text, offset, newName) {
    return (await editor.rename(filesOf(text), NAME, offset, newName)).places.map(rangeOf);
  },
  async names(text) {
    const all = await editor.symbols({ name: NAME, text });
    return all.filter(({ kind }) => kind === "rule").map(({ name }) => name);
  },
};

/** @param {About} question */
export function answerAbout({ about, text, offset = 0, newName = "" }) {
  return questions[about](text, offset, newName);
}

/**
 * What may be written at a place; values are those that the events have.
 * @param {{ text: string, offset: number, source: string }} question `source` is what the events are judged as
 * @param {Source} events
 * @returns {Promise<Proposals>}
 */
export async function complete({ text, offset, source }, events) {
  const samples = await events.samples(source);
  const { range, items, incomplete } = await editor.complete(filesOf(text), NAME, offset, { samples });
  return { ...rangeOf(range), items, incomplete };
}
