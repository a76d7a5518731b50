/** The golden cases in which events are judged. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expectation } from "./known.mjs";
import { inputsOf } from "./walk.mjs";

/** The `run` cases of a folder, in name order. */
export function runCases(folder, known) {
  const names = readdirSync(folder).sort().filter((name) => existsSync(join(folder, name, "case.json")));
  return names.map((name) => readCase(join(folder, name), name, known)).filter(({ plan }) => plan.mode === "run");
}

/** What a case is loaded with, in the words of the C ABI. */
export function loadRequest({ folder, plan }) {
  return {
    files: [{ name: "rules.yaml", text: readFileSync(join(folder, "rules.yaml"), "utf8") }],
    settings: Object.entries(plan.options).map(([key, value]) => `${key}=${value}`),
    hostname: plan.env.FALCO_HOSTNAME,
    evt_hostname: plan.env.FALCO_HOSTNAME,
    utc_offset_seconds: offsetOf(plan),
    wrapping: plan.wrapping,
    alert_id: plan.alert_id,
  };
}

/** The inputs of a case. */
export function caseInputs({ folder }) {
  const events = join(folder, "events");
  return inputsOf(existsSync(events) ? events : join(folder, "events.json"));
}

function readCase(folder, name, known) {
  const plan = JSON.parse(readFileSync(join(folder, "case.json"), "utf8"));
  const falco = plan.mode === "run" ? { exit: plan.exit, stdout: readFileSync(join(folder, "alerts.jsonl")) } : undefined;
  return { folder, name, plan, expected: falco && expectation(known, name, falco, plan.upstream) };
}

/** When Falco was run on the cases: it reads the offset of the time zone once, at its start. */
const RECORDED = new Date("2026-11-24T00:00:00Z");

/** The offset of the case's time zone as it was for Falco. */
function offsetOf({ env }) {
  if (env.TZ === undefined) return 0;
  const format = new Intl.DateTimeFormat("en", { timeZone: env.TZ, timeZoneName: "longOffset" });
  const zone = format.formatToParts(RECORDED).find(({ type }) => type === "timeZoneName").value;
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(zone);
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}
