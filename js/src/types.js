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
 * A place in a rules file. Lines and columns count from 1, columns in characters; offsets are bytes from 0. Ends are
 * behind the last character.
 * @typedef {object} Place
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {number} offset
 * @property {number} end_line
 * @property {number} end_column
 * @property {number} end_offset
 * @property {string} label a few words beside the place; may be empty
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
 * A file of tests of rules, with the files that it is about (`ruleTestFiles` says which).
 * @typedef {object} RuleTestFile
 * @property {string} name
 * @property {string} text
 * @property {readonly RulesFile[]} rules the rules, in load order
 * @property {readonly RulesFile[]} [inputs] the files of events, by the paths that the file of tests has for them
 */

/** @typedef {"text" | "json" | "junit" | "github" | "tap"} RuleTestFormat how it is written how tests went */

/**
 * How a file of tests went.
 * @typedef {object} RuleTestCounts
 * @property {string} name
 * @property {number} passed cases in which everything holds
 * @property {number} failed cases in which something does not hold
 * @property {boolean} broken whether its cases could not be run
 */

/**
 * How tests went.
 * @typedef {object} RuleTestReport
 * @property {boolean} ok whether every case of every file passes
 * @property {string} text the report in the format that was asked for
 * @property {RuleTestCounts[]} files in the order in which they were given
 */

/**
 * Something wrong with the rules, with its place, if it is about one.
 * @typedef {object} Finding
 * @property {"error" | "warning" | "note"} severity
 * @property {string} code Falco's code, or ours: stable
 * @property {string | null} falco_code Falco's code, where ours is finer
 * @property {string} message
 * @property {string | null} help what to do about it
 * @property {string | null} docs where more is written: a path in the repository
 * @property {Place[]} related how one gets to the place
 */

/** @typedef {Finding & Partial<Place>} Diagnostic */

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
 * @property {Wrapping} [wrapping] what the events are wrapped in; `"auto"` if it is not given
 * @property {boolean} [alertId] whether each alert has an `alert_id`, the same whenever the alert comes again
 * @property {number} [maxRecordBytes] the longest record that is judged
 * @property {number} [maxWrappings] how many wrappings may be around an event
 * @property {number} [maxProblems] how many problems of an input are described
 * @property {(problem: Problem) => void} [onProblem] is told of records that could not be judged
 */

/** @typedef {"auto" | "none" | "vector" | "fluentbit" | "eventbridge" | "cloudwatch_logs" | "sns" | "sqs"} Wrapping */

/**
 * Bytes or text hold one input in any shape that the command line takes: one record, lines of records, an array, or
 * `{"Records": […]}`. An object is one record.
 * @typedef {Uint8Array | ArrayBuffer | string | object} Input
 */

/** @typedef {"Emergency" | "Alert" | "Critical" | "Error" | "Warning" | "Notice" | "Informational" | "Debug"} Priority */

/** @typedef {string | number | boolean | null} Scalar */

/** @typedef {Scalar | Scalar[]} FieldValue */

export {};
