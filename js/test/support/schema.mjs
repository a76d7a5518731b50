/** Validators of the schemas that are in the repository. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./paths.mjs";

const { default: Ajv } = createRequire(join(root, "js/tools/package.json"))("ajv/dist/2020.js");

/** A function that says whether a value is valid by a schema, with `errors` if it is not. */
export function validator(schema) {
  return new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(JSON.parse(readFileSync(join(root, schema), "utf8")));
}
