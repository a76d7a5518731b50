/** An event as a case of tests (docs/RULE-TESTS.md), and where it belongs in a file of tests. */
import { escaped } from "../dom.js";

/** What a scalar without quotes could be taken for. */
const OTHER_MEANING = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} event its text, JSON
 * @property {"fires" | "silent" | "only"} expects
 * @property {string[]} rules
 */

/** @param {Case} test */
export function caseText({ name, event, expects, rules }) {
  const named = rules.length === 1 && expects !== "only" ? scalar(/** @type {string} */ (rules[0])) : `[${rules.map(quoted).join(", ")}]`;
  return `- name: ${scalar(name)}\n  event:${eventText(event)}\n  ${expects}: ${named}\n`;
}

/**
 * Where a case is to be written in a file of tests; nothing if the cases do not stand one below the other.
 * @param {string} tests
 * @param {string} text of the case
 * @returns {{ from: number, insert: string } | undefined}
 */
export function placeOf(tests, text) {
  const head = /^cases:[ \t]*(?:#.*)?$/m.exec(tests);
  if (head === null && /^cases:/m.test(tests)) return undefined;
  const before = tests === "" || tests.endsWith("\n") ? "" : "\n";
  if (head === null) return { from: tests.length, insert: `${before}cases:\n${shifted(text, "  ")}` };
  const start = head.index + head[0].length;
  const [block = ""] = /^(?:\n(?:[ \t#-].*|[ \t]*))*/.exec(tests.slice(start)) ?? [];
  const from = start + block.trimEnd().length;
  const indent = /^( *)- /m.exec(block)?.[1] ?? "  ";
  return { from, insert: `\n${shifted(text, indent).trimEnd()}` };
}

/** @param {string} text @param {string} indent */
function shifted(text, indent) {
  return text.replace(/^(?=.)/gm, indent);
}

/** As YAML, if nothing of it is lost by reading it; else on one line, as it is. @param {string} text */
function eventText(text) {
  const bare = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
  try {
    const event = JSON.parse(text);
    if (JSON.stringify(event) === bare && isBlock(event)) return `\n${block(event, "    ")}`;
  } catch {
    // What is no JSON is told by the tests.
  }
  return ` ${text.trim().replace(/\s*[\r\n]\s*/g, " ")}`;
}

/** @param {object} value @param {string} indent @returns {string} */
function block(value, indent) {
  const members = Object.entries(value);
  return members.map(([key, member]) => `${indent}${scalar(key)}:${isBlock(member) ? `\n${block(member, `${indent}  `)}` : ` ${written(member)}`}`).join("\n");
}

/** Whether it is an object with something in it. @param {unknown} value @returns {value is object} */
function isBlock(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** @param {unknown} value */
function written(value) {
  return typeof value === "string" ? scalar(value) : quoted(value);
}

/** A text as YAML, in quotes where it needs some. @param {string} text */
export function scalar(text) {
  const isPlain = /^[A-Za-z_][\w./:@+ -]*$/.test(text) && !/: |[: ]$/.test(text) && !OTHER_MEANING.test(text);
  return isPlain ? text : quoted(text);
}

/** JSON is YAML, but for characters that are not seen. @param {unknown} value */
function quoted(value) {
  return escaped(JSON.stringify(value));
}
