/**
 * A rules file.
 * @typedef {object} RulesFile
 * @property {string} name its name in messages
 * @property {string} text what is in it
 */

/**
 * Falco's configuration keys, as `["KEY=VALUE", …]` in the order in which they apply, or as an object.
 * @typedef {readonly string[] | Readonly<Record<string, string | number | boolean>>} Settings
 */

/**
 * A place in a rules file, in UTF-16 code units: as JavaScript's strings, editors and language servers count.
 * @typedef {object} Utf16Place
 * @property {number} offset code units before the place
 * @property {number} column from 1
 * @property {number} end_offset code units up to the end of the place
 * @property {number} end_column from 1, behind the last character
 */

/**
 * A place in a rules file. Lines and columns count from 1, columns in characters; offsets are bytes from 0. Ends are
 * behind the last character.
 * @typedef {object} Place
 * @property {string} file the file's name
 * @property {number} line the line where it begins
 * @property {number} column the column where it begins
 * @property {number} offset the byte where it begins
 * @property {number} end_line the line where it ends
 * @property {number} end_column the column where it ends
 * @property {number} end_offset the byte where it ends
 * @property {string} label a few words beside the place; may be empty
 * @property {Utf16Place} utf16 the same place in UTF-16
 */

/**
 * Something wrong with the rules, with its place, if it is about one.
 * @typedef {object} Finding
 * @property {"error" | "warning" | "note"} severity how bad it is
 * @property {string} code Falco's code, or ours: stable
 * @property {string | null} falco_code Falco's code, where ours is finer
 * @property {string} message one sentence
 * @property {string | null} help what to do about it
 * @property {{ word: string, names: string[] }} [meant] what may stand at the place instead of the word that was written, the likeliest first
 * @property {string | null} docs where more is written: a path in the repository
 * @property {Place[]} related how one gets to the place
 */

/**
 * What is wrong with rules, with its place, if it is about one.
 * @typedef {Finding & Partial<Place>} Diagnostic
 */

/**
 * A rules file in the canonical layout.
 * @typedef {object} FormattedFile
 * @property {string} name its name
 * @property {string | null} text null if the file is no YAML
 * @property {boolean} changed whether the text is not what it was
 * @property {string | null} kept why a file stays as it is, though it can be read
 * @property {string} [diff] what changes, if that was asked for
 * @property {Diagnostic | null} error why the file cannot be read
 */

/**
 * What a comparison of rules is to look at, beside what their loading takes.
 * @typedef {LoadOptions & { input?: Input | Iterable<Input>, format?: "text" | "markdown" | "json", examples?: number }} RulesDiffOptions
 */

/**
 * What a change of rules does.
 * @typedef {object} RulesDiff
 * @property {boolean} differs whether anything is different
 * @property {string} text the report in the format that was asked for
 */

/**
 * How a check is written: for people, for programs, for GitHub's annotations, for code scanning, as JUnit, or as the
 * document of `falco -V`.
 * @typedef {"text" | "json" | "github" | "sarif" | "junit" | "falco"} CheckFormat
 */

/**
 * What is done about the findings of a lint, given by its code or name, or of `all`.
 * @typedef {{ allow: string } | { warn: string } | { deny: string }} LintLevel
 */

/**
 * What a check is to look at.
 * @typedef {object} CheckOptions
 * @property {Settings} [settings] Falco's configuration keys
 * @property {boolean} [strict] whether warnings are errors
 * @property {LintLevel[]} [lints] what is done about what lints find; the last word counts
 */

/**
 * What a check found.
 * @typedef {object} CheckResult
 * @property {boolean} ok whether there are no errors, and with `strict` no warnings
 * @property {CheckSummary} summary how much there is
 * @property {Diagnostic[]} diagnostics ordered by file and place
 */

/**
 * How much a check found.
 * @typedef {object} CheckSummary
 * @property {number} files files that were checked
 * @property {number} errors how many errors
 * @property {number} warnings how many warnings
 * @property {number} notes how many notes
 * @property {{ thing: "rule" | "macro" | "list", number: number }[]} checked how many things of each kind have no error
 */

