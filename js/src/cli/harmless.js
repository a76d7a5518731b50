/** Text of others, made harmless for a terminal: rules, events and file names may hold control sequences. */

const HARMFUL = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;
const COLOR = /(\x1b\[[0-9;]*m)/;
const NAMES = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** The text on one line, every control character, and every one that nobody sees or that reorders text, written as `\u{…}`. */
export function harmless(text) {
  return text.replace(HARMFUL, (sign) => NAMES[sign] ?? `\\u{${sign.codePointAt(0).toString(16)}}`);
}

/** The same for a block of text: its newlines stay, and its colours if they are wanted. */
export function harmlessBlock(text, colors) {
  const parts = colors ? text.split(COLOR) : [text];
  return parts.map((part, index) => (index % 2 === 1 ? part : part.split("\n").map(harmless).join("\n"))).join("");
}

/** Alerts as a terminal can show them: newlines stay, other characters are written as JSON escapes them. */
export function harmlessAlerts(lines) {
  return lines.replace(HARMFUL, (sign) => (sign === "\n" ? sign : sign.split("").map(escaped).join("")));
}

/** A unit of UTF-16 as JSON escapes it. @param {string} unit */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
