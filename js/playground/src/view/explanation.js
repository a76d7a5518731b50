/**
 * Why rules fired on an event, or did not: the condition as a tree, with values, and what little would change it.
 * @import { ConditionNode, Explanation } from "../engine/messages.js"
 */
import { h, safe } from "../dom.js";

/** Rules whose explanations are open: they stay so while the rules change, and from event to event. @type {Set<string>} */
const open = new Set();

/** What the rows of trees stand for. @type {WeakMap<Element, ConditionNode>} */
const nodes = new WeakMap();

/** Lights up the rows that are about what is pointed at. @param {HTMLElement} place @param {(node: ConditionNode) => boolean} isMeant */
export function lightRows(place, isMeant) {
  for (const element of place.querySelectorAll(".tree-row")) {
    const one = nodes.get(element);
    element.classList.toggle("is-pointed", one !== undefined && isMeant(one));
  }
}

/** Characters of a value that are drawn. */
const MOST_DRAWN = 300;

/**
 * What an explanation can do beyond itself.
 * @typedef {object} Reach
 * @property {(node: ConditionNode | undefined, explanation: Explanation, isChosen: boolean) => void} point told of what is pointed at: a node of a condition, or nothing
 * @property {(explanation: Explanation) => (() => void) | undefined} test makes a test of it
 * @property {(explanation: Explanation) => (() => void) | undefined} trial adds an event that the rule would fire on, if that can be made
 */

/**
 * @param {Explanation[]} explanations
 * @param {string} rule the one whose alert is looked at; empty for none
 * @param {Reach} reach
 * @returns {Node[]}
 */
export function explanationParts(explanations, rule, reach) {
  const [first] = explanations;
  const own = rule !== "" && first?.rule === rule ? first : undefined;
  const others = own === undefined ? explanations : explanations.slice(1);
  const parts = [];
  if (own !== undefined) parts.push(h("h4", {}, own.fired ? "Why it fired" : "Why it does not fire"), ...body(own, reach));
  if (others.length > 0) parts.push(h("h4", {}, own === undefined ? "What the rules say of it" : "What the other rules say of it"), ...others.map((other) => folded(other, reach)));
  return parts;
}

/** @param {Explanation} explanation @param {Reach} reach */
function folded(explanation, reach) {
  const { rule, fired, near } = explanation;
  const verdict = mark(fired, true);
  const hint = fired ? hiding(explanation) : near[0]?.text;
  const summary = h("summary", {}, verdict, h("span", { class: "why-rule" }, safe(rule)), hint && h("span", { class: "why-hint" }, prose(hint)));
  const isOpen = open.has(rule);
  const element = h("details", { class: "why", open: isOpen }, summary, ...(isOpen ? foldedBody(explanation, reach) : []));
  element.addEventListener("toggle", () => {
    // Most are never opened.
    if (element.childElementCount === 1) element.append(...foldedBody(explanation, reach));
    if (element.open) open.add(rule);
    else open.delete(rule);
  });
  return element;
}

/** @param {Explanation} explanation @param {Reach} reach */
function foldedBody(explanation, reach) {
  const test = testButton(explanation, reach);
  return test === undefined ? body(explanation, reach) : [...body(explanation, reach), test];
}

/** @param {Explanation} explanation */
function hiding({ hidden_by: other }) {
  return other === null ? "fired" : `holds, and \`${other}\` comes before it`;
}

/** @param {Explanation} explanation @param {Reach} reach */
function body(explanation, reach) {
  const { fired, near, reasons, index } = explanation;
  const changes = near.slice(1, 4).map(({ text }) => h("li", {}, prose(text)));
  const parts = [];
  if (!fired && near[0] !== undefined) parts.push(h("p", { class: "why-near" }, prose(near[0].text), trialButton(explanation, reach)));
  if (changes.length > 0) parts.push(h("ul", { class: "why-more" }, ...changes));
  if (fired && reasons.length > 0) parts.push(h("ul", { class: "why-more" }, ...reasons.map(({ text }) => h("li", {}, prose(text)))));
  if (index.ruled_out && index.text !== null) parts.push(h("p", { class: "note" }, prose(index.text)));
  return [...parts, h("ul", { class: "tree", "aria-label": "Condition" }, node(explanation.tree, explanation, reach, ""))];
}