/**
 * A field of events.
 * @typedef {object} Field
 * @property {string} name its name
 * @property {string} usage the name as a rule writes it, with an argument where it needs one
 * @property {"string" | "uint64" | "bool" | "ipaddr" | "ipnet" | "reltime" | "abstime"} type its type
 * @property {boolean} is_list whether it has several values
 * @property {"required key" | "required index" | "optional key" | "optional index" | null} argument what may or must stand in brackets behind it; null if nothing may
 * @property {string} provider `evt`, or the plugin that provides it
 * @property {string[]} sources of which events it is a field
 * @property {string} description what it is
 * @property {string[]} paths JSON pointers into the event, in the order in which they are looked at
 * @property {string[]} notes what surprises
 * @property {{ source: string, event: string, value: string } | null} example an event as JSON text, and what the field is in it
 */

/**
 * An operator of conditions.
 * @typedef {object} Operator
 * @property {string} name as a condition has it
 * @property {string} description what it does
 * @property {string[]} takes types of the left side
 * @property {string[]} notes what surprises
 * @property {string | null} example a condition
 */

/**
 * A transformer of fields, such as `tolower()`.
 * @typedef {Operator & { yields?: string }} Transformer
 */

/**
 * A source of events.
 * @typedef {object} EventSource
 * @property {string} name as rules name it
 * @property {{ name: string, version: string } | null} plugin Falco's plugin, whose fields and quirks these are
 * @property {string} description what it is
 * @property {string} recognised which records are its events, and what time they have
 * @property {string[]} fields providers of its fields, in the order in which they are asked
 */

/**
 * What can be listed without rules, by the word for it.
 * @typedef {object} Catalogue
 * @property {Field} fields fields of events
 * @property {Operator} operators operators of conditions
 * @property {Transformer} transformers transformers of fields
 * @property {EventSource} sources sources of events
 */

/**
 * Which entries of a catalogue.
 * @typedef {object} CatalogueOptions
 * @property {readonly string[]} [words] only the entry of this name, or else entries with these words in them
 * @property {string} [source] only what belongs to this source of events
 */

/**
 * Where something stands in a file.
 * @typedef {object} DefinitionPlace
 * @property {string} file the file's name
 * @property {number} line from 1
 * @property {number} column from 1, in characters
 * @property {number} end_line from 1
 * @property {number} end_column from 1, behind the last character
 */

/**
 * Something that may be written.
 * @typedef {object} Completion
 * @property {string} label what it is called
 * @property {"snippet" | "key" | "field" | "operator" | "transformer" | "macro" | "list" | "rule" | "event" | "value"} kind what it is
 * @property {string | null} detail a few words beside the label
 * @property {string | null} documentation Markdown
 * @property {string} insert what is written; in a `snippet` `${1:text}` is a place to fill in
 */

/**
 * What may be written at a place.
 * @typedef {object} Completions
 * @property {Place} range what it takes the place of
 * @property {Completion[]} items the likelier first, at most 200
 * @property {boolean} incomplete whether there are others, which another letter may bring
 */

/**
 * How it is told what may be written.
 * @typedef {object} CompletionOptions
 * @property {SampleValues} [samples] what `sampleValues` found
 */

/**
 * Values by field, the most frequent first, with how often each was there.
 * @typedef {Record<string, [value: string, count: number][]>} SampleValues
 */

/**
 * What a word means.
 * @typedef {object} Hover
 * @property {string} markdown Markdown
 * @property {Place} range the word
 */

/**
 * A macro or a list that can have another name.
 * @typedef {object} Renamable
 * @property {string} name its name
 * @property {Place} range where that was found
 */

/**
 * What changes with a name.
 * @typedef {object} Renaming
 * @property {string} name the name as it is
 * @property {string} newName what is to stand in its place
 * @property {Place[]} places where, in load order
 */

/**
 * Something that a file defines.
 * @typedef {object} RuleSymbol
 * @property {"rule" | "macro" | "list"} kind what it is
 * @property {string} name its name
 * @property {Place} range where the name stands
 * @property {Place} item all of it
 */

/**
 * A rule, as it is listed.
 * @typedef {object} RuleEntry
 * @property {string} name its name
 * @property {string} description its `desc`
 * @property {string} source of which events it is
 * @property {Priority} priority how bad it is
 * @property {boolean} enabled whether it judges events: what files and settings say together
 * @property {string[]} tags its tags
 * @property {DefinitionPlace | null} place where it is defined
 */

/**
 * A macro, as it is listed.
 * @typedef {object} MacroEntry
 * @property {string} name its name
 * @property {string} condition as it is written
 * @property {boolean} used whether a rule uses it, itself or through others
 * @property {DefinitionPlace | null} place where it is defined
 */

