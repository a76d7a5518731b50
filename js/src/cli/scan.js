/** `falconet scan`: rules in, events in, alerts out. */
import { closeSync, createReadStream, openSync } from "node:fs";
import { hostname as machine } from "node:os";
import { loadRequest } from "../load.js";
import { init, Ruleset, RulesetError } from "../node.js";
import { Discovery } from "./discovery.js";
import { systemText, Trouble } from "./failure.js";
import { harmlessAlerts } from "./harmless.js";
import { tellLeftOut } from "./leftout.js";
import { readRules } from "./rules.js";

const CHUNK = 1024 * 1024;
const OF_SOURCE = "of the source that the rules are for";

/** Judges events; answers how the program exits. */
export async function scan(options, out, messages) {
  if (options.rules.includes("-") && options.inputs.includes("-")) throw new Trouble("standard input cannot be both the rules and the events", { exitCode: 2 });
  return judged({ ...options, tellsLeftOut: true }, (lines) => shown(lines, out), out, messages);
}

/**
 * Judges events by rules, and writes what comes of it; answers how the program exits.
 * @param {object} explain what is explained in place of alerts, if anything is
 */
export async function judged(options, show, out, messages, explain = {}) {
  const report = new Report(messages, options.maxProblems ?? 10);
  const rules = await load(options, report, messages, explain);
  const discovery = new Discovery(options.inputs);
  for (const input of discovery.files()) await new Judgement(rules, report, show, out).judge(input);
  await out.write(show(rules.statistics()));
  report.finish(rules.counts, discovery.leftOut);
  return report.isTrouble(rules.counts, options.strict) ? 1 : 0;
}

async function load(options, report, messages, explain) {
  const hostname = process.env.FALCO_HOSTNAME ?? machine();
  const files = readRules(options.rules, options.maxRules);
  try {
    await init();
    if (options.tellsLeftOut) await tellLeftOut(options.rules, messages);
    const given = { ...loadOptions(options), ...report.callbacks, color: messages.color, hostname, evtHostname: hostname };
    const rules = new Ruleset({ ...loadRequest(files, given), ...explain }, given);
    messages.block(rules.rendered);
    if (rules.rules.loaded > 0 && rules.rules.enabled === 0) messages.note("no rule is enabled, so there can be no alert");
    return rules;
  } catch (error) {
    if (error instanceof RulesetError) messages.block(error.rendered);
    throw error;
  }
}

function loadOptions({ settings, source, wrapping, alertId, maxRecord, maxProblems, maxWrappings }) {
  return { settings, source, wrapping, alertId, maxRecordBytes: maxRecord, maxProblems, maxWrappings, utcOffsetSeconds: new Date().getTimezoneOffset() * -60 };
}

/** Alerts hold what events hold, and a terminal would obey it. */
export function shown(lines, out) {
  return out.isTerminal ? harmlessAlerts(Buffer.from(lines).toString()) : lines;
}

/** One input being judged. */
class Judgement {
  #rules;
  #report;
  #show;
  #out;

  constructor(rules, report, show, out) {
    this.#rules = rules;
    this.#report = report;
    this.#show = show;
    this.#out = out;
  }

  async judge({ name, isStdin, error }) {
    this.#report.begin(name);
    if (error !== undefined) return this.#report.unreadable(error);
    const stream = isStdin ? process.stdin : opened(name, this.#report);
    if (stream === undefined) return;
    await this.#flow(stream);
  }

  async #flow(stream) {
    let read = 0;
    try {
      for await (const lines of this.#rules.streamLines(counted(stream, (length) => (read += length)))) await this.#out.write(this.#show(lines));
    } catch (error) {
      if (error.code === "DAMAGED") return this.#report.damaged(error.message);
      if (error.code === "COMPRESSED") return this.#report.unreadable(error.message);
      if (error.code === "ENGINE_TRAP") return this.#report.broken(`${error.message}; what follows is not judged`);
      if (error.syscall !== "read") throw error;
      this.#report.unreadable(`cannot read on after byte ${read}: ${systemText(error)}`);
    }
  }
}

async function* counted(stream, count) {
  for await (const bytes of stream) {
    count(bytes.length);
    yield bytes;
  }
}

function opened(name, report) {
  try {
    const file = openSync(name);
    return createReadStream("", { fd: file, highWaterMark: CHUNK });
  } catch (error) {
    report.unreadable(`cannot open it: ${systemText(error)}`);
    return undefined;
  }
}

/** What is said of a scan. */
class Report {
  #messages;
  #limit;
  #described = 0;
  #name = "";
  #inputs = 0;
  #unreadable = 0;
  #damaged = 0;
  #failures = 0;

  constructor(messages, limit) {
    this.#messages = messages;
    this.#limit = limit;
  }

  /** What a ruleset is to call. */
  get callbacks() {
    return { onProblem: (problem) => this.#problem(problem), onTrap: (trap) => this.#trap(trap) };
  }

  begin(name) {
    this.#name = name;
    this.#inputs += 1;
  }

  unreadable(why) {
    this.#unreadable += 1;
    this.#say(why);
  }

  damaged(why) {
    this.#damaged += 1;
    this.#say(why);
  }

  broken(why) {
    this.#failures += 1;
    this.#say(why);
  }

  /** Whether something could not be judged. Bad content counts only if one is strict about it. */
  isTrouble({ malformed }, isStrict) {
    return this.#unreadable > 0 || this.#failures > 0 || (Boolean(isStrict) && malformed + this.#damaged > 0);
  }

  /** Says what remains to be said. */
  finish(counts, leftOut) {
    if (counts.malformed > 0) this.#messages.error(this.#summary(counts.malformed));
    if (leftOut.count > 0) this.#messages.note(about(leftOut));
    const nothing = this.#aboutNothing(counts);
    if (nothing !== undefined) this.#messages.note(nothing);
  }

  #problem({ record, offset, reason }) {
    if (this.#described >= this.#limit) return;
    this.#described += 1;
    this.#say(`record ${record} at byte ${offset} is malformed: ${reason}`);
  }

  #trap({ message, offset, bytes }) {
    const [start, end] = [offset, offset + bytes.length];
    this.broken(`${message}, in bytes ${start} to ${end}`);
    this.#say(`not everything in bytes ${start} to ${end} is judged`);
  }

  #say(what) {
    this.#messages.error(`${this.#name}: ${what}`);
  }

  #summary(malformed) {
    const records = malformed === 1 ? "1 record was malformed" : `${malformed} records were malformed`;
    if (this.#described === malformed) return records;
    return this.#described === 0 ? `${records}, not described (--max-problems)` : `${records}, of which ${this.#described} are described above`;
  }

  /** A scan that judged nothing though nothing failed: what else would a silent one mean? */
  #aboutNothing(counts) {
    if (this.isTrouble(counts, true) || counts.events > 0) return undefined;
    if (this.#inputs === 0) return "there was nothing to scan";
    if (counts.skipped === 0) return undefined;
    return `nothing was judged: ${counts.skipped === 1 ? "1 record is no event" : `${counts.skipped} records are no events`} ${OF_SOURCE}`;
  }
}

function about({ count, first }) {
  const more = count > first.length ? ` and ${count - first.length} more` : "";
  return `left out ${first.join(", ")}${more}: no files that are named .json or .ndjson (or those with .gz, .zst); to scan one all the same, name it`;
}
