/** @import { Diagnostic } from "./types.js" */

/** What every error of this package is. Its `code` is stable, its message is for people. */
export class FalconetError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = new.target.name;
    /** @readonly */
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
   */
  constructor(code, message, diagnostics, rendered) {
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
  }
}

/** The module stopped in the middle of a call, which is lost. It was replaced: the next call works again. */
export class EngineTrap extends FalconetError {
  /**
   * @param {string} message
   * @param {unknown} cause
   */
  constructor(message, cause) {
    super("ENGINE_TRAP", message, { cause });
  }
}
