/** The page without a network: the service worker keeps its files. */
import { byId } from "./dom.js";

/** Where there can be no service worker, the page works all the same, online. */
export async function keepOffline() {
  try {
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
    await navigator.serviceWorker.ready;
    byId("offline-note").textContent = "It works without a network, too.";
  } catch {
    byId("offline-note").textContent = "";
  }
}
