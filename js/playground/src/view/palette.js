/** All commands by name, with their shortcuts. */
import { h } from "../dom.js";
import { show } from "./dialog.js";

/**
 * @typedef {object} Command
 * @property {string} name
 * @property {string} [keys] as they are pressed on a keyboard without an Apple: `Alt+Shift+F`
 * @property {() => void} run
 */

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Shortcuts as people know them. @param {string} keys */
export function keysFor(keys) {
  return isApple ? keys.replace("Ctrl+", "⌘").replace("Alt+", "⌥").replace("Shift+", "⇧") : keys.replaceAll("+", " ");
}

/** @param {readonly Command[]} commands */
export function listenForKeys(commands) {
  document.addEventListener("keydown", (event) => {
    const command = commands.find(({ keys }) => keys !== undefined && isPressed(keys, event));
    if (command === undefined || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    command.run();
  }, { capture: true });
}

/** @param {string} keys @param {KeyboardEvent} event */
function isPressed(keys, event) {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const control = isApple ? event.metaKey : event.ctrlKey;
  const code = /^\d$/.test(key) ? `Digit${key}` : `Key${key}`;
  return control === parts.includes("Ctrl") && event.altKey === parts.includes("Alt") && event.shiftKey === parts.includes("Shift") && event.code === code;
}

/** @param {readonly Command[]} commands */
export function openPalette(commands) {
  let shown = [...commands];
  let selected = 0;
  const input = h("input", { class: "palette-input", type: "text", role: "combobox", placeholder: "What do you want to do?", "aria-label": "Command", "aria-expanded": "true", "aria-controls": "palette-options", "aria-autocomplete": "list", autocomplete: "off" });
  const list = h("ul", { class: "options", id: "palette-options", role: "listbox", "aria-label": "Commands" });
  const dialog = h("dialog", { class: "palette", "aria-label": "Commands" }, input, list);
  const run = (/** @type {Command | undefined} */ command) => {
    dialog.close();
    command?.run();
  };
  const draw = () => {
    list.replaceChildren(...shown.map((command, at) => option(command, at, at === selected, run)));
    if (shown.length > 0) input.setAttribute("aria-activedescendant", `option-${selected}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[selected]?.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = commands.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    selected = 0;
    draw();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") run(shown[selected]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || shown.length === 0) return;
    event.preventDefault();
    selected = (selected + step + shown.length) % shown.length;
    draw();
  });
  draw();
  show(dialog);
  input.focus();
}

/** @param {Command} command @param {number} at @param {boolean} isSelected @param {(command: Command) => void} run */
function option(command, at, isSelected, run) {
  return h("li", { class: "option", role: "option", id: `option-${at}`, "aria-selected": String(isSelected), onclick: () => run(command) }, command.name, command.keys !== undefined && h("kbd", {}, keysFor(command.keys)));
}