/**
 * A list, as it is listed.
 * @typedef {object} ListEntry
 * @property {string} name its name
 * @property {string[]} items as they are written
 * @property {boolean} used whether a rule uses it, itself or through others
 * @property {DefinitionPlace | null} place where it is defined
 */

/**
 * What rules files define, by the word for it.
 * @typedef {object} Definitions
 * @property {RuleEntry} rules rules of the files
 * @property {MacroEntry} macros macros of the files
 * @property {ListEntry} lists lists of the files
 */

/**
 * A rule with everything put in.
 * @typedef {object} ResolvedRule
 * @property {string} name its name
 * @property {string} description its `desc`
 * @property {string} source of which events it is
 * @property {Priority} priority how bad it is
 * @property {string[]} tags its tags
 * @property {{ value: boolean, reason: string, place: DefinitionPlace | null }} enabled whether it judges events, and what says so
 * @property {boolean} capture its key `capture`, which is read and does nothing here
 * @property {number} capture_duration its key `capture_duration`, likewise
 * @property {DefinitionPlace | null} place where it is defined
 * @property {RuleChange[]} changes what the items of the files did to it, in order; `change` elsewhere points in here
 * @property {{ written: string, compiled: string, tree: ConditionNode | null }} condition as the files have it, as Falco prints it, and in parts
 * @property {{ written: string, compiled: string, parts: OutputPart[] }} output as the files have it, as alerts have it, and in parts
 * @property {{ name: string, text: string }[]} extra_fields fields of alerts that the setting `append_output` adds
 * @property {RuleException[]} exceptions its exceptions
 * @property {RuleDetails} details what it uses
 */

/**
 * What an item of a file did to a rule.
 * @typedef {object} RuleChange
 * @property {"define" | "append" | "override" | "enable"} kind what the item did
 * @property {{ key: string, appended: boolean }[]} keys the keys that it set or appended to
 * @property {DefinitionPlace | null} place the item
 */

/**
 * A part of a condition. Macros and exceptions have what they stand for as their only child.
 * @typedef {object} ConditionNode
 * @property {"and" | "or" | "not" | "check" | "macro" | "exception" | "whole"} kind what it is
 * @property {string} [name] of a macro or an exception
 * @property {string} [text] of a check, or of what is not shown in parts
 * @property {DefinitionPlace | null} [place] where it was written; of a macro where it is used, of an exception where it is defined
 * @property {number} [change] the change that wrote this, unless the rule's definition did
 * @property {ConditionList[]} [lists] values of a check that came through lists
 * @property {ConditionNode[]} [children] its parts
 */

/**
 * Values that came through lists.
 * @typedef {object} ConditionList
 * @property {string} name the list that holds the values
 * @property {{ name: string, place: DefinitionPlace | null }[]} through lists by their names, that list first, the one that the condition names last
 * @property {{ text: string, place: DefinitionPlace | null }[]} values the values
 */

/**
 * A part of an output.
 * @typedef {object} OutputPart
 * @property {string} text as it is written
 * @property {DefinitionPlace | null} place where; null for what the setting `append_output` adds
 * @property {number} [change] the change that wrote this, unless the rule's definition did
 */

/**
 * An exception of a rule.
 * @typedef {object} RuleException
 * @property {string} name its name
 * @property {string[]} fields its fields
 * @property {string[]} operators its `comps`
 * @property {number} values how many
 * @property {DefinitionPlace | null} place where it is defined
 */

/**
 * What `falco -l` lists of a rule.
 * @typedef {object} RuleDetails
 * @property {string[]} macros macros that the condition names itself
 * @property {string[]} lists lists that the condition names itself
 * @property {string[]} condition_operators operators, with everything put in
 * @property {string[]} condition_fields fields, with everything put in
 * @property {string[]} output_fields fields of the output
 * @property {string[]} exception_names names of its exceptions
 * @property {string[]} exception_fields their fields
 * @property {string[]} exception_operators their operators
 * @property {string[]} events types of events
 * @property {string[]} plugins plugins that it needs
 */

/**
 * A record that could not be judged.
 * @typedef {object} Problem
 * @property {number} record which one of its input, from 1
 * @property {number} offset the byte of its input
 * @property {string} reason why
 */

