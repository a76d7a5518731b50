/** Workers that import a compiled module. */
import module from "./falconet.wasm";

import { provideModule } from "./engine.js";

provideModule(() => module);

export * from "./index.js";
