/** Runs language vectors in Node: `vectors.mjs MODULE FILE...`, where the module was built with the feature `vectors`. */
import { readFileSync } from "node:fs";
import { Abi } from "../../src/abi.js";

const [module, ...files] = process.argv.slice(2);
const abi = new Abi(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module)), {}).exports);
for (const file of files) {
  console.log(JSON.stringify(abi.call({ op: "vectors", text: readFileSync(file, "utf8") })));
}
