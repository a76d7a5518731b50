//! What can be told of an evaluation that is watched: which rules the index finds, and why.

use falconet_event::catalogue::{FieldRef, Source};
use falconet_ruleset::typed::{Expression, ExpressionKind};

use super::{Program, ProgramBuilder, Scratch};

/// What a rule is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBy {
    /// What must have a value.
    pub expression: String,
    /// The values, or beginnings of values, of which it must have one.
    pub values: Vec<NeededValue>,
}

/// A value that a rule needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededValue {
    /// Its text.
    pub text: String,
    /// Whether more may follow.
    pub is_prefix: bool,
}

impl Program {
    /// The rules that may match the event that was selected for.
    pub(crate) fn candidates<'a>(&'a self, scratch: &'a Scratch) -> impl Iterator<Item = usize> {
        let first = self.next_candidate(0, scratch);
        std::iter::successors(first, |rule| self.next_candidate(rule + 1, scratch))
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
            let values = keys.iter().map(|key| NeededValue {
                text: String::from_utf8_lossy(&key.text).into_owned(),
                is_prefix: key.is_prefix,
            });
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
                let values = values.map(|value| format!("{} {}", value.text, value.is_prefix));
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
            "not t.string = a",
        ];
        let expected = [
            "t.string: a false, b false",
            "tolower(u.string): x true",
            "",
        ];
        assert_eq!(found_by(&conditions), expected);
    }
}
