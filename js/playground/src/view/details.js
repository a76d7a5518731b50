/**
 * The alert or event that is selected, in full.
 * @import { Alert } from "./results.js"
 * @import { Explanation } from "../engine/messages.js"
 * @import { Reach } from "./explanation.js"
 */
import { byId, h, safe } from "../dom.js";
import { explanationParts } from "./explanation.js";
import { parsed } from "./results.js";

/** Characters of an event that are drawn. */
const MOST_DRAWN = 60_000;

/**
 * @typedef {object} Selected
 * @property {number} event
 * @property {Alert | undefined} alert
 * @property {Uint8Array} bytes of the event; none if they are not kept
 * @property {string} text of the event; empty if it is not kept
 * @property {Explanation[]} explanations
 */

/** @param {Selected | undefined} selected @param {Node[]} actions buttons @param {Reach} reach */
export function showDetails(selected, actions, reach) {
  const place = byId("details");
  if (selected === undefined) place.replaceChildren(h("p", { class: "absent" }, "Choose an alert or an event: what it says, and what it was raised by, stands here."));
  else place.replaceChildren(...parts(selected, h("div", { class: "details-actions" }, ...actions), reach));
}

/** @param {Selected} selected @param {HTMLElement} actions @param {Reach} reach @returns {Node[]} */
function parts(selected, actions, reach) {
  const { alert, event, explanations } = selected;
  if (alert === undefined) return [h("h3", {}, `Event ${event}`), actions, ...explanationParts(explanations, "", reach), ...eventParts(selected)];
  const why = explanationParts(explanations, parsed(alert).rule, reach);
  return [...alertParts(alert), actions, ...why, ...fieldParts(alert), ...eventParts(selected)];
}

/** @param {Alert} alert */
function alertParts(alert) {
  const { rule, priority, output, tags } = parsed(alert);
  return [
    h("h3", {}, safe(rule)),
    h("p", {}, h("span", { class: "chip", "data-priority": priority }, priority), " ", h("span", { class: "note" }, safe((tags ?? []).join(", ")))),
    h("p", {}, safe(output)),
  ];
}

/** @param {Alert} alert */
function fieldParts(alert) {
  const values = Object.entries(parsed(alert).output_fields ?? {}).flatMap(([name, value]) => [h("dt", {}, safe(name)), h("dd", {}, valueOf(value))]);
  return [h("h4", {}, "Fields of the output"), h("dl", {}, ...values)];
}

/** @param {unknown} value */
function valueOf(value) {
  return value === null ? h("span", { class: "absent" }, "no value") : safe(typeof value === "string" ? value : JSON.stringify(value));
}

/** @param {Selected} selected */
function eventParts({ event, text }) {
  if (text === "") return [h("p", { class: "absent" }, "The text of this event was not kept: the file is too large.")];
  return [h("h4", {}, `Event ${event}`), h("pre", { tabindex: 0, "aria-label": `Event ${event} as JSON` }, linesOf(indented(text)))];
}

/** Numbers are changed by reading them, so this is for looking at only. @param {string} text */
export function indented(text) {
  try {
    return text.length > MOST_DRAWN ? text : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Ends of lines are ours; everything else is the event's. @param {string} text */
function linesOf(text) {
  const fragment = document.createDocumentFragment();
  for (const line of text.slice(0, MOST_DRAWN).split("\n")) fragment.append(safe(line, MOST_DRAWN), "\n");
  if (text.length > MOST_DRAWN) fragment.append("…");
  return fragment;
}
