/**
 * What a word means: the one under the pointer, or, when it is asked for, the one at the cursor.
 * @import { Range } from "../engine/messages.js"
 */
import { EditorView, activateHover, closeHoverTooltips, hasHoverTooltips, hoverTooltip, keymap } from "@codemirror/view";
import { markdown } from "../view/markdown.js";

/** @param {(text: string, offset: number) => Promise<Range & { markdown: string } | null>} ask */
export function hover(ask) {
  const source = async (/** @type {EditorView} */ { state }, /** @type {number} */ position) => {
    const found = await ask(state.doc.toString(), position);
    if (found === null) return null;
    const create = () => {
      const dom = markdown(found.markdown);
      dom.classList.add("cm-hover");
      return { dom };
    };
    return { pos: found.from, end: found.to, above: true, create };
  };
  return [hoverTooltip(source, { hideOnChange: true }), keymap.of([{ key: "Escape", run: close }])];
}

/** Says what the word at the cursor means, and what was found there. @param {EditorView} view */
export function explainWord(view) {
  view.focus();
  activateHover(view, view.state.selection.main.head, 1, { until: ({ docChanged, selection }) => docChanged || selection !== undefined });
}

/** @param {EditorView} view */
function close(view) {
  const isOpen = hasHoverTooltips(view.state);
  if (isOpen) view.dispatch({ effects: closeHoverTooltips });
  return isOpen;
}
