/**
 * In a frame: the page around says what is shown. It is told nothing: what people write or open here is theirs.
 * @import { App } from "./app.js"
 */
import { MOST_UNFOLDED, checked } from "./share/codec.js";
import { toast } from "./view/toast.js";

/** The only thing that is ever said to the page around; element.js knows it. */
const READY = "falconet-playground: ready";

/** @param {App} app */
export function listenToParent(app) {
  if (parent === window || !("embed" in document.documentElement.dataset)) return;
  addEventListener("message", ({ source, data }) => {
    if (source === parent) take(app, data);
  });
  parent.postMessage(READY, "*");
}

/** @param {App} app @param {unknown} data from anybody */
function take(app, data) {
  try {
    const shared = checked(data);
    const length = shared.rules.length + shared.events.length + shared.tests.length + (shared.old ?? "").length;
    if (length > MOST_UNFOLDED) throw new RangeError(`it is longer than ${MOST_UNFOLDED.toLocaleString("en")} characters`);
    app.restore(shared);
  } catch (error) {
    toast(`What the page around says cannot be shown: ${error instanceof Error ? error.message : error}`, "error");
  }
}
