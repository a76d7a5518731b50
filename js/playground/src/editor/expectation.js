/** What may come next in a condition, by the words before. */
import { FIELD, LOGIC, QUOTED, SIGN_OPERATOR, TRANSFORMER, WORD, WORD_OPERATOR } from "./words.js";

/** Operators that want a list of values in parentheses. */
const OF_LISTS = new Set(["in", "intersects", "pmatch", "anyof", "oneof", "allof"]);

/**
 * `test`: a field, a macro or `not`. `operator`: one that takes the field. `value`: one of the field. `logic`: `and` or `or`.
 * @typedef {object} Expectation
 * @property {"test" | "operator" | "value" | "logic"} what
 * @property {string} field
 * @property {boolean} inList
 */

/** @param {string} text a condition up to a place, without the word that is being written @returns {Expectation} */
export function expectationAfter(text) {
  /** @type {Expectation} */
  let state = { what: "test", field: "", inList: false };
  for (let rest = text.replace(/^\s*[>|][+-]?/, "").trimStart(); rest !== ""; rest = rest.trimStart()) {
    const length = lengthOf(rest, state.what);
    state = next(state, rest.slice(0, length));
    rest = rest.slice(length);
  }
  return state;
}

/** @param {string} rest @param {Expectation["what"]} what */
function lengthOf(rest, what) {
  const patterns = what === "value" ? [QUOTED, WORD] : [LOGIC, WORD_OPERATOR, SIGN_OPERATOR, TRANSFORMER, FIELD, QUOTED, WORD];
  return patterns.map((pattern) => pattern.exec(rest)?.[0].length ?? 0).find((length) => length > 0) ?? 1;
}

/** @param {Expectation} state @param {string} word @returns {Expectation} */
function next(state, word) {
  if (state.what === "value") return afterValue(state, word);
  if (LOGIC.test(word) && word.length <= 3) return { what: "test", field: "", inList: false };
  if (word === "exists") return { ...state, what: "logic" };
  if (isOperator(word)) return { ...state, what: "value", inList: false };
  if (word === ")") return { ...state, what: state.what === "test" ? "logic" : state.what };
  if (TRANSFORMER.test(`${word}(`) || word === "(" || word === ",") return state;
  return FIELD.test(word) ? { what: "operator", field: word, inList: false } : { what: "logic", field: "", inList: false };
}

/** @param {Expectation} state @param {string} word @returns {Expectation} */
function afterValue(state, word) {
  if (word === "(") return { ...state, inList: true };
  if (word === ")") return { what: "logic", field: "", inList: false };
  if (state.inList || OF_LISTS.has(word)) return state;
  return { what: "logic", field: "", inList: false };
}

/** @param {string} word */
function isOperator(word) {
  return WORD_OPERATOR.test(word) || SIGN_OPERATOR.test(word);
}
