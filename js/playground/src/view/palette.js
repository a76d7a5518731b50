/** All commands by name, with their shortcuts. */
import { h } from "../dom.js";
import { show } from "./dialog.js";

/**
 * @typedef {object} Command
 * @property {string} name
 * @property {string} [keys] as they are pressed on a keyboard without an Apple: `Alt+Shift+F`; `F2` and the like are the editors' own
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
  new Palette(commands).open();
}

class Palette {
  #commands;
  /** @type {readonly Command[]} */
  #shown;
  #selected = 0;
  #input = h("input", { class: "palette-input", type: "text", role: "combobox", placeholder: "What do you want to do?", "aria-label": "Command", "aria-expanded": "true", "aria-controls": "palette-options", "aria-autocomplete": "list", autocomplete: "off" });
  #list = h("ul", { class: "options", id: "palette-options", role: "listbox", "aria-label": "Commands" });
  #dialog = h("dialog", { class: "palette", "aria-label": "Commands" }, this.#input, this.#list);

  /** @param {readonly Command[]} commands */
  constructor(commands) {
    this.#commands = commands;
    this.#shown = commands;
    this.#input.addEventListener("input", () => this.#search());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
  }

  open() {
    this.#draw();
    show(this.#dialog);
    this.#input.focus();
  }

  #search() {
    const words = this.#input.value.toLowerCase().split(/\s+/).filter(Boolean);
    this.#shown = this.#commands.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    this.#selected = 0;
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Enter") this.#run(this.#shown[this.#selected]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || this.#shown.length === 0) return;
    event.preventDefault();
    this.#selected = (this.#selected + step + this.#shown.length) % this.#shown.length;
    this.#draw();
  }

  /** @param {Command | undefined} command */
  #run(command) {
    this.#dialog.close();
    command?.run();
  }

  #draw() {
    this.#list.replaceChildren(...this.#shown.map((command, at) => this.#option(command, at)));
    if (this.#shown.length > 0) this.#input.setAttribute("aria-activedescendant", `option-${this.#selected}`);
    else this.#input.removeAttribute("aria-activedescendant");
    this.#list.children[this.#selected]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Command} command @param {number} at */
  #option(command, at) {
    const keys = command.keys !== undefined && h("kbd", {}, keysFor(command.keys));
    return h("li", { class: "option", role: "option", id: `option-${at}`, "aria-selected": String(at === this.#selected), onclick: () => this.#run(command) }, command.name, keys);
  }
}
