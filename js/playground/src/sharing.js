/**
 * Links, Markdown and downloads.
 * @import { App } from "./app.js"
 * @import { Explanation } from "./engine/messages.js"
 * @import { Shared } from "./share/codec.js"
 */
import { escaped, h } from "./dom.js";
import { STATE_KEY } from "./files.js";
import { MOST_LINK, encode } from "./share/codec.js";
import { markdown } from "./share/markdown.js";
import { copy, download } from "./view/clipboard.js";
import { openDialog } from "./view/dialog.js";
import { parsed } from "./view/lists.js";
import { toast } from "./view/toast.js";

/** @param {App} app @returns {Shared} */
function shared({ store, judging, panes }) {
  const { rules, events, file, settings, tests, old } = store.state;
  const view = { tab: judging.results.tab, event: judging.results.event, edited: panes.edited };
  return { rules, events: file === null ? events : "", settings, tests, old, view };
}

/** The link, or nothing if it is too long. @param {App} app */
async function linkTo(app) {
  const fragment = await encode(shared(app));
  return { link: `${location.origin}${location.pathname}#${fragment}`, isShort: fragment.length <= MOST_LINK, length: fragment.length };
}

/** @param {App} app */
export async function openShare(app) {
  const { link, isShort, length } = await linkTo(app);
  if (app.store.state.file !== null) toast("The file of events is not part of a link: share it by itself");
  if (isShort) showLink(app, link, length);
  else showTooLong(app, length);
}

/** From a frame to a page of its own, with what is in the frame. @param {App} app */
export async function openWhole(app) {
  const { link } = await linkTo(app);
  window.open(link, "_blank", "noopener");
}

/** @param {App} app @param {string} link @param {number} length */
function showLink(app, link, length) {
  history.replaceState(null, "", link);
  const field = h("input", { class: "field", readonly: true, "aria-label": "Link", value: link });
  openDialog(
    "Share a link",
    h("p", {}, "Rules, tests, events, settings and what is selected are in the link itself, behind its #: browsers send that part to no server. Whoever has the link can read them."),
    h("div", { class: "row" }, field, button("Copy", () => copy(link, "Link"), true)),
    h("p", { class: "note" }, `${length.toLocaleString("en")} characters; the address of this page is that link now.`),
    h("div", { class: "row" }, button("Copy as Markdown", () => copyMarkdown(app)), button("Download everything", () => downloadState(app))),
  );
  field.select();
}

/** @param {App} app @param {number} length */
function showTooLong(app, length) {
  openDialog(
    "Too much for a link",
    h("p", {}, `The link would have ${length.toLocaleString("en")} characters; beyond ${MOST_LINK.toLocaleString("en")} mail and chat programs cut links off. Download everything as one file instead: dropped on this page, it opens as it is now.`),
    h("div", { class: "row" }, button("Download everything", () => downloadState(app), true)),
  );
}

/** @param {string} title @param {() => void} run @param {boolean} [isMain] */
function button(title, run, isMain = false) {
  return h("button", { type: "button", class: isMain ? "button button-main" : "button", onclick: run }, title);
}

/** @param {App} app */
export function downloadState(app) {
  download("falconet-playground.json", JSON.stringify({ [STATE_KEY]: 1, ...shared(app) }), "application/json");
}

/** Why the rule fired, or what the nearest ones lack. @param {Explanation[]} explanations @param {string} rule */
function why(explanations, rule) {
  const own = explanations.find((candidate) => candidate.rule === rule);
  if (own !== undefined) return own.reasons.map(({ text }) => text);
  return explanations.slice(0, 3).map(({ rule: name, fired, near }) => `${escaped(name)}: ${fired ? "fired" : (near[0]?.text ?? "did not fire")}`);
}

/** @param {App} app */
export async function copyMarkdown(app) {
  const { selected } = app.judging.selection;
  const { link, isShort } = await linkTo(app);
  const rule = selected?.alert === undefined ? "" : parsed(selected.alert).rule;
  const parts = { rules: app.store.state.rules, event: selected?.text ?? "", alert: selected?.alert?.line ?? "", rule, why: selected === undefined ? [] : why(selected.explanations, rule), link: isShort ? link : "" };
  await copy(markdown(parts), "Markdown");
}
