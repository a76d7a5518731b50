/** Starts the page: the engine is sent for first, and while it is under way rules and events can be written. */
import { App } from "./app.js";
import { fetchModule, forbidConnections } from "./engine/start.js";
import { byId, h } from "./dom.js";
import { listenToParent } from "./embedding.js";
import { keepOffline } from "./offline.js";
import { toast } from "./view/toast.js";

async function start() {
  const started = fetchModule();
  started.catch(() => {});
  // The module is under way already; nothing else is to be fetched any more.
  forbidConnections();
  const app = new App();
  const begun = app.begin();
  const { module, hash } = await started;
  keepOffline();
  app.engage(module);
  await begun;
  await app.judging.settled();
  const { version, engine_version: engine } = await app.version();
  byId("versions").replaceChildren(`falconet ${version} · Falco engine ${engine} · module `, h("code", { title: `SHA-256 ${hash}` }, hash.slice(0, 12)));
  document.documentElement.dataset.ready = "true";
  listenToParent(app);
}

start().catch((error) => {
  const said = `The playground could not start: ${error instanceof Error ? error.message : error}`;
  byId("status").textContent = said;
  toast(said, "error");
});
