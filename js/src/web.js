/** Browsers, and bundlers for them: the module is fetched from beside this file. */
import { provideModule } from "./engine.js";

provideModule(async () => {
  const response = await fetch(new URL("./falconet.wasm", import.meta.url));
  if (!response.ok) throw new Error(`cannot fetch ${response.url}: ${response.status} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
});

export * from "./index.js";
