/** Tabs of which one is open. The arrow keys move along them. */
import { byId, h } from "../dom.js";

/** @template {string} Name */
export class Tabs {
  #onOpen;
  /** @type {Map<Name, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {Name} */
  open;

  /**
   * @param {string} id of the element that holds them
   * @param {Record<Name, { title: string, controls: string }>} tabs by name, and the elements that they show
   * @param {(name: Name) => void} onOpen
   */
  constructor(id, tabs, onOpen) {
    this.#onOpen = onOpen;
    const names = /** @type {Name[]} */ (Object.keys(tabs));
    this.open = /** @type {Name} */ (names[0]);
    for (const name of names) {
      const { title, controls } = tabs[name];
      this.#buttons.set(name, h("button", { type: "button", class: "tab", role: "tab", id: `${id}-${name}`, "aria-controls": controls, onclick: () => this.show(name) }, title, h("span", { class: "badge" })));
    }
    byId(id).append(...this.#buttons.values());
    byId(id).addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#onKey(event));
    this.#mark();
  }

  /** @param {Name} name */
  show(name) {
    this.open = name;
    this.#mark();
    this.#onOpen(name);
  }

  /** @param {Name} name @param {string} text @param {boolean} [isAlarm] */
  badge(name, text, isAlarm = false) {
    const button = this.button(name);
    /** @type {HTMLElement} */ (button.lastElementChild).textContent = text;
    button.dataset.alarm = String(isAlarm);
  }

  /** @param {Name} name @returns {HTMLButtonElement} */
  button(name) {
    return /** @type {HTMLButtonElement} */ (this.#buttons.get(name));
  }

  #mark() {
    for (const [name, button] of this.#buttons) {
      button.setAttribute("aria-selected", String(name === this.open));
      button.tabIndex = name === this.open ? 0 : -1;
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey({ key }) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const names = [...this.#buttons.keys()].filter((name) => !this.button(name).hidden);
    const next = /** @type {Name} */ (names[(names.indexOf(this.open) + step + names.length) % names.length]);
    this.show(next);
    this.button(next).focus();
  }
}
