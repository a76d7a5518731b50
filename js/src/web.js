/** Browsers, and bundlers for them: the module is fetched from beside this file. */
import { compiled, provideModule } from "./engine.js";

provideModule(() => compiled(new URL("./falconet.wasm", import.meta.url)));

export * from "./index.js";
