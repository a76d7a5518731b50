/** Elements, and text that cannot pass for something else. */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Makes an element. Properties that begin with `on` are listeners, the others attributes; `true` is an attribute without a value.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) setProperty(element, key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** @param {HTMLElement} element @param {string} key @param {unknown} value */
function setProperty(element, key, value) {
  if (value === false || value === null || value === undefined) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
  else element.setAttribute(key, value === true ? "" : String(value));
}

/** An element of the page that is always there. @param {string} id @returns {any} */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/** What turns text around, hides, or is not shown: control characters, bidirectional and invisible ones. */
const UNSEEN = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text from rules or events as nodes: what cannot be seen is written out as an escape.
 * @param {string} text
 * @param {number} [most] characters that are shown
 * @returns {DocumentFragment}
 */
export function safe(text, most = 2000) {
  const fragment = document.createDocumentFragment();
  const shown = text.length > most ? text.slice(0, most) : text;
  let from = 0;
  for (const { 0: character, index } of shown.matchAll(UNSEEN)) {
    fragment.append(shown.slice(from, index), h("span", { class: "escape" }, escapeOf(character)));
    from = index + character.length;
  }
  fragment.append(shown.slice(from));
  if (shown !== text) fragment.append(h("span", { class: "escape" }, `… ${(text.length - most).toLocaleString("en")} more`));
  return fragment;
}

/** @param {string} text */
export function escaped(text) {
  return text.replace(UNSEEN, escapeOf);
}

/** @param {string} character */
function escapeOf(character) {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `1,234 alerts` @param {number} number @param {string} noun */
export function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** @param {number} number of bytes */
export function size(number) {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  const power = number < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(number) / 10));
  return `${(number / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
