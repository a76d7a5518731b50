/**
 * @import { Diagnostic } from "./types.js"
 */

/**
 * The codes of all errors. They are stable: a program may look at them.
 * @typedef {"RULES" | "SETTINGS" | "ENGINE_TRAP" | "INPUT" | "COMPRESSED" | "DAMAGED" | "TOO_LARGE" | "TEXT_OUTPUT" | "DISPOSED"
 *   | "REQUEST" | "RENAME" | "NOT_STARTED" | "STARTED" | "NO_MODULE" | "ABI_VERSION"} ErrorCode
 */

/** What every error of this package is. Its `code` is stable, its message is for people. */
export class FalconetError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = new.target.name;
    /**
     * What is wrong, for a program.
     * @readonly
     */
    this.code = code;
  }
}

/** The rules, or a setting, are wrong: nothing was loaded. `code` is `RULES` or `SETTINGS`. */
export class RulesetError extends FalconetError {
  /**
   * @param {"RULES" | "SETTINGS"} code
   * @param {string} message
   * @param {Diagnostic[]} diagnostics
   * @param {string} rendered
   * @param {string} summary
   */
  constructor(code, message, diagnostics, rendered, summary) {
    super(code, message);
    /**
     * Every error and warning, with its place.
     * @readonly
     */
    this.diagnostics = diagnostics;
    /**
     * The diagnostics as text for a terminal.
     * @readonly
     */
    this.rendered = rendered;
    /**
     * One sentence about all of it.
     * @readonly
     */
    this.summary = summary;
  }
}

/**
 * The module stopped in the middle of a call. It was replaced: rulesets go on working. If it stopped while it judged
 * events, `record` says in which one.
 */
export class EngineTrap extends FalconetError {
  /**
   * @param {string} message
   * @param {unknown} cause
   * @param {{ record?: number, offset?: number, bytes?: Uint8Array }} [event]
   */
  constructor(message, cause, { record, offset, bytes } = {}) {
    super("ENGINE_TRAP", message, { cause });
    /**
     * Which record of its input it was, from 1; undefined if it is not known.
     * @readonly
     */
    this.record = record;
    /**
     * The byte of its input where the record begins, decompressed; undefined if it is not known.
     * @readonly
     */
    this.offset = offset;
    /**
     * The record itself; undefined if it is not known.
     * @readonly
     */
    this.bytes = bytes;
  }
}
