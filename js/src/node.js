/** Node, Bun and Deno: the module lies beside this file. */
import { readFileSync } from "node:fs";

import { provideModule } from "./engine.js";

provideModule(() => new WebAssembly.Module(readFileSync(new URL("./falconet.wasm", import.meta.url))));

export * from "./index.js";
