/** Dialogs: one at a time, closed by Escape, by their button, or by a click beside them. */
import { h } from "../dom.js";

let dialogs = 0;

/** @param {string} title @param {...Node} body @returns {HTMLDialogElement} shown; gone once it is closed */
export function openDialog(title, ...body) {
  const id = `dialog-${(dialogs += 1)}`;
  const close = h("button", { type: "button", class: "button button-small", "aria-label": "Close", onclick: () => dialog.close() }, "✕");
  const dialog = h("dialog", { "aria-labelledby": id }, h("div", { class: "dialog-head" }, h("h2", { id }, title), close), h("div", { class: "dialog-body" }, ...body));
  return show(dialog);
}

/** @param {HTMLDialogElement} dialog */
export function show(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
