/** What is asked and said about tests of rules. */
/** @import { RulesFile, Settings } from "./types.js" */

/**
 * A file of tests of rules, with the files that it is about (`ruleTestFiles` says which).
 * @typedef {object} RuleTestFile
 * @property {string} name its name in reports
 * @property {string} text what it holds
 * @property {readonly RulesFile[]} rules the rules, in load order
 * @property {readonly RulesFile[]} [inputs] the files of events, by the paths that the file of tests has for them
 */

/** @typedef {"text" | "json" | "junit" | "github" | "tap"} RuleTestFormat how it is written how tests went */

/**
 * @typedef {object} RuleTestOptions
 * @property {RuleTestFormat} [format] `"text"` if it is not given
 * @property {readonly string[]} [filter] runs the cases whose names contain one of these texts
 * @property {Settings} [settings] Falco's configuration keys, over those of the files
 * @property {boolean | readonly ("lcov" | "html")[]} [coverage] whether to tell what the cases have seen of the rules, and in
 *   which forms beside the report
 * @property {number} [minCoverage] not `ok` if fewer of a hundred tests of conditions were seen true and false; needs `coverage`
 * @property {boolean} [mutate] whether to change the conditions of the rules in one place at a time, and tell which changes no
 *   case notices
 * @property {number} [maxMutants] changes that are tried for each file, of more some from all over; 1,000 if it is not given
 * @property {number} [minNoticed] not `ok` if fewer of a hundred changes are noticed; needs `mutate`
 */

/**
 * How many of all were seen.
 * @typedef {object} RuleTestShare
 * @property {number} seen those that were seen
 * @property {number} all all that there are
 */

/**
 * What the cases have seen of the rules.
 * @typedef {object} RuleTestCoverage
 * @property {RuleTestShare} tests tests of conditions that were seen true and false
 * @property {RuleTestShare} items items of lists that some event had
 * @property {RuleTestShare} exceptions exceptions that excepted some event, and some not
 * @property {number} percent of a hundred tests so many were seen both ways
 * @property {string} summary the same on one line
 * @property {string} [lcov] a tracefile of lcov
 * @property {string} [html] a page with the text of the rules in colours
 */

/**
 * What became of the mutants.
 * @typedef {object} RuleTestMutants
 * @property {number} tried how many were tried
 * @property {number} noticed how many of them some case notices
 * @property {number} percent of a hundred so many were noticed
 * @property {string} summary the same on one line
 */

/**
 * How a file of tests went.
 * @typedef {object} RuleTestCounts
 * @property {string} name the file
 * @property {number} passed cases in which everything holds
 * @property {number} failed cases in which something does not hold
 * @property {boolean} broken whether its cases could not be run
 */

/**
 * How tests went.
 * @typedef {object} RuleTestReport
 * @property {boolean} ok whether every case of every file passes, and nothing is too little
 * @property {string} text the report in the format that was asked for
 * @property {string[]} problems beside the cases what is too little
 * @property {RuleTestCoverage} [coverage] what all cases have seen of the rules
 * @property {RuleTestMutants} [mutants] what became of the mutants
 * @property {RuleTestCounts[]} files in the order in which they were given
 */

export {};