/**
 * What has been judged so far.
 * @typedef {object} Counts
 * @property {number} events records that were judged
 * @property {number} malformed records that are not JSON, or too large
 * @property {number} skipped records that are no event of the source
 * @property {number} alerts alerts that came of them
 */

/**
 * How rules are loaded, and how events are judged by them.
 * @typedef {object} LoadOptions
 * @property {Settings} [settings] Falco's configuration keys
 * @property {string} [source] the event source, where the rules speak of several
 * @property {string} [hostname] the alerts' `hostname`
 * @property {string} [evtHostname] the value of `evt.hostname`
 * @property {number} [utcOffsetSeconds] the offset of local times from UTC
 * @property {boolean} [color] whether `rendered` has a terminal's colours
 * @property {Wrapping} [wrapping] what the events are wrapped in; `"auto"` if it is not given
 * @property {boolean} [alertId] whether each alert has an `alert_id`, the same whenever the alert comes again
 * @property {readonly RulesFile[]} [old] rules that these are to take the place of: then `scanLines` gives not alerts, but lines that say how they differ (`diffRules`)
 * @property {number} [maxRecordBytes] the longest record that is judged; 128 MiB if it is not given
 * @property {number} [maxWrappings] how many wrappings may be around an event; 4 if it is not given
 * @property {number} [maxProblems] how many problems of an input are described; 10 if it is not given
 * @property {(problem: Problem) => void} [onProblem] is told of records that could not be judged
 * @property {(trap: EngineTrap) => void} [onTrap] is told of records that stopped the module, 16 an input at most, and
 *   the others are judged; without it, `EngineTrap` is thrown behind the alerts of the records before
 */

/**
 * What a stream may cost.
 * @typedef {object} StreamOptions
 * @property {number} [maxBytes] the largest input, decompressed; more throws `TOO_LARGE`. Without it there is no bound:
 *   memory does not grow with the input
 */

/**
 * What events are wrapped in.
 * @typedef {"auto" | "none" | "vector" | "fluentbit" | "eventbridge" | "cloudwatch_logs" | "sns" | "sqs"} Wrapping
 */

/**
 * Bytes or text hold one input in any shape that the command line takes: one record, lines of records, an array, or
 * `{"Records": […]}`. An object is one record.
 * @typedef {ArrayBufferView | ArrayBuffer | string | object} Input
 */

/**
 * What comes over time: a stream of the web or of Node, a `Blob` or `File`, a `Response`, or an iterable, async or not.
 * Bytes and text are pieces of one input, cut anywhere, and compressed by gzip or not; objects are records.
 * @typedef {ReadableStream<Input> | AsyncIterable<Input> | Iterable<Input> | Blob | Response | Input} Source
 */

/**
 * What the module can be made of: its bytes, or a response with them, where they are, or the compiled module.
 * @typedef {BufferSource | WebAssembly.Module | Response | URL} ModuleSource
 */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * How bad what a rule finds is: Falco's words.
 * @typedef {"Emergency" | "Alert" | "Critical" | "Error" | "Warning" | "Notice" | "Informational" | "Debug"} Priority
 */

/**
 * A value by itself.
 * @typedef {string | number | boolean | null} Scalar
 */

/**
 * What an alert has of a field.
 * @typedef {Scalar | Scalar[]} FieldValue
 */

/** @typedef {import("./errors.js").EngineTrap} EngineTrap */

/**
 * What is explained.
 * @typedef {object} ExplainOptions
 * @property {string | readonly string[]} [rule] names of rules, or parts of names that no other rule has; all rules if it is not given
 * @property {"json"} [format] objects, which is what comes if it is not given
 */

/**
 * What is explained to people.
 * @typedef {object} ExplainTextOptions
 * @property {string | readonly string[]} [rule] names of rules, or parts of names that no other rule has; all rules if it is not given
 * @property {"text" | "html"} format text for a terminal, or a page for browsers in one file
 * @property {number} [width] columns; without it no line is wrapped
 * @property {boolean} [color] whether there are a terminal's colours
 */

