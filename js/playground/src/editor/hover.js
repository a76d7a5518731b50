/**
 * What the word under the pointer means.
 * @import { EditorView } from "@codemirror/view"
 * @import { Range } from "../engine/messages.js"
 */
import { hoverTooltip } from "@codemirror/view";
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
  return hoverTooltip(source, { hideOnChange: true });
}
