/**
 * Requests for loading rules, and what goes wrong with them.
 * @import { Diagnostic, LoadOptions, RulesFile, Settings } from "./types.js"
 */
import { wellFormed } from "./bytes.js";
import { FalconetError, RulesetError } from "./errors.js";

/**
 * The files as the module takes them: half of a character, which a string may hold, is no text.
 * @param {readonly RulesFile[]} files
 * @returns {RulesFile[]}
 */
export function filesRequest(files) {
  const isFile = (/** @type {Partial<RulesFile> | null | undefined} */ file) => typeof file?.name === "string" && typeof file.text === "string";
  if (!Array.isArray(files) || !files.every(isFile)) throw new FalconetError("INPUT", "rules files are given as `[{ name, text }]`, and both are text");
  return files.map(({ name, text }) => ({ name: wellFormed(name), text: wellFormed(text) }));
}

/**
 * @param {readonly RulesFile[]} files
 * @param {LoadOptions} options
 */
export function loadRequest(files, options) {
  const limits = { max_record_bytes: options.maxRecordBytes, max_problems: options.maxProblems, max_wrappings: options.maxWrappings };
  return {
    files: filesRequest(files),
    settings: settingLines(options.settings),
    source: options.source,
    hostname: options.hostname,
    evt_hostname: options.evtHostname,
    color: options.color,
    utc_offset_seconds: options.utcOffsetSeconds,
    wrapping: options.wrapping,
    alert_id: options.alertId,
    old: options.old && { files: filesRequest(options.old), settings: settingLines(options.settings) },
    limits,
  };
}

/**
 * @param {Settings} [settings]
 * @returns {string[]}
 */
export function settingLines(settings = []) {
  if (Array.isArray(settings)) return [...settings];
  return Object.entries(settings).map(([key, value]) => `${key}=${value}`);
}

/**
 * The error of an answer that says what is wrong with the rules or the settings.
 * @param {any} answer
 */
export function loadError(answer) {
  const { fatal, diagnostics = [], rendered = "", error } = answer;
  if (!fatal) return new FalconetError("REQUEST", error ?? "the module did not understand the request");
  if (fatal.kind === "settings") return new RulesetError("SETTINGS", fatal.message, diagnostics, rendered, fatal.message);
  return new RulesetError("RULES", firstError(diagnostics) ?? fatal.message, diagnostics, rendered, fatal.message);
}

/** The first error with its place. @param {readonly Diagnostic[]} diagnostics */
function firstError(diagnostics) {
  const error = diagnostics.find(({ severity }) => severity === "error");
  return error && `${error.file}:${error.line}:${error.column}: ${error.message}`;
}
