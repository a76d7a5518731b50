/** The commands and their options. What they mean is in the file of each command. */
import { misused } from "./failure.js";
import { count, events, percent, size } from "./quantity.js";

const LISTED = ["fields", "operators", "transformers", "sources", "rules", "macros", "lists"];
const WRAPPINGS = ["auto", "none", "vector", "fluentbit", "eventbridge", "cloudwatch_logs", "sns", "sqs"];

/** What only the binary has: threads, a sandbox with bounds, packing, a sidecar. */
export const OF_THE_BINARY = {
  commands: ["diff", "suggest", "witness", "run", "top", "pack", "inspect", "verify", "call"],
  options: ["--module", "--no-cache", "--stats", "--profile-rules", "--threads", "--batch", "--zstd-window", "--backlog", "--memory", "--timeout", "--stack", "--watch"],
};

const COMMON = {
  "color": { shown: "--color <WHEN>", choices: ["auto", "always", "never"], says: "When to use colours [default: auto]" },
};

const RULE_LIMITS = {
  "max-rules": { shown: "--max-rules <SIZE>", key: "maxRules", read: size, says: "Size of all rules files together [default: 64MiB]" },
};

const SETTINGS = {
  "option": { short: "o", shown: "--option <KEY=VALUE>", key: "settings", many: true, says: "Set a Falco configuration key, such as `rule_matching=all`; may be repeated, order counts" },
};

const RULES = {
  "rules": { short: "r", shown: "--rules <RULES>", key: "rules", many: true, says: "Rules: a file, a folder of .yaml and .yml files, or - for standard input; may be repeated, order counts" },
};

const PAGE = {
  "format": { shown: "--format <FORMAT>", choices: ["text", "json"], says: "How it is written [default: text]" },
};

function lint(level, says) {
  return { shown: `--${level} <LINT>`, key: "lints", many: true, wrap: (name) => ({ [level]: name }), says };
}

/** `pretty` is of the binary, which knows how wide text is. */
function alertFormat(text) {
  if (text === "pretty") throw misused("`--format pretty` needs the binary: npm's writes JSON, or text with -o json_output=false");
  return {};
}

