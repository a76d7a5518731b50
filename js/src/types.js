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

/**
 * Why a rule fired on an event, or did not: docs/schema/explain.schema.json.
 * @typedef {object} Explanation
 * @property {string} rule
 * @property {Priority} priority
 * @property {number} event number of the event among those that were judged, from 1
 * @property {number} record number of the record of its input that is the event, or holds it, from 1
 * @property {number} offset byte of the input where that record begins
 * @property {boolean} wrapped whether the event lies in that record
 * @property {boolean} fired
 * @property {string | null} hidden_by the rule that raised the alert in its place
 * @property {string[]} hides the rules that hold as well, and raised no alert
 * @property {{ ruled_out: boolean, text: string | null, expression: string | null, needs: { text: string, share: "whole" | "beginning" | "part" }[], count: number }} index what the index of rules said
 * @property {ExplainedPart} tree the condition with what became of each part
 * @property {{ test: number, holds: boolean, text: string }[]} reasons tests that the verdict rests on
 * @property {{ tests: number[], text: string }[]} near the smallest changes that would make it fire, smallest first
 * @property {boolean} near_exact whether there is no smaller change
 */

/**
 * A part of a condition. Those of a test have its number, its field and what came of it.
 * @typedef {object} ExplainedPart
 * @property {"and" | "or" | "not" | "test" | "macro" | "exception" | "whole"} kind
 * @property {boolean} holds
 * @property {boolean} reached whether it was asked
 * @property {string} [name] of a macro or an exception
 * @property {string} [text]
 * @property {RulePlace} [place] where it was written
 * @property {number} [change]
 * @property {{ name: string, through: { name: string, place?: RulePlace }[], values: number }[]} [lists] lists that values came through
 * @property {number} [test]
 * @property {string} [field]
 * @property {string | string[] | null} [value]
 * @property {number} [left_out] bytes or elements of the value that are not shown
 * @property {[number, number]} [span] the bytes of the event that are the value
 * @property {ReadPath[]} [read] what of the event it was read from
 * @property {string} [absent] why there is no value
 * @property {string} [operator]
 * @property {string[]} [with] what it is compared with
 * @property {number} [with_count]
 * @property {{ value: string | string[] | null, left_out?: number, span?: [number, number], read: ReadPath[], absent?: string }} [other] the value that it is compared with, of another field
 * @property {ExplainedPart[]} [children]
 */

/** @typedef {{ path: string, span: [number, number] }} ReadPath */

/** @typedef {{ file: string, line: number, column: number, end_line: number, end_column: number }} RulePlace */

/**
 * The events that came nearest to firing a rule: docs/schema/near.schema.json.
 * @typedef {object} NearMisses
 * @property {string} rule
 * @property {Priority} priority
 * @property {number} events events that it was judged for
 * @property {number} fired those that it fired on
 * @property {{ event: number, record: number, offset: number, wrapped: boolean, tests: number[], text: string, exact: boolean }[]} nearest
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
