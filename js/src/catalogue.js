/**
 * What rules can be written with.
 * @import { Catalogue, CatalogueOptions } from "./types.js"
 */
import { ask } from "./ask.js";

/**
 * Lists fields, operators, transformers or sources. Throws {@link RulesetError} if there is no such source.
 * @template {keyof Catalogue} What
 * @param {What} what
 * @param {CatalogueOptions} [options]
 * @returns {Promise<Catalogue[What][]>}
 */
export async function catalogue(what, { words = [], source } = {}) {
  return (await ask({ op: "list", what, words, source })).items;
}
