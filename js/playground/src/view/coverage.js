/**
 * What tests have seen of the rules, in words.
 * @import { SeenPart, Share, TestCoverage } from "../engine/messages.js"
 */
import { count, escaped, h } from "../dom.js";

/** Parts of a line that are named. */
const MOST_NAMED = 6;

/** Lines that are listed. */
const MOST_LISTED = 200;

/** @typedef {SeenPart["seen"]} Seen */

/** Of several parts the least that was seen of any. @param {readonly SeenPart[]} parts @returns {Seen} */
export function leastSeen(parts) {
  const seen = new Set(parts.map((part) => part.seen));
  return seen.has("none") ? "none" : seen.has("some") ? "some" : "all";
}

/** What is missing of the parts of a line, a part a line. @param {readonly SeenPart[]} parts */
export function missingOf(parts) {
  const lacking = parts.filter(({ missing }) => missing !== "");
  const named = lacking.slice(0, MOST_NAMED).map(({ missing, text }) => `${missing}: ${escaped(text)}`);
  return lacking.length > MOST_NAMED ? [...named, `and ${lacking.length - MOST_NAMED} more`] : named;
}

/** `12 of 15 parts seen both ways` @param {TestCoverage} coverage */
export function shareOf({ tests }) {
  return `${tests.seen.toLocaleString("en")} of ${count(tests.all, "part")} seen both ways`;
}

/** @param {TestCoverage} coverage */
function summaryOf(coverage) {
  const { items, exceptions, untested } = coverage;
  const part = (/** @type {Share} */ share, /** @type {string} */ noun, /** @type {string} */ said) => share.all > 0 && `${share.seen.toLocaleString("en")} of ${count(share.all, noun)} ${said}`;
  return [shareOf(coverage), part(items, "item", "of lists met"), part(exceptions, "exception", "seen both ways"), untested > 0 && `${count(untested, "rule")} without a case`].filter(Boolean).join(", ");
}

/** @param {TestCoverage} coverage @param {(part: SeenPart) => void} onGo goes to where it stands @returns {Node[]} */
export function coverageParts(coverage, onGo) {
  const lines = byLine(coverage.parts).filter((parts) => leastSeen(parts) !== "all");
  const more = lines.length > MOST_LISTED && h("p", { class: "note" }, `and ${count(lines.length - MOST_LISTED, "line")} more`);
  const list = lines.length > 0 ? h("ul", { class: "unseen" }, ...lines.slice(0, MOST_LISTED).map((parts) => lineItem(parts, onGo))) : h("p", {}, "✓ The cases have seen each part true and false.");
  return [h("h3", {}, "What the tests see of the rules"), h("p", {}, summaryOf(coverage)), list, more].filter((part) => part instanceof Node);
}

/** @param {readonly SeenPart[]} parts in the order of the text */
function byLine(parts) {
  /** @type {Map<number, SeenPart[]>} */
  const lines = new Map();
  for (const part of parts) {
    const line = lines.get(part.place.line);
    if (line === undefined) lines.set(part.place.line, [part]);
    else line.push(part);
  }
  return [...lines.values()];
}

/** @param {SeenPart[]} parts of a line @param {(part: SeenPart) => void} onGo */
function lineItem(parts, onGo) {
  const first = /** @type {SeenPart} */ (parts.find(({ missing }) => missing !== ""));
  const said = missingOf(parts).map((text) => h("span", {}, text));
  return h("li", {}, h("button", { type: "button", onclick: () => onGo(first) }, h("span", { class: "seen", "data-seen": leastSeen(parts), "aria-hidden": "true" }), h("span", { class: "note" }, `line ${first.place.line}`), h("span", { class: "unseen-parts" }, ...said)));
}