/** @param {Explanation} explanation @param {Reach} reach */
function trialButton(explanation, reach) {
  const run = reach.trial(explanation);
  return run && h("button", { type: "button", class: "button button-small why-try", title: "Puts a copy of the event, changed so, behind it", onclick: run }, "Try it");
}

/** @param {Explanation} explanation @param {Reach} reach */
function testButton(explanation, reach) {
  const run = reach.test(explanation);
  const title = explanation.fired ? "A test that the rule fires on this event" : "A test that the rule does not fire on this event";
  return run && h("button", { type: "button", class: "button button-small why-test", title, onclick: run }, "Make a test");
}

/** @param {ConditionNode} one @param {Explanation} explanation @param {Reach} reach @param {string} before words that belong to it @returns {HTMLElement} */
function node(one, explanation, reach, before) {
  const children = one.children ?? [];
  const [only] = children;
  if (one.kind === "not" && only?.kind === "test") return leaf({ ...only, holds: one.holds, reached: one.reached }, explanation, reach, `${before}not `);
  if (one.kind === "test" || one.kind === "whole") return leaf(one, explanation, reach, before);
  const shown = only !== undefined && (one.kind === "macro" || one.kind === "exception") && isJoined(only) ? (only.children ?? []) : children;
  const list = h("ul", {}, ...shown.map((child) => node(child, explanation, reach, "")));
  return h("li", {}, row(one, explanation, reach, h("span", { class: "tree-word" }, before, ...title(one, only))), list);
}

/** @param {ConditionNode} one */
function isJoined({ kind }) {
  return kind === "and" || kind === "or";
}

const WORDS = { and: "all of", or: "any of", not: "not" };

/** @param {ConditionNode} one @param {ConditionNode | undefined} only @returns {(Node | string)[]} */
function title(one, only) {
  if (one.kind !== "macro" && one.kind !== "exception") return [WORDS[/** @type {"and"} */ (one.kind)]];
  const words = only !== undefined && isJoined(only) ? `: ${WORDS[/** @type {"and"} */ (only.kind)]}` : "";
  return [`${one.kind} `, h("code", {}, safe(one.name ?? "")), words];
}

/** @param {ConditionNode} one @param {Explanation} explanation @param {Reach} reach @param {string} before */
function leaf(one, explanation, reach, before) {
  const value = one.absent === undefined ? one.value : undefined;
  const said = value === undefined || value === null ? h("span", { class: "tree-absent" }, prose(one.absent ?? "no value")) : h("span", { class: "tree-value" }, "is ", h("code", {}, safe(Array.isArray(value) ? value.join(", ") : value, MOST_DRAWN)));
  const text = h("code", { class: "tree-test" }, before && h("span", { class: "tree-word" }, before), safe(one.text ?? "", MOST_DRAWN));
  return h("li", {}, row(one, explanation, reach, text, one.kind === "test" ? said : null));
}

/**
 * What is pointed at lights up in the editors; what is pressed is also brought into sight.
 * @param {ConditionNode} one
 * @param {Explanation} explanation
 * @param {Reach} reach
 * @param {...(Node | null)} content
 */
function row(one, explanation, reach, ...content) {
  const light = () => reach.point(one, explanation, false);
  const dim = () => reach.point(undefined, explanation, false);
  const show = () => reach.point(one, explanation, true);
  const element = h("button", { type: "button", class: "tree-row", "data-reached": one.reached, onmouseenter: light, onmouseleave: dim, onfocus: light, onblur: dim, onclick: show }, mark(one.holds, one.reached), h("span", {}, ...content));
  if (!explanation.wrapped) nodes.set(element, one);
  return element;
}

/** @param {boolean} holds @param {boolean} reached */
function mark(holds, reached) {
  const word = reached ? String(holds) : "not reached";
  return h("span", { class: "verdict", role: "img", "aria-label": word, title: reached ? word : `not reached: it would be ${holds}`, "data-verdict": word }, reached ? (holds ? "✓" : "✗") : "–");
}

/** What stands between ticks is code. @param {string} text */
export function prose(text) {
  const fragment = document.createDocumentFragment();
  text.split("`").forEach((part, at) => fragment.append(at % 2 === 1 ? h("code", {}, safe(part, MOST_DRAWN)) : safe(part)));
  return fragment;
}
