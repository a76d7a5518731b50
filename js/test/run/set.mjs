/** Runs a set of random rules through the package: `set.mjs DIR CHECK` prints its alerts, or the document of `falco -V`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { npm } from "../support/paths.mjs";

const { init, Ruleset } = await import(join(npm, "node.js"));
const { use } = await import(join(npm, "engine.js"));

const [folder, check] = process.argv.slice(2);
const files = [{ name: "rules.yaml", text: readFileSync(join(folder, "rules.yaml"), "utf8") }];

async function alerts(matching) {
  const settings = [`rule_matching=${matching}`, "plugins_hostinfo=false"];
  const rules = await Ruleset.load(files, { settings, hostname: "falconet-test" });
  return rules.scanLines(gunzipSync(readFileSync(join(folder, "events.ndjson.gz"))));
}

async function validated() {
  await init();
  return use((abi) => abi.call({ op: "check", format: "falco", files })).rendered;
}

process.stdout.write(await (check === "validate" ? validated() : alerts(check.replace("alerts-", ""))));
