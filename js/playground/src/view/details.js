/**
 * The alert or event that is selected, in full.
 * @import { Alert } from "./results.js"
 * @import { Change, Explanation } from "../engine/messages.js"
 * @import { Reach } from "./explanation.js"
 */
import { byId, h, safe } from "../dom.js";
import { explanationParts } from "./explanation.js";
import { parsed } from "./lists.js";

/** Characters of an event that are drawn. */
const MOST_DRAWN = 60_000;

/**
 * @typedef {object} Selected
 * @property {number} event
 * @property {Alert | undefined} alert
 * @property {Change | undefined} change
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
  const { alert, change, event, explanations } = selected;
  if (change !== undefined) return [...changeParts(change), actions, ...explanationParts(explanations, change.alert.rule, reach), ...eventParts(selected)];
  if (alert === undefined) return [h("h3", {}, `Event ${event}`), actions, ...explanationParts(explanations, "", reach), ...eventParts(selected)];
  const why = explanationParts(explanations, parsed(alert).rule, reach);
  return [...alertParts(alert), actions, ...why, ...fieldParts(alert), ...eventParts(selected)];
}

const CHANGES = { lost: "The old rules raise this alert, the new ones do not", gained: "The new rules raise this alert, the old ones do not", changed: "Both raise this alert, and it says something else" };

/** @param {Change} change */
function changeParts({ change, alert, old }) {
  const before = old === undefined ? [] : [h("h4", {}, "It was"), ...saidParts(old), h("h4", {}, "It is")];
  return [h("h3", {}, safe(alert.rule)), h("p", {}, h("span", { class: "change", "data-change": change }, change), ` ${CHANGES[change]}.`), ...before, ...saidParts(alert)];
}

/** @param {Alert} alert */
function alertParts(alert) {
  return [h("h3", {}, safe(parsed(alert).rule)), ...saidParts(parsed(alert))];
}

/** @param {any} alert */
function saidParts({ priority, output, tags }) {
  return [
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
