/** Short messages that go away. */
import { byId, h, safe } from "../dom.js";

/** Milliseconds that one stays. */
const STAY = 8000;

/** @param {string} text @param {"info" | "error"} [kind] */
export function toast(text, kind = "info") {
  const close = h("button", { type: "button", "aria-label": "Close the message", onclick: () => element.remove() }, "✕");
  const element = h("div", { class: "toast", "data-kind": kind }, h("span", {}, safe(text)), close);
  byId("toasts").append(element);
  setTimeout(() => element.remove(), STAY);
  return element;
}