/**
 * Why a rule fired on an event, or did not (docs/schema/explain.schema.json).
 * @typedef {object} Explanation
 * @property {string} rule name of the rule
 * @property {Priority} priority how bad it is
 * @property {number} event number of the event among those that were judged, from 1
 * @property {number} record number of the record of its input that is the event, or holds it, from 1
 * @property {number} offset byte of the input where that record begins
 * @property {boolean} wrapped whether the event lies in that record
 * @property {boolean} fired whether the condition holds
 * @property {string | null} hidden_by the rule that raised the alert in its place
 * @property {string[]} hides the rules that hold as well, and raised no alert
 * @property {ExplainedIndex} index what the index of rules said
 * @property {ExplainedPart} tree the condition with what became of each part
 * @property {{ test: number, holds: boolean, text: string }[]} reasons tests that the verdict rests on, none of which can be left out
 * @property {{ tests: number[], text: string }[]} near the smallest changes that would make it fire, smallest first
 * @property {boolean} near_exact whether there is no smaller change
 */

/**
 * What the index of rules said of a rule.
 * @typedef {object} ExplainedIndex
 * @property {boolean} ruled_out whether it had ruled the rule out
 * @property {string | null} text why, in words
 * @property {string | null} expression what the rule is found by; null if it is judged for every event
 * @property {{ text: string, share: "whole" | "beginning" | "part" }[]} needs the first of the texts of which its value needs one
 * @property {number} count how many there are
 */

/**
 * A part of a condition. A test has its number, its field and what came of it.
 * @typedef {object} ExplainedPart
 * @property {"and" | "or" | "not" | "test" | "macro" | "exception" | "whole"} kind what it is
 * @property {boolean} holds its verdict
 * @property {boolean} reached whether it was asked; else what stands before it had decided
 * @property {string} [name] of a macro or an exception
 * @property {string} [text] of a test, or of what is not shown in parts
 * @property {DefinitionPlace} [place] where it was written
 * @property {number} [change] the item of the files that wrote it, in `changes` of the resolved rule
 * @property {{ name: string, through: { name: string, place?: DefinitionPlace }[], values: number }[]} [lists] lists that values came through
 * @property {number} [test] number of the test, from 0
 * @property {string} [field] what is tested
 * @property {string | string[] | null} [value] its value, as alerts write it
 * @property {number} [left_out] bytes or elements of the value that are not shown
 * @property {[number, number]} [span] the bytes of the event that are the value
 * @property {{ path: string, span: [number, number] }[]} [read] what of the event it was read from
 * @property {string} [absent] why there is no value
 * @property {string} [operator] how it is compared
 * @property {string[]} [with] what with; the first values
 * @property {number} [with_count] how many values there are
 * @property {{ value: string | string[] | null, left_out?: number, span?: [number, number], read: { path: string, span: [number, number] }[], absent?: string }} [other] the value that it is compared with, of another field
 * @property {ExplainedPart[]} [children] its parts; of a macro or an exception what it stands for
 */

/**
 * The events that came nearest to firing a rule (docs/schema/near.schema.json).
 * @typedef {object} NearMisses
 * @property {string} rule name of the rule
 * @property {Priority} priority how bad it is
 * @property {number} events events that it was judged for
 * @property {number} fired those that it fired on
 * @property {NearMiss[]} nearest of the others the nearest
 */

/**
 * An event that came near to firing a rule.
 * @typedef {object} NearMiss
 * @property {number} event number of the event among those that were judged, from 1
 * @property {number} record number of the record of its input that is the event, or holds it, from 1
 * @property {number} offset byte of the input where that record begins
 * @property {boolean} wrapped whether the event lies in that record
 * @property {number[]} tests the tests that would turn
 * @property {string} text the smallest change that would make the rule fire
 * @property {boolean} exact whether there is no smaller one
 */

/**
 * Which fields of events are read.
 * @typedef {object} FieldsOptions
 * @property {string} [source] the source of the events; CloudTrail's if it is not given
 * @property {string} [path] only fields that are read from there: keys with dots between them, or a JSON pointer
 */

/**
 * What the fields of an event are (docs/schema/fields.schema.json).
 * @typedef {object} EventFields
 * @property {number} event number of the event among those that were judged, from 1
 * @property {number} record number of the record of its input that is the event, or holds it, from 1
 * @property {number} offset byte of the input where that record begins
 * @property {boolean} wrapped whether the event lies in that record
 * @property {{ field: string, type: string, list: boolean, value: string | string[] | null, left_out?: number, span?: [number, number], read: { path: string, span: [number, number] }[], absent?: string }[]} fields what each is, and what of the event it was read from
 */

export {};
