//! Mutants in words.

use falconet_diagnostics::{excerpt, excerpts};
use falconet_ruleset::typed::Condition;
use falconet_workbench::{Outline, tests_in, written};

use super::change::{Change, To};

/// Characters of a part of a condition.
const MOST_CHARACTERS: usize = 120;
/// Bytes that are written before they are cut.
const MOST_WRITTEN: usize = 1 << 16;

/// What is changed, and what it becomes; nothing for what is left out.
pub(super) fn shown(
    change: &Change,
    condition: &Condition,
    outline: &Outline<'_>,
) -> (String, Option<String>) {
    let part = change.part(condition);
    let as_written = Some((outline, change.first));
    let mut before = part.map_or_else(String::new, |part| text(part, as_written));
    let is_test = matches!(change.to, To::Test(_) | To::WithoutItem(_));
    if is_test && before.chars().nth(MOST_CHARACTERS).is_some() {
        before = part.map_or_else(String::new, |part| text(part, None));
    }
    let outline = as_written.filter(|_| !is_test);
    let after = change.becomes(condition).map(|part| text(&part, outline));
    let Some(after) = after else {
        return (excerpt(&before, 0, MOST_CHARACTERS), None);
    };
    let [before, after] = excerpts(&before, &after, MOST_CHARACTERS);
    (before, Some(after))
}

/// A part of a condition, whose tests are written as they are in the outline, from a number on.
fn text(condition: &Condition, outline: Option<(&Outline<'_>, usize)>) -> String {
    let mut text = String::new();
    push(condition, outline, 0, &mut text);
    text
}

/// Recursion goes as deep as conditions nest, which the loader bounds.
fn push(
    condition: &Condition,
    outline: Option<(&Outline<'_>, usize)>,
    depth: usize,
    text: &mut String,
) {
    if text.len() > MOST_WRITTEN {
        return;
    }
    match condition {
        Condition::And(children) => push_all(children, " and ", outline, depth, text),
        Condition::Or(children) => push_all(children, " or ", outline, depth, text),
        Condition::Not(child) => {
            text.push_str("not ");
            push(child, outline, depth + 1, text);
        }
        Condition::Leaf(leaf) => {
            let known = outline.and_then(|(outline, at)| outline.tests.get(at)?.text.as_deref());
            match known {
                Some(known) => text.push_str(known),
                None => text.push_str(&written(leaf)),
            }
        }
    }
}

fn push_all(
    children: &[Condition],
    word: &str,
    outline: Option<(&Outline<'_>, usize)>,
    depth: usize,
    text: &mut String,
) {
    let is_inside = depth > 0;
    text.push_str(if is_inside { "(" } else { "" });
    let mut outline = outline;
    for (at, child) in children.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { word });
        push(child, outline, depth + 1, text);
        outline = outline.map(|(outline, first)| (outline, first + tests_in(child)));
    }
    text.push_str(if is_inside { ")" } else { "" });
}
