/** Starts the page: the engine first, then everything that asks it. */
import { App } from "./app.js";
import { fetchModule, forbidConnections } from "./engine/start.js";
import { byId, h } from "./dom.js";
import { listenToParent } from "./embedding.js";
import { keepOffline } from "./offline.js";
import { toast } from "./view/toast.js";

async function start() {
  const started = fetchModule();
  started.catch(() => {});
  const { module, hash } = await started;
  keepOffline();
  forbidConnections();
  const app = new App(module);
  await app.begin();
  const { version, engine_version: engine } = await app.version();
  byId("versions").replaceChildren(`falconet ${version} · Falco engine ${engine} · module `, h("code", { title: `SHA-256 ${hash}` }, hash.slice(0, 12)));
  document.documentElement.dataset.ready = "true";
  listenToParent(app);
}

start().catch((error) => toast(`The playground could not start: ${error instanceof Error ? error.message : error}`, "error"));
