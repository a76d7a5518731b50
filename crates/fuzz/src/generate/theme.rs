//! The few values and fields that a case comes back to.

use super::vocabulary::TEXTS;
use crate::choices::{Choices, Theme};
use crate::world::World;

/// Values of a theme at most.
const TEXTS_OF_A_CASE: usize = 5;
/// Fields of a theme at most.
const FIELDS_OF_A_CASE: usize = 6;

/// Chooses a source and a theme; what is made from now on comes back to it.
pub fn begin(choices: &mut Choices<'_>, worlds: &[&'static World]) -> &'static World {
    let world = choices.item(worlds).copied().unwrap_or(World::named(""));
    let mut theme = Theme {
        is_careful: !choices.chance(20),
        ..Theme::default()
    };
    for _ in 0..choices.number(1..=TEXTS_OF_A_CASE) {
        theme.texts.push(choices.word(TEXTS).into());
    }
    for _ in 0..choices.number(1..=FIELDS_OF_A_CASE) {
        theme.fields.push(choices.below(world.fields.len()));
    }
    choices.set_theme(theme);
    world
}
