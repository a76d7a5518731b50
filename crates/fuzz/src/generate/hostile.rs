//! YAML made to break its reader.

use std::fmt::Write as _;

use super::mutate::soup;
use crate::choices::Choices;

/// Openings that nest, each with what closes it.
const NESTS: &[(&str, &str)] = &[
    ("- ", ""),
    ("[", "]"),
    ("{a: ", "}"),
    ("? ", ""),
    ("- - ? ", ""),
    ("[{a: ", "}]"),
    ("!t [", "]"),
    ("&a [", ", *a]"),
    ("? [", "]\n"),
    ("a: {", "}"),
];
/// Levels of nesting at most.
const DEEPEST: usize = 12_000;
/// Bytes of a large scalar at most, as a power of two.
const LARGEST: usize = 20;
/// What a large scalar repeats.
const SCALARS: &[&str] = &[
    "x",
    "x ",
    "é",
    "\\n",
    "\\u0041",
    "''",
    "#",
    ": ",
    "\n\n",
    "y\n    ",
    "%ct.name ",
];
/// What stands around a large scalar.
const QUOTES: &[(&str, &str)] = &[
    ("", "\n"),
    ("\"", "\"\n"),
    ("'", "'\n"),
    ("|\n    ", "\n"),
    (">-\n    ", "\n"),
    ("|9+\n    ", ""),
    ("? ", "\n  : v\n"),
    ("&", " v\n"),
    ("!", " v\n"),
    ("# ", "\n"),
    ("\"", ""),
    ("'", ""),
];
/// What tags, directives and documents are made of.
const MARKS: &[&str] = &[
    "!!binary ",
    "!!str ",
    "!!null ",
    "!<tag:x> ",
    "! ",
    "!e!x ",
    "!!map ",
    "---\n",
    "...\n",
    "--- |\n",
    "%YAML 1.1\n",
    "%YAML 9.9\n",
    "%TAG !e! tag:e,2000:\n",
    "%X\n",
    "~",
    "<<: *a\n",
    "&a ",
    "*a ",
    "x",
    "\n",
    "- ",
    "  ",
    "\u{feff}",
    "\t",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{0}",
    "\u{1}",
    "\u{fffe}",
    ": ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\"",
    "'",
];
const LINE_ENDS: &[&str] = &[
    "\r\n",
    "\r",
    "\n\n",
    "\u{85}",
    "\u{2028}",
    "\n\t",
    "\n\u{feff}",
    "\n---\n",
];

/// The text with something hostile in it.
pub fn make_hostile(text: &str, choices: &mut Choices<'_>) -> String {
    let shape = shape(choices);
    let at = choices.below(text.len() + 1);
    let at = text.floor_char_boundary(at);
    let at = if choices.chance(60) {
        after_line(text, at)
    } else {
        at
    };
    let (before, after) = text.split_at(at);
    let whole = format!("{before}{shape}{after}");
    match choices.number(0..=9) {
        7 => whole.replace('\n', choices.word(LINE_ENDS)),
        8 => whole.replacen('\n', choices.word(LINE_ENDS), choices.number(1..=9)),
        9 => format!("\u{feff}{whole}"),
        _ => whole,
    }
}

fn after_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at + end + 1)
}

fn shape(choices: &mut Choices<'_>) -> String {
    match choices.number(0..=6) {
        0 => aliases(choices),
        1 => nest(choices),
        2 => staircase(choices),
        3 => scalar(choices),
        4 => twins(choices),
        5 => tabs(choices),
        _ => soup(MARKS, choices),
    }
}

/// Anchors of which each holds the last one several times.
fn aliases(choices: &mut Choices<'_>) -> String {
    let (levels, width) = (choices.number(1..=60), choices.number(1..=12));
    let (open, close) = *choices
        .item(&[
            ("[", "]"),
            ("{k: [", "]}"),
            ("{? [", "] : v}"),
            ("- [", "]"),
        ])
        .unwrap_or(&("[", "]"));
    let mut out = format!(
        "- &a0 {}\n",
        choices.word(&["x", "[x, x]", "{a: x}", "[*a0]"])
    );
    for level in 1..levels {
        let last = format!("*a{}", level - 1);
        let inner = vec![last; width].join(", ");
        let _ = writeln!(out, "- &a{level} {open}{inner}{close}");
    }
    out
}

fn nest(choices: &mut Choices<'_>) -> String {
    let (open, close) = *choices.item(NESTS).unwrap_or(&("[", "]"));
    let depth = choices.number(1..=DEEPEST) >> choices.number(0..=8);
    let closed = choices.chance(60);
    let close = if closed { close } else { "" };
    format!("{}x{}\n", open.repeat(depth), close.repeat(depth))
}

/// Mappings in mappings in block style.
fn staircase(choices: &mut Choices<'_>) -> String {
    let steps = choices.number(1..=400);
    let mut out = String::new();
    for step in 0..steps {
        out.push_str(&" ".repeat(step));
        out.push_str(choices.word(&["a:\n", "a:\n", "a:\n", "-\n"]));
    }
    out
}

fn scalar(choices: &mut Choices<'_>) -> String {
    let (before, after) = *choices.item(QUOTES).unwrap_or(&("", "\n"));
    let piece = choices.word(SCALARS);
    let count = (1 << choices.number(0..=LARGEST)) / piece.len();
    let key = choices.word(&["- a: ", "  desc: ", "- list: l\n  items: ", "- ", ""]);
    format!("{key}{before}{}{after}", piece.repeat(count))
}

/// Keys that come several times in a mapping.
fn twins(choices: &mut Choices<'_>) -> String {
    let keys = [
        "rule",
        "desc",
        "condition",
        "priority",
        "items",
        "override",
        "exceptions",
        "\"rule\"",
        "? rule\n ",
        "*a",
        "null",
    ];
    let mut out = String::from("- rule: twin\n");
    for _ in 0..=choices.number(0..=200) {
        let value = choices.word(&[
            "x",
            "[a]",
            "{condition: append}",
            "~",
            "INFO",
            "&a rule",
            "*a",
        ]);
        let _ = writeln!(out, "  {}: {value}", choices.word(&keys));
    }
    out
}

fn tabs(choices: &mut Choices<'_>) -> String {
    let lines = choices.several(20, |choices| {
        let before = choices.word(&["\t", "  \t", "\t  ", " ", ""]);
        let text = choices.word(&[
            "- a:\tb", "a:\tb", "-\ta", "[a,\tb]", "\t", "|\t", "# \t", "a\tb", "\"a\tb\"",
        ]);
        format!("{before}{text}{}\n", choices.word(&["", "\t", " \t#"]))
    });
    lines.concat()
}
