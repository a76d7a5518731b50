/**
 * How a case of the tests went, for its place in the list, beside its line, and in full.
 * @import { TestCase, TestFailure } from "../engine/messages.js"
 */
import { h, safe } from "../dom.js";
import { prose } from "./explanation.js";

/** What a verdict rests on, or what would turn it: the points below a heading of an explanation. @param {TestFailure} failure @returns {string[]} */
export function reasonsOf({ code, why }) {
  const heading = code === "FT0101" ? "It would fire if:" : "It rests on:";
  const [, points = ""] = new RegExp(`^ *${heading}\\n((?: +- .*\\n)*)`, "m").exec(why ?? "") ?? [];
  return points.split("\n").filter(Boolean).map((point) => point.replace(/^ +- /, ""));
}

/** In one line: what does not hold, and the least that there is to say of it. @param {TestCase} test */
export function shortly({ failures }) {
  const [failure] = failures;
  if (failure === undefined) return "";
  const [reason] = reasonsOf(failure);
  const because = reason === undefined ? failure.help : failure.code === "FT0101" ? `it would if ${reason}` : reason;
  // Which rule is meant stands in the case.
  const said = failure.message.replace(/^`[^`]*` (?=does not fire$|fires$)/, "");
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  return `${said}${because ? `: ${because}` : ""}${more}`;
}

/** @param {TestCase} test @param {() => void} onGo goes to where it stands @returns {Node[]} */
export function testParts(test, onGo) {
  const { name, passed, failures } = test;
  const go = h("div", { class: "details-actions" }, h("button", { type: "button", class: "button button-small", onclick: onGo }, "Go to the case"));
  return [h("h3", {}, safe(name)), go, ...(passed ? [h("p", {}, "✓ What the case expects is what happens.")] : failures.flatMap(failureParts))];
}

/** @param {TestFailure} failure */
function failureParts(failure) {
  const { message, help, why } = failure;
  const reasons = reasonsOf(failure);
  const isLacking = failure.code === "FT0101";
  return [
    h("p", { class: "why-near" }, prose(message), help && h("span", { class: "note" }, " · ", prose(help))),
    reasons.length > 0 && h("h4", {}, isLacking ? "It would fire if" : "It fires because"),
    reasons.length > 0 && h("ul", { class: "why-more" }, ...reasons.map((reason) => h("li", {}, prose(reason)))),
    why && h("details", { class: "why" }, h("summary", {}, h("span", {}, "›"), "Test by test"), h("pre", { tabindex: 0, "aria-label": "Why" }, ...why.split("\n").flatMap((line) => [safe(line), "\n"]))),
  ].filter((part) => part instanceof Node);
}
