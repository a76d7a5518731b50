/** The words of conditions and outputs, as highlighting sees them. */

export const LOGIC = /^(?:and|or|not)(?![\w.-])/;

/** Operators that are words. */
export const WORD_OPERATOR = /^(?:exists|glob|iglob|contains|icontains|bcontains|startswith|bstartswith|endswith|regex|intersects|in|pmatch|oneof|anyof|allof)(?![\w.-])/;

export const SIGN_OPERATOR = /^(?:<=|>=|==|!=|=|<|>)/;

/** A field, with its argument. */
export const FIELD = /^[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+(?:\[[^\]\n]*\])?/;

export const TRANSFORMER = /^(?:val|tolower|toupper|b64|basename|len|join|concat|getopt)(?=\()/;

export const QUOTED = /^(?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\n]|'')*'?)/;

/** What else stands between blanks, commas and parentheses: macros, lists and values. */
export const WORD = /^[^\s(),"'=<>!]+/;

/** A field in an output. */
export const OUTPUT_FIELD = /^%(?:[a-z0-9]+\()?[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+(?:\[[^\]\n]*\])?\)?/;

/** A key at the beginning of a line, behind dashes. */
export const KEY = /^(\s*(?:- +)*)("?[A-Za-z_][\w-]*"?)(?=\s*:(?:\s|$))/;
