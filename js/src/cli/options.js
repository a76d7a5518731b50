/** The command line: what can be typed, and what is wrong with it, in the binary's words. */
import { parseArgs } from "node:util";
import { misused } from "./failure.js";
import { COMMANDS, OF_THE_BINARY } from "./commands.js";

/**
 * A command and its options.
 * @returns {{ command: string, options: Record<string, unknown> }}
 */
export function parsed(words) {
  const [name, ...rest] = words;
  if (name === undefined || name === "help") return { command: "help", options: { topic: rest[0], exitCode: name === undefined ? 2 : 0 } };
  if (["-V", "--version"].includes(name)) return { command: "version", options: {} };
  if (["-h", "--help"].includes(name)) return { command: "help", options: { exitCode: 0 } };
  const { command, words: left } = commandOf(name, rest);
  const spec = COMMANDS[command];
  if (beforeOperands(left).some((word) => word === "-h" || word === "--help")) return { command: "help", options: { topic: command, exitCode: 0 } };
  return { command, options: read(spec, left) };
}

/** `rules show` is two words. */
function commandOf(name, rest) {
  if (name === "rules" && rest[0] === "show") return { command: "show", words: rest.slice(1) };
  if (name !== "show" && Object.hasOwn(COMMANDS, name)) return { command: name, words: rest };
  if (OF_THE_BINARY.commands.includes(name) || name === "rules") throw lacking(name);
  const what = name.startsWith("-") ? `unexpected argument '${name}' found` : `unrecognized subcommand '${name}'`;
  throw misused(what, "falconet [OPTIONS] [COMMAND]");
}

function beforeOperands(words) {
  const end = words.indexOf("--");
  return end < 0 ? words : words.slice(0, end);
}

function lacking(what) {
  return misused(`\`${what}\` needs the binary: what npm has is scan, explain, check, test, fmt, list and rules show`);
}

function read(spec, words) {
  const kinds = Object.fromEntries(Object.entries(spec.options).map(([name, { short, flag }]) => [name, { type: flag ? "boolean" : "string", multiple: true, ...(short && { short }) }]));
  const { tokens } = parseArgs({ args: words, options: kinds, strict: false, allowPositionals: true, tokens: true });
  const options = { operands: [] };
  for (const token of tokens) take(spec, options, token);
  refuseConflicts(spec, options);
  requireAll(spec, options);
  return { ...options, ...spec.operands.read(options.operands) };
}

function take(spec, options, token) {
  if (token.kind === "option-terminator") return;
  if (token.kind === "positional") {
    if (!spec.operands.many && options.operands.length >= spec.operands.names.length) throw misused(`unexpected argument '${token.value}' found`, usage(spec));
    options.operands.push(token.value);
    return;
  }
  const option = spec.options[token.name];
  if (option === undefined) throw unknown(spec, token.rawName);
  const value = option.flag ? flag(spec, option, token) : valueOf(option, token);
  keep(spec, options, token.name, option, value);
}

function unknown(spec, typed) {
  if (OF_THE_BINARY.options.includes(typed)) return lacking(typed);
  return misused(`unexpected argument '${typed}' found`, usage(spec));
}

function flag(spec, option, { value, rawName }) {
  if (value !== undefined) throw misused(`unexpected value '${value}' for '${rawName}' found; no more were expected`, usage(spec));
  return true;
}

function valueOf(option, { value, inlineValue }) {
  const looksLikeOption = !inlineValue && value?.startsWith("-") && value !== "-";
  if (value === undefined || looksLikeOption) throw misused(`a value is required for '${option.shown}' but none was supplied`);
  const { value: read = value, wrong } = option.read?.(value) ?? {};
  if (wrong !== undefined) throw misused(`invalid value '${value}' for '${option.shown}': ${wrong}`);
  if (option.choices && !option.choices.includes(value)) throw misused(`invalid value '${value}' for '${option.shown}'\n  [possible values: ${option.choices.join(", ")}]`);
  return read;
}

function keep(spec, options, name, option, value) {
  const key = option.key ?? name;
  if (option.many) options[key] = [...(options[key] ?? []), option.wrap?.(value) ?? value];
  else if (options[key] === undefined) options[key] = value;
  else throw misused(`the argument '${option.shown}' cannot be used multiple times`, usage(spec));
}

/** What stands in place of other options. */
function alone(spec, options) {
  return Object.entries(spec.options).find(([name, { excludes }]) => excludes && options[name])?.[1];
}

function refuseConflicts(spec, options) {
  const { shown, excludes = {}, usage: itsUsage } = alone(spec, options) ?? {};
  const others = Object.keys(options).filter((key) => Object.hasOwn(excludes, key)).map((key) => excludes[key]);
  if (others.length === 0) return;
  const list = others.length === 1 ? ` '${others[0]}'` : `:\n${others.map((other) => `  ${other}`).join("\n")}`;
  throw misused(`the argument '${shown}' cannot be used with${list}`, itsUsage);
}

function requireAll(spec, options) {
  const instead = alone(spec, options);
  const missing = Object.values(spec.options).filter(({ required, key }) => required && !instead && options[key] === undefined).map(({ shown }) => shown);
  const { names, many, least = names.length } = spec.operands;
  if (options.operands.length < least) missing.push(...names.slice(options.operands.length, least).map((name) => (many && name === names.at(-1) ? `<${name}>...` : `<${name}>`)));
  if (missing.length > 0) throw misused(`the following required arguments were not provided:\n${missing.map((name) => `  ${name}`).join("\n")}`, instead?.usage ?? usage(spec, false));
}

function usage(spec, withOptions = true) {
  return withOptions ? spec.usage.replace(" ", " [OPTIONS] ").replace(/^(falconet) \[OPTIONS\] ((?:rules )?\w+)/, "$1 $2 [OPTIONS]") : spec.usage;
}