export const COMMANDS = {
  scan: {
    usage: "falconet scan --rules <RULES> <INPUT>...",
    about: "Judge events; alerts go to standard output",
    operands: { names: ["INPUT"], many: true, read: (inputs) => ({ inputs }), says: "Files, folders, or - for standard input; gzip is recognised by content" },
    options: {
      ...RULES,
      "rules": { ...RULES.rules, required: true },
      ...SETTINGS,
      ...COMMON,
      "source": { shown: "--source <SOURCE>", says: "Judge the events as those of this source, such as `aws_cloudtrail`; else the rules tell" },
      "wrapping": { shown: "--wrapping <WRAPPING>", choices: WRAPPINGS, says: "What the events are wrapped in [default: auto]" },
      "alert-id": { shown: "--alert-id", key: "alertId", flag: true, says: "Give each JSON alert an id, the same whenever it comes again" },
      "format": { shown: "--format <FORMAT>", read: alertFormat, choices: ["json", "pretty"], says: "How alerts are written: json" },
      "strict": { shown: "--strict", flag: true, says: "Exit with 1 if any record is malformed, or compressed data damaged" },
      "max-record": { shown: "--max-record <SIZE>", key: "maxRecord", read: size, says: "Largest record; a larger one is counted as malformed and skipped [default: 128MiB]" },
      "max-problems": { shown: "--max-problems <N>", key: "maxProblems", read: count, says: "Malformed records described before they are only counted [default: 10]" },
      "max-wrappings": { shown: "--max-wrappings <N>", key: "maxWrappings", read: count, says: "Wrappings that may be around an event [default: 4]" },
      ...RULE_LIMITS,
    },
  },
  explain: {
    usage: "falconet explain --rules <RULES> <EVENT>...",
    about: "Explain why rules fire on events, or do not",
    operands: { names: ["EVENT"], many: true, read: (inputs) => ({ inputs }), says: "Files, folders, or - for standard input; gzip is recognised by content" },
    options: {
      "rules": { ...RULES.rules, required: true },
      "rule": { shown: "--rule <NAME>", key: "names", many: true, says: "Name of a rule to explain, or a part of it that no other rule has; may be repeated. All rules if not given" },
      ...SETTINGS,
      ...COMMON,
      "source": { shown: "--source <SOURCE>", says: "Judge the events as those of this source; else that of the first --rule, or the rules tell" },
      "wrapping": { shown: "--wrapping <WRAPPING>", choices: WRAPPINGS, says: "What the events are wrapped in [default: auto]" },
      "fields": { shown: "--fields", flag: true, excludes: { rules: "--rules <RULES>", names: "--rule <NAME>", near: "--near <N>" }, usage: "falconet explain --fields <EVENT>...", says: "Say what every field of an event is, and where it was read; no rules are needed" },
      "path": { shown: "--path <PATH>", says: "With --fields: only those that are read from this path, such as `requestParameters.functionName`" },
      "near": { shown: "--near <N>", read: events, says: "Say of each rule which N events, up to 1000, came nearest to firing it, and nothing else" },
      "format": { shown: "--format <FORMAT>", choices: ["text", "json", "html"], says: "How explanations are written [default: text]" },
      "max-record": { shown: "--max-record <SIZE>", key: "maxRecord", read: size, says: "Largest record; a larger one is counted as malformed and skipped [default: 128MiB]" },
      ...RULE_LIMITS,
    },
  },
  check: {
    usage: "falconet check <RULES>...",
    about: "Check rules without judging anything",
    operands: { names: ["RULES"], many: true, read: (rules) => ({ rules }), says: "Rules in the order in which they are loaded: files, folders of .yaml and .yml files, or - for standard input" },
    options: {
      ...SETTINGS,
      ...COMMON,
      "format": { shown: "--format <FORMAT>", choices: ["text", "json", "falco", "github", "sarif", "junit"], says: "How the result is written [default: text]" },
      "strict": { shown: "--strict", flag: true, says: "Take warnings for errors: exit with 1 if there are any" },
      "allow": lint("allow", "Say nothing of what a lint finds; may be repeated, order counts"),
      "warn": lint("warn", "Warn of what a lint finds"),
      "deny": lint("deny", "Make an error of what a lint finds"),
      ...RULE_LIMITS,
    },
  },
  test: {
    usage: "falconet test [PATH]...",
    about: "Run the tests of rules",
    operands: { names: ["PATH"], many: true, least: 0, read: (paths) => ({ paths: paths.length > 0 ? paths : ["."] }), says: "Files of tests, and folders that are searched for files named *_test.yaml or *_test.yml [default: .]" },
    options: {
      "rules": { ...RULES.rules, says: "Rules, instead of those that the files of tests are about; may be repeated, order counts" },
      "option": { ...SETTINGS.option, says: "Set a Falco configuration key, over those of the files of tests; may be repeated, order counts" },
      "filter": { shown: "--filter <TEXT>", many: true, says: "Run only the cases whose names contain this; may be repeated, then one of them is enough" },
      "format": { shown: "--format <FORMAT>", choices: ["text", "json", "junit", "github", "tap"], says: "How it is written how they went [default: text]" },
      "update": { shown: "--update", flag: true, says: "Write the priority, the output and the fields that came into the files of tests, in place of those that were expected" },
      ...COMMON,
      "coverage": { shown: "--coverage", flag: true, says: "Say which tests of conditions the cases have seen true and false, which items of lists they met, and which exceptions" },
      "coverage-lcov": { shown: "--coverage-lcov <FILE>", key: "lcov", says: "Write that into a file, as a tracefile of lcov" },
      "coverage-html": { shown: "--coverage-html <FILE>", key: "html", says: "Write that into a file, as a page with the text of the rules in colours" },
      "min-coverage": { shown: "--min-coverage <PERCENT>", key: "minCoverage", read: percent, says: "Fail if fewer of a hundred tests were seen true and false" },
      "mutate": { shown: "--mutate", flag: true, says: "Change the conditions of the rules in one place at a time, and say which changes no case notices" },
      "max-mutants": { shown: "--max-mutants <N>", key: "maxMutants", read: count, says: "Changes that are tried for each file of tests; of more some from all over [default: 1000]" },
      "min-noticed": { shown: "--min-noticed <PERCENT>", key: "minNoticed", read: percent, says: "Fail if fewer of a hundred changes are noticed" },
      "max-events": { shown: "--max-events <SIZE>", key: "maxEvents", read: size, says: "Size of all files of events that one file of tests names [default: 64MiB]" },
      ...RULE_LIMITS,
    },
  },
  fmt: {
    usage: "falconet fmt <PATH>...",
    about: "Write rules files in the canonical layout",
    operands: { names: ["PATH"], many: true, read: (paths) => ({ paths }), says: "Rules files, folders of .yaml and .yml files, or - for standard input to standard output" },
    options: {
      ...COMMON,
      "check": { shown: "--check", flag: true, says: "Change nothing; name the files that are not formatted and exit with 1 if there are any" },
      "diff": { shown: "--diff", flag: true, says: "Change nothing; show what would change and exit with 1 if anything would" },
      ...RULE_LIMITS,
    },
  },
  list: {
    usage: "falconet list <WHAT> [WORD]...",
    about: "List what rules can be written with, or what they define",
    operands: { names: ["WHAT", "WORD"], many: true, least: 1, read: listed, says: `What to list: ${LISTED.join(", ")}; and words that must stand in an entry` },
    options: {
      ...COMMON,
      "source": { shown: "--source <SOURCE>", says: "Only what belongs to this source, such as `aws_cloudtrail`" },
      ...PAGE,
      ...RULES,
      ...SETTINGS,
      ...RULE_LIMITS,
    },
  },
  show: {
    usage: "falconet rules show <NAME>",
    about: "Show a rule with everything put in, and where each part comes from",
    operands: { names: ["NAME"], read: ([rule]) => ({ rule }), says: "Name of the rule, or a part of it that no other rule has" },
    options: { ...COMMON, ...PAGE, ...RULES, ...SETTINGS, ...RULE_LIMITS },
  },
};

function listed([what, ...words]) {
  if (!LISTED.includes(what)) throw misused(`invalid value '${what}' for '<WHAT>'\n  [possible values: ${LISTED.join(", ")}]`);
  return { what, words };
}
