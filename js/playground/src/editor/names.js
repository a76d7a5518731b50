/**
 * Macros and lists by their names: where they are defined, and other names for them.
 * @import { About, Range } from "../engine/messages.js"
 */
import { isolateHistory } from "@codemirror/commands";
import { EditorView, keymap, showDialog } from "@codemirror/view";
import { escaped } from "../dom.js";
import { toast } from "../view/toast.js";

/** @typedef {(question: About) => Promise<any>} Ask */

/** Keys for names in rules, and a press with Ctrl or the command key. @param {Ask} ask */
export function names(ask) {
  return [
    keymap.of([
      { key: "F12", run: (view) => (goToDefinition(view, ask), true) },
      { key: "F2", run: (view) => (rename(view, ask), true) },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        const position = event.button === 0 && (event.ctrlKey || event.metaKey) ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
        if (position === null) return false;
        event.preventDefault();
        goToDefinition(view, ask, position);
        return true;
      },
    }),
  ];
}

/** From the definition itself to the next one, if others add to it. @param {EditorView} view @param {Ask} ask */
export async function goToDefinition(view, ask, position = view.state.selection.main.head) {
  const { doc } = view.state;
  /** @type {Range[]} */
  const places = await ask({ about: "definition", text: doc.toString(), offset: position }).catch(complain);
  if (places === undefined || view.state.doc !== doc) return;
  const at = places.findIndex(({ from, to }) => from <= position && position <= to);
  const place = places[(at + 1) % places.length];
  if (place === undefined) toast("No macro, list or rule of that name is defined here");
  else view.dispatch({ selection: { anchor: place.from, head: place.to }, effects: EditorView.scrollIntoView(place.from, { y: "center" }) });
  view.focus();
}

/** Asks for the new name of what the cursor is in. @param {EditorView} view @param {Ask} ask */
export async function rename(view, ask) {
  const { doc, selection } = view.state;
  const place = { text: doc.toString(), offset: selection.main.head };
  /** @type {string | undefined} */
  const name = await ask({ about: "renamable", ...place }).catch(complain);
  if (name === undefined || view.state.doc !== doc) return;
  const input = { type: "text", name: "name", value: name, spellcheck: "false", autocomplete: "off" };
  const form = await showDialog(view, { label: `New name of ${escaped(name)}`, input, submitLabel: "Rename", focus: true, class: "cm-rename" }).result;
  view.focus();
  const newName = form === null ? "" : String(new FormData(form).get("name"));
  if (newName === "" || newName === name) return;
  /** @type {Range[] | undefined} */
  const places = await ask({ about: "rename", ...place, newName }).catch(complain);
  if (places === undefined) return;
  if (view.state.doc === doc) view.dispatch({ changes: places.map((range) => ({ ...range, insert: newName })), annotations: isolateHistory.of("full"), userEvent: "input.rename" });
  else toast("The rules were changed meanwhile, so nothing was renamed");
}

/** @param {Error} error */
function complain({ message }) {
  toast(message, "error");
  return undefined;
}
