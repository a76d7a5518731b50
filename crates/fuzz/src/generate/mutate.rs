//! Changing bytes of what was well-formed.

use crate::choices::Choices;

/// Bytes that mean something in JSON, YAML or conditions, and some that mean nothing anywhere.
const BYTES: &[u8] =
    b"{}[],:\"'\\ \n\t\r0-+.eEnultf#&*!|>%@`()=<\x00\x01\x0b\x7f\x80\xc3\xe2\xf0\xff";

/// Pieces that are put in as a whole.
const PIECES: &[&str] = &[
    "{\"Records\":[",
    "]}",
    "},{",
    "\n\n",
    "\\u0000",
    "\\ud800",
    "null",
    "- ",
    "  ",
    "---\n",
    "...\n",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "!!str ",
    "%YAML 1.2\n",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    " and ",
    " or(",
    "not ",
    "val(",
    "in (",
    "\\x",
    "1e999",
];

/// Changes a few places.
pub fn mutate(text: &mut Vec<u8>, choices: &mut Choices<'_>) {
    for _ in 0..=choices.number(0..=4) {
        change(text, choices);
    }
}

fn change(text: &mut Vec<u8>, choices: &mut Choices<'_>) {
    let at = choices.below(text.len() + 1);
    let end = (at + choices.number(0..=20)).min(text.len());
    match choices.number(0..=6) {
        0 => drop(text.splice(at..end, [])),
        1 => text.truncate(at),
        2 => text
            .splice(at..at, choices.word(PIECES).bytes())
            .for_each(drop),
        3 => {
            let copied = text.get(at..end).unwrap_or_default().to_vec();
            let to = choices.below(text.len() + 1);
            text.splice(to..to, copied).for_each(drop);
        }
        4 => {
            let byte = choices.byte();
            text.insert(at, byte);
        }
        _ => replace(text, at, choices),
    }
}

fn replace(text: &mut [u8], at: usize, choices: &mut Choices<'_>) {
    if let (Some(place), Some(byte)) = (text.get_mut(at), choices.item(BYTES)) {
        *place = *byte;
    }
}

/// A text made of pieces that belong to no grammar in this order.
pub fn soup(pieces: &[&str], choices: &mut Choices<'_>) -> String {
    choices.several(30, |choices| choices.word(pieces)).concat()
}
