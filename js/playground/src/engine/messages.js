/**
 * What the page and its workers say to each other.
 * @import { Completion, Counts, Diagnostic, Problem, RulesFile } from "falconet/types.js"
 */

/**
 * What is asked of a judgement.
 * @typedef {object} JudgeRequest
 * @property {"judge"} kind
 * @property {number} generation
 * @property {RulesFile[]} files
 * @property {Settings} settings
 */

/**
 * @typedef {object} Settings
 * @property {"first" | "all"} matching Falco's `rule_matching`
 * @property {string} source the event source; empty if the rules say it
 */

/**
 * @typedef {{ kind: "module", module: WebAssembly.Module }
 *   | { kind: "events", version: number, text: string, file?: undefined }
 *   | { kind: "events", version: number, file: File, text?: undefined }
 *   | JudgeRequest
 *   | { kind: "check", id: number, files: RulesFile[] }
 *   | { kind: "ask", id: number, request: object }
 *   | { kind: "about", id: number } & About
 *   | { kind: "complete", id: number, text: string, offset: number, source: string }
 *   | { kind: "explain", id: number, bytes: Uint8Array, rule: string, files: RulesFile[], settings: Settings }
 *   | { kind: "record", id: number, event: number }
 *   | { kind: "test", id: number, text: string, rules: string, events: string | null, coverage: boolean }
 *   | { kind: "compare", id: number, old: RulesFile[], files: RulesFile[], settings: Settings }} ToWorker
 */

/**
 * @typedef {{ kind: "progress", generation: number, read: number, total: number, result: Result, hasLists: boolean }
 *   | { kind: "judged", generation: number, result: Result }
 *   | { kind: "rows", version: number, columns: string[], rows: EventRow[] }
 *   | { kind: "refused", generation: number, diagnostics: Diagnostic[], message: string }
 *   | { kind: "stopped", generation: number, message: string }
 *   | { kind: "answer", id: number, answer: any }
 *   | { kind: "failed", id: number, message: string }} FromWorker
 */

/**
 * A question about a place in the rules, but for `names`, which are those of all rules in it.
 * @typedef {object} About
 * @property {"hover" | "definition" | "renamable" | "rename" | "names"} about
 * @property {string} text the rules
 * @property {number} [offset] units before the place
 * @property {string} [newName] of a `rename`
 */

/** @typedef {{ from: number, to: number }} Range in UTF-16 units */

/** @typedef {Range & { items: Completion[], incomplete: boolean }} Proposals what may be written in place of a range */

/**
 * What a judgement came to, or has come to so far.
 * @typedef {object} Result
 * @property {string} source what the events were judged as
 * @property {{ loaded: number, enabled: number }} rules
 * @property {Counts} counts
 * @property {JudgedAlert[]} alerts the first ones
 * @property {[event: number, alerts: number][]} matched the events with alerts that are listed
 * @property {Problem[]} problems the first ones
 * @property {number} bytes of events, decompressed
 * @property {number} milliseconds
 * @property {string | null} trouble why not all of the input was read
 */

/**
 * @typedef {object} JudgedAlert
 * @property {number} event which record of the input, from 1
 * @property {string} line Falco's line
 */

/**
 * @typedef {object} EventRow
 * @property {number} event which record of the input, from 1
 * @property {number} from where it begins in the text, in UTF-16 units; -1 if the input is no text
 * @property {number} to
 * @property {"event" | "malformed" | "skipped"} state
 * @property {string[]} cells
 */

/**
 * Why a rule fired on an event, or did not: what is used here of docs/schema/explain.schema.json.
 * @typedef {object} Explanation
 * @property {string} rule
 * @property {boolean} fired
 * @property {boolean} wrapped whether the event lies in an envelope: then spans are not those of the record
 * @property {string | null} hidden_by
 * @property {{ ruled_out: boolean, text: string | null }} index
 * @property {ConditionNode} tree
 * @property {{ text: string }[]} reasons
 * @property {{ tests: number[], text: string }[]} near
 */

/**
 * @typedef {object} ConditionNode
 * @property {"and" | "or" | "not" | "test" | "macro" | "exception" | "whole"} kind
 * @property {boolean} holds
 * @property {boolean} reached
 * @property {string} [name]
 * @property {string} [text]
 * @property {NodePlace} [place]
 * @property {number} [test] its number in the condition
 * @property {string} [operator]
 * @property {string[]} [with] what the value is compared with
 * @property {string | null | string[]} [value]
 * @property {string} [absent]
 * @property {[from: number, to: number]} [span] bytes of the event
 * @property {{ path: string, span: [from: number, to: number] }[]} [read]
 * @property {ConditionNode[]} [children]
 */

/**
 * How tests went: what is used here of docs/schema/test.schema.json.
 * @typedef {object} TestReport
 * @property {number} passed
 * @property {number} failed
 * @property {TestFailure[]} problems why no case was run
 * @property {TestCase[]} cases
 * @property {TestCoverage | null} coverage nothing if it was not asked for, or no case was run
 */

/** @typedef {{ name: string, line: number, passed: boolean, failures: TestFailure[] }} TestCase */

/** @typedef {Diagnostic & { why: string | null }} TestFailure */

/**
 * What tests have seen of the rules.
 * @typedef {object} TestCoverage
 * @property {SeenPart[]} parts the first ones, in the order of the text
 * @property {Share} tests tests in conditions that were seen true and false
 * @property {Share} items items of lists that some event had
 * @property {Share} exceptions exceptions that excepted some event, and some not
 * @property {number} untested rules that no case is about
 */

/** @typedef {{ seen: number, all: number }} Share */

/** @typedef {"test" | "item" | "exception" | "rule"} PartKind */

/**
 * A part of the rules; a rule of itself only if no case is about it.
 * @typedef {object} SeenPart
 * @property {PartKind} kind
 * @property {string} text
 * @property {NodePlace} place
 * @property {"all" | "some" | "none"} seen
 * @property {string} missing what was not seen, in words: `never false`; empty if all was
 */

/**
 * An alert that is other than with the old rules.
 * @typedef {object} Change
 * @property {"lost" | "gained" | "changed"} change
 * @property {number} event
 * @property {any} alert as it is, or was if it is lost
 * @property {any} [old] as it was, if it is another
 */

/**
 * What a comparison came to.
 * @typedef {object} Comparison
 * @property {Change[]} changes the first ones
 * @property {Record<"lost" | "gained" | "changed", number>} counts of all
 * @property {string} text what `falconet diff` says
 */

/** @typedef {{ file: string, line: number, column: number, end_line: number, end_column: number }} NodePlace */

export {};
