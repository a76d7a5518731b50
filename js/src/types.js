/**
 * A rules file.
 * @typedef {object} RulesFile
 * @property {string} name its name in messages
 * @property {string} text
 */

/**
 * Falco's configuration keys, as `["KEY=VALUE", …]` in the order in which they apply, or as an object.
 * @typedef {readonly string[] | Readonly<Record<string, string | number | boolean>>} Settings
 */

/**
 * Something wrong with the rules. Lines and columns count from 1.
 * @typedef {object} Diagnostic
 * @property {"error" | "warning"} severity
 * @property {string} code Falco's code, or ours: stable
 * @property {string} message
 * @property {string | null} file
 * @property {number | null} line
 * @property {number | null} column
 * @property {string | null} help
 */

/**
 * A rules file in the canonical layout.
 * @typedef {object} FormattedFile
 * @property {string} name
 * @property {string | null} text null if the file is no YAML
 * @property {boolean} changed whether the text is not what it was
 * @property {string | null} kept why a file stays as it is, though it can be read
 * @property {string} [diff] what changes, if that was asked for
 * @property {Diagnostic | null} error why the file cannot be read
 */

/**
 * A record that could not be judged.
 * @typedef {object} Problem
 * @property {number} record which one of its input, from 1
 * @property {number} offset the byte of its input
 * @property {string} reason
 */

/**
 * What has been judged so far.
 * @typedef {object} Counts
 * @property {number} events records that were judged
 * @property {number} malformed records that are not JSON, or too large
 * @property {number} skipped records that are no event of the source
 * @property {number} alerts
 */

/**
 * @typedef {object} LoadOptions
 * @property {Settings} [settings] Falco's configuration keys
 * @property {string} [source] the event source, where the rules speak of several
 * @property {string} [hostname] the alerts' `hostname`
 * @property {string} [evtHostname] the value of `evt.hostname`
 * @property {number} [utcOffsetSeconds] the offset of local times from UTC
 * @property {number} [maxRecordBytes] the longest record that is judged
 * @property {number} [maxProblems] how many problems of an input are described
 * @property {(problem: Problem) => void} [onProblem] is told of records that could not be judged
 */

/**
 * Bytes or text hold one input in any shape that the command line takes: one record, lines of records, an array, or
 * `{"Records": […]}`. An object is one record.
 * @typedef {Uint8Array | ArrayBuffer | string | object} Input
 */

/** @typedef {"Emergency" | "Alert" | "Critical" | "Error" | "Warning" | "Notice" | "Informational" | "Debug"} Priority */

/** @typedef {string | number | boolean | null} Scalar */

/** @typedef {Scalar | Scalar[]} FieldValue */

export {};
