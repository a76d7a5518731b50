/** Builds the page into dist/playground: files that any static server may serve. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { offline } from "./build/offline.js";
import { preloadModule } from "./build/preload.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The web component. */
const ELEMENT = "falconet-playground";

export default defineConfig({
  root: here("."),
  // Relative, so that the page may lie in any folder of a server.
  base: "./",
  resolve: { alias: { falconet: here("../../dist/npm") } },
  plugins: [preloadModule(), offline(here("src/offline/service-worker.js"))],
  worker: { format: "es" },
  build: {
    outDir: here("../../dist/playground"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 1024,
    rollupOptions: {
      input: { index: here("index.html"), [ELEMENT]: here("src/element.js") },
      // Other pages name it, so it has no hash.
      output: { entryFileNames: ({ name }) => (name === ELEMENT ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  logLevel: "warn",
});
