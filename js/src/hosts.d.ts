// What the entries for hosts import, as far as they use it.
declare module "node:fs" {
  export function readFileSync(path: URL): Uint8Array<ArrayBuffer>;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
