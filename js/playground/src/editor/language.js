/**
 * Highlights rules: YAML as far as rules are written in it, conditions and outputs within. A tokenizer by lines suffices: what is
 * right is said by the module, and a grammar of YAML would be a tenth of the page.
 * @import { StringStream } from "@codemirror/language"
 */
import { StreamLanguage } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { FIELD, KEY, LOGIC, OUTPUT_FIELD, QUOTED, SIGN_OPERATOR, TRANSFORMER, WORD, WORD_OPERATOR } from "./words.js";

/** @typedef {{ key: string, indent: number, isValue: boolean }} Tokens */

const NAMING = new Set(["rule", "macro", "list"]);

/** @param {StringStream} stream @param {Tokens} state @returns {string | null} */
function token(stream, state) {
  if (stream.sol()) startLine(stream, state);
  if (stream.eatSpace()) return null;
  if (!state.isValue) return structure(stream, state);
  if (stream.peek() === "#" && !inText(state) && isBlank(stream.string[stream.pos - 1])) return skip(stream, "comment");
  if (state.key === "condition") return condition(stream);
  if (state.key === "output") return output(stream);
  return scalar(stream, state);
}

/** A line that is indented deeper than its key goes on with the key's value. @param {StringStream} stream @param {Tokens} state */
function startLine(stream, state) {
  const indent = stream.indentation();
  state.isValue = state.key !== "" && indent > state.indent && (inText(state) || !KEY.test(stream.string));
}

/** @param {Tokens} state */
function inText(state) {
  return state.key === "condition" || state.key === "output" || state.key === "desc";
}

/** @param {StringStream} stream @param {Tokens} state */
function structure(stream, state) {
  if (stream.peek() === "#") return skip(stream, "comment");
  if (stream.match(/^-(?=\s|$)/)) return "punctuation";
  const indent = stream.column();
  const key = /** @type {RegExpMatchArray | null} */ (stream.match(/^"?([A-Za-z_][\w-]*)"?(?=\s*:(?:\s|$))/));
  if (key !== null) {
    state.key = key[1] ?? "";
    state.indent = indent;
    return "propertyName";
  }
  if (stream.eat(":")) {
    state.isValue = true;
    return "punctuation";
  }
  return scalar(stream, state);
}

/** @param {StringStream} stream */
function condition(stream) {
  if (stream.match(/^[>|][+-]?\s*$/)) return "punctuation";
  if (stream.match(LOGIC)) return "logicOperator";
  if (stream.match(WORD_OPERATOR) || stream.match(SIGN_OPERATOR)) return "operatorKeyword";
  if (stream.match(TRANSFORMER)) return "function";
  if (stream.match(FIELD)) return isArgument(stream) ? "string" : "variableName";
  if (stream.match(QUOTED)) return "string";
  if (stream.match(/^-?\d+(?:\.\d+)?(?![\w.-])/)) return "number";
  if (stream.match(WORD)) return "atom";
  stream.next();
  return "punctuation";
}

/** A value with dots, such as `iam.amazonaws.com`, looks like a field: it stands behind an operator or in a list. @param {StringStream} stream */
function isArgument(stream) {
  const before = stream.string.slice(0, stream.start).trimEnd();
  return /(?:[=<>]|,|\b(?:contains|startswith|endswith|regex|glob)|\b(?:in|intersects|pmatch|anyof|oneof|allof)\s*\(.*?)$/.test(before) && !/\b(?:and|or|not)\s*\(?$/.test(before);
}

/** @param {StringStream} stream */
function output(stream) {
  if (stream.match(/^[>|][+-]?\s*$/)) return "punctuation";
  if (stream.match(OUTPUT_FIELD)) return "variableName";
  if (!stream.match(/^[^%]+/)) stream.next();
  return "string";
}

/** @param {StringStream} stream @param {Tokens} state */
function scalar(stream, state) {
  if (stream.match(/^[>|][+-]?\s*$/)) return "punctuation";
  if (NAMING.has(state.key)) return stream.match(QUOTED) || stream.match(/^.*?(?=\s+#|\s*$)/) ? "heading" : skip(stream, null);
  if (stream.match(/^[[\]{},]/)) return "punctuation";
  if (stream.match(/^(?:true|false)(?![\w.-])/)) return "bool";
  if (stream.match(QUOTED)) return "string";
  if (stream.match(/^[^\s[\]{},#]+/)) return state.key === "desc" ? "string" : "atom";
  stream.next();
  return null;
}

/** @param {StringStream} stream @param {string | null} style */
function skip(stream, style) {
  stream.skipToEnd();
  return style;
}

/** @param {string | undefined} character */
function isBlank(character) {
  return character === undefined || /\s/.test(character);
}

export const rulesLanguage = StreamLanguage.define({
  name: "falco",
  startState: () => ({ key: "", indent: 0, isValue: false }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
  tokenTable: { function: tags.function(tags.variableName) },
});

/** Characters of a text in an event that are coloured as one: lines may be millions long. */
const MOST_COLOURED = 10_000;

/** @param {StringStream} stream */
function text(stream) {
  const { string, pos } = stream;
  const end = Math.min(string.length, pos + MOST_COLOURED);
  let at = pos + 1;
  while (at < end && string[at] !== '"') at += string[at] === "\\" ? 2 : 1;
  stream.pos = Math.min(at + 1, string.length);
  return /^\s*:/.test(string.slice(stream.pos, stream.pos + 20)) ? "propertyName" : "string";
}

/** Highlights events: JSON, without a tree of it. */
export const eventsLanguage = StreamLanguage.define({
  name: "json",
  startState: () => ({}),
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.peek() === '"') return text(stream);
    if (stream.match(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return "number";
    if (stream.match(/^(?:true|false)\b/)) return "bool";
    if (stream.match(/^null\b/)) return "null";
    stream.next();
    return "punctuation";
  },
});
