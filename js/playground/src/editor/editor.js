/** An editor, in a shadow root: there its styles are sheets, which no policy against inline styles forbids. */
import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, drawSelection, dropCursor, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { theme } from "./theme.js";

/**
 * @typedef {object} Options
 * @property {HTMLElement} host
 * @property {string} label for screen readers
 * @property {string} hint what stands in an empty editor
 * @property {import("@codemirror/state").Extension} extensions
 * @property {(text: string) => void} onChange
 */

/** @param {Options} options */
export function makeEditor({ host, label, hint, extensions, onChange }) {
  const root = host.attachShadow({ mode: "open" });
  const report = EditorView.updateListener.of((update) => {
    const isOurs = update.transactions.some((transaction) => transaction.annotation(Transaction.remote));
    if (update.docChanged && !isOurs) onChange(update.state.doc.toString());
  });
  const state = EditorState.create({ extensions: [common(label, hint), extensions, report] });
  return new EditorView({ state, root, parent: root });
}

/**
 * Typing over a selection is done here: left to the browser it would try to keep the style of what was selected, by an inline
 * style, which the page's policy forbids.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.data === null || view.state.selection.main.empty || view.composing) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

/** @param {string} label @param {string} hint */
function common(label, hint) {
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    highlightSelectionMatches(),
    history(),
    drawSelection(),
    dropCursor(),
    typeOver,
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    placeholder(hint),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    theme,
  ];
}

/** Puts a text in place of another, without telling the listener. @param {EditorView} view @param {string} text */
export function setText(view, text) {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: Transaction.remote.of(true), selection: { anchor: 0 }, scrollIntoView: true });
}
