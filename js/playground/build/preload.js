/** A Vite plugin: the page asks for the module at once, and not only when its script has come, which is more urgent. */

/** @returns {import("vite").Plugin} */
export function preloadModule() {
  return {
    name: "preload-module",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const modules = Object.keys(bundle).filter((file) => file.endsWith(".wasm"));
        return modules.map((file) => ({ tag: "link", attrs: { rel: "preload", as: "fetch", type: "application/wasm", crossorigin: true, fetchpriority: "low", href: `./${file}` }, injectTo: "head" }));
      },
    },
  };
}
