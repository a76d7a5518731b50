//! Outputs: texts with fields in them.

use super::operand::operand;
use super::vocabulary as words;
use crate::choices::Choices;
use crate::world::World;

/// An output of a rule, or an extra one.
pub fn output(choices: &mut Choices<'_>, world: &World) -> String {
    let most = if choices.chance(8) { 40 } else { 5 };
    let mut pieces = choices.several(most, |choices| piece(choices, world));
    pieces.push(choices.word(&["end", ".", "é", "100%"]).replace("0%", "0"));
    if choices.slip(3) {
        pieces.push("%nothing".to_owned());
    }
    pieces.concat()
}

fn piece(choices: &mut Choices<'_>, world: &World) -> String {
    if choices.chance(40) {
        return choices.word(words::TEXTS).replace('%', "") + choices.word(&[" ", "=", "", "*"]);
    }
    let width = choices.word(&["", "", "", "", "", "5", "0", "12", "003"]);
    let behind = choices.word(&[" ", "", ".", "|", "x", "[0]"]);
    format!("%{width}{}{behind}", operand(choices, world).text)
}
