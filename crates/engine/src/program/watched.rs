//! What can be told of an evaluation that is watched: which rules the index finds, and why.

use falconet_event::catalogue::{FieldRef, Source};
use falconet_ruleset::typed::{Expression, ExpressionKind, Literal};

use super::index::Key;
use super::{ExprId, LeafId, Operand, Program, ProgramBuilder, Scratch, Strategy};

/// What a rule is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBy {
    /// What must have a value.
    pub expression: String,
    /// The texts of which it must have one.
    pub values: Vec<NeededValue>,
}

/// A text that a rule needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededValue {
    /// The text.
    pub text: String,
    /// How much of the value it is.
    pub share: Share,
}

/// How much of a value a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All of it.
    Whole,
    /// More may follow.
    Beginning,
    /// More may stand before and behind it.
    Part,
}

impl Share {
    /// `whole`, `beginning` or `part`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Beginning => "beginning",
            Self::Part => "part",
        }
    }
}

impl NeededValue {
    fn of(key: &Key) -> Self {
        let (text, share) = match key {
            Key::Whole(text) => (text, Share::Whole),
            Key::Beginning(text) => (text, Share::Beginning),
            Key::Within(text) => (text, Share::Part),
        };
        Self {
            text: String::from_utf8_lossy(text).into_owned(),
            share,
        }
    }
}

impl Program {
    /// The rules that may match the event that was selected for.
    pub(crate) fn candidates<'a>(&'a self, scratch: &'a Scratch) -> impl Iterator<Item = usize> {
        let first = self.next_candidate(0, scratch);
        std::iter::successors(first, |rule| self.next_candidate(rule + 1, scratch))
    }

    /// Whether a rule may match the event that was selected for.
    pub(crate) fn is_candidate(&self, rule: usize, scratch: &Scratch) -> bool {
        match self.strategy {
            Strategy::Index(_) => scratch.candidates.has(rule),
            Strategy::EveryRule => true,
        }
    }

    /// The tests of a rule from left to right, and which step each is; nothing where that order is not kept.
    pub(crate) fn tests(&self, rule: usize) -> impl Iterator<Item = (usize, LeafId)> {
        let range = self.as_written.get(rule).cloned().unwrap_or_default();
        range.filter_map(|at| Some((at, self.steps.get(at)?.leaf)))
    }

    /// What a test is of.
    pub(crate) fn left_of(&self, leaf: LeafId) -> Option<ExprId> {
        Some(self.leaves.get(leaf.index())?.left)
    }

    /// The expression that a test compares with, if it does.
    pub(crate) fn right_of(&self, leaf: LeafId) -> Option<ExprId> {
        self.leaves.get(leaf.index())?.right()
    }

    /// Whether a test would hold if the value, no list, were this; nothing where that cannot be told.
    pub(crate) fn would_hold(
        &self,
        leaf: LeafId,
        value: &Literal,
        scratch: &mut Scratch,
    ) -> Option<bool> {
        let operand = Operand::literal(value)?;
        let leaf = self.leaves.get(leaf.index())?;
        leaf.would_hold(&operand, &mut scratch.work)
    }
}

impl ProgramBuilder<'_> {
    /// What each rule is found by; nothing for a rule that is judged for every event.
    pub(crate) fn found_by(&self) -> Vec<Option<FoundBy>> {
        let source = self.expressions.source();
        let choices = self.index.choices().into_iter();
        let found = choices.map(|choice| {
            let (id, keys) = choice?;
            let expression = self.needed.get(id)?;
            let values = keys.iter().map(NeededValue::of);
            Some(FoundBy {
                expression: written(expression, source),
                values: values.collect(),
            })
        });
        found.collect()
    }
}

/// An expression as it is written in conditions. Recursion goes as deep as transformers nest, which the parser bounds.
fn written(expression: &Expression, source: &Source) -> String {
    let all = |expressions: &[Expression]| {
        let each = expressions.iter().map(|each| written(each, source));
        each.collect::<Vec<_>>().join(", ")
    };
    match &expression.kind {
        ExpressionKind::Field(field) => written_field(field, source),
        ExpressionKind::Constant(text) => String::from_utf8_lossy(text).into_owned(),
        ExpressionKind::Transform {
            name, arguments, ..
        } => format!("{name}({})", all(arguments)),
        ExpressionKind::List(elements) => format!("({})", all(elements)),
    }
}

fn written_field(field: &FieldRef, source: &Source) -> String {
    let name = &source.spec(field).name;
    match &field.argument {
        Some(argument) => format!("{name}[{}]", String::from_utf8_lossy(&argument.text)),
        None => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{catalogue, condition, source};

    fn found_by(conditions: &[&str]) -> Vec<String> {
        let catalogue = catalogue();
        let source = source(&catalogue);
        let mut builder = ProgramBuilder::new(source, 1 << 20);
        for text in conditions {
            builder.rule(&condition(text, source)).unwrap();
        }
        let found = builder.found_by().into_iter().map(|found| {
            found.map_or_else(String::new, |found| {
                let values = found.values.iter();
                let values = values.map(|value| format!("{} {}", value.text, value.share.name()));
                format!(
                    "{}: {}",
                    found.expression,
                    values.collect::<Vec<_>>().join(", ")
                )
            })
        });
        found.collect()
    }

    #[test]
    fn rules_say_what_they_are_found_by() {
        let conditions = [
            "t.string in (b, a) and t.uint64 exists",
            "tolower(u.string) startswith x",
            "t.string contains c",
            "not t.string = a",
        ];
        let expected = [
            "t.string: a whole, b whole",
            "tolower(u.string): x beginning",
            "t.string: c part",
            "",
        ];
        assert_eq!(found_by(&conditions), expected);
    }
}
