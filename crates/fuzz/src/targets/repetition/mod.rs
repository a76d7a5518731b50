//! Nothing takes time or memory out of proportion to its size, whatever is repeated in it.

mod growth;
mod pieces;
mod work;

use std::time::Duration;

use crate::choices::Choices;
use crate::generate::mutate::soup;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};

use growth::{Growth, STEP};
use pieces::{CONDITION, EVENTS, ITEMS, NUMBER, RULES};
use work::{ON_RULES, rule_with, work};

pub(super) const TARGET: Target = Target {
    name: "repetition",
    about: "rules and events in which something comes many times take time in proportion to their size",
    ci_cases: 40,
    least_judged: 95,
    generate,
    check,
};

/// Bytes of the largest text.
const MOST_BYTES: usize = 2 << 20;
/// Bytes of the first text.
const LEAST_BYTES: usize = 2 << 10;
/// No larger text is tried than one that takes so long.
const ENOUGH: Duration = Duration::from_millis(600);

fn generate(choices: &mut Choices<'_>) -> Input {
    let (kind, pieces) = match choices.number(0..=3) {
        0 => ("condition", CONDITION),
        1 => ("rules", RULES),
        2 => ("items", ITEMS),
        _ => ("events", EVENTS),
    };
    let work = match kind {
        "events" => "judge",
        _ => choices.word(ON_RULES),
    };
    let before = some(pieces, choices, 4);
    let piece = some(pieces, choices, 4) + choices.word(pieces);
    let after = some(pieces, choices, 4);
    let bytes = MOST_BYTES >> choices.number(0..=6);
    Input::default()
        .with("kind", kind)
        .with("work", work)
        .with("before", before)
        .with("piece", piece)
        .with("after", after)
        .with("bytes", bytes.to_string())
}

fn some(pieces: &[&str], choices: &mut Choices<'_>, most: usize) -> String {
    if choices.chance(10) {
        return soup(pieces, choices);
    }
    choices
        .several(most, |choices| choices.word(pieces))
        .concat()
}

/// From a small text on, each is some times the one before. The first that takes too long ends it, so that what is
/// quadratic is found before it takes minutes.
fn check(input: &Input) -> Verdict {
    let most: usize = input.text("bytes").parse().unwrap_or(0);
    let name = input.text("work");
    let mut bytes = LEAST_BYTES;
    while bytes * STEP <= most.min(MOST_BYTES) {
        let (smaller, larger) = (text(input, bytes), text(input, bytes * STEP));
        let growth = Growth::of(|| work(&name, &smaller), || work(&name, &larger))?;
        if growth.is_out_of_proportion() {
            return Err(out_of_proportion(growth, &smaller, &larger));
        }
        if growth.larger > ENOUGH {
            break;
        }
        bytes *= STEP;
    }
    Ok(Outcome::Judged)
}

fn out_of_proportion(growth: Growth, smaller: &str, larger: &str) -> String {
    format!(
        "{} bytes took {:.3} s, and {} bytes {:.3} s",
        smaller.len(),
        growth.smaller.as_secs_f64(),
        larger.len(),
        growth.larger.as_secs_f64()
    )
}

/// The text of about so many bytes.
fn text(input: &Input, bytes: usize) -> String {
    let piece = input.text("piece");
    let count = bytes / piece.len().max(1);
    let mut text = input.text("before");
    for number in 0..count {
        text += &piece.replace(NUMBER, &number.to_string());
    }
    text += &input.text("after");
    match input.text("kind").as_str() {
        "condition" => rule_with(&text),
        _ => text,
    }
}
