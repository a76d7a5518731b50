/**
 * Files that are dropped anywhere on the page, or chosen.
 * @import { Opened } from "./files.js"
 */
import { byId } from "./dom.js";
import { open } from "./files.js";
import { toast } from "./view/toast.js";

/** @param {(opened: Opened) => void} take */
export function listenForFiles(take) {
  const takeAll = async (/** @type {Iterable<File>} */ files) => {
    for (const file of files) {
      try {
        take(await open(file));
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error), "error");
      }
    }
  };
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("is-dropping");
  }, { capture: true });
  addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("is-dropping"));
  addEventListener("drop", (event) => {
    document.body.classList.remove("is-dropping");
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    takeAll([...event.dataTransfer.files]);
  }, { capture: true });
  const input = byId("file-input");
  byId("open-button").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    takeAll([...input.files]);
    input.value = "";
  });
}
