//! What little would make a condition hold, for programs.

use falconet_engine::{Observed, TracedTest};
use falconet_ruleset::typed::{Condition, Expression};

use crate::condition::leaves_of;
use crate::flips::{Bounds, Formula, Grouping, To, WOULD_FIRE, Way as FlipWay, Words, search};
use crate::limits::ExplainLimits;
use crate::values::compared_with;

/// A way to make a condition hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// In words: `` `ct.error` were absent (it is `AccessDenied`) ``.
    pub text: String,
    /// The fields that have to change.
    pub fields: Vec<ChangedField>,
}

/// A field that has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedField {
    /// What is tested.
    pub expression: Expression,
    /// What has to become of it.
    pub became: Became,
}

/// What has to become of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is absent.
    Absent,
    /// It is one of these.
    OneOf(Vec<Vec<u8>>),
    /// It is something that tests do not name as it is; these are what they compare with.
    Near(Vec<Vec<u8>>),
}

/// What little would make the condition of a rule that takes part hold, which it does not.
pub fn ways(
    condition: &Condition,
    number: usize,
    event: &mut Observed<'_>,
    limits: &ExplainLimits,
) -> Vec<Way> {
    let mut tests = Vec::new();
    if event.judge(number, &mut tests) {
        return Vec::new();
    }
    let tested = leaves_of(condition);
    let formula = Formula::of(condition, &tests);
    let fields = Grouping {
        formula: &formula,
        leaves: &tested,
        tests: &tests,
        event,
        limits,
    }
    .fields();
    let bounds = Bounds {
        steps: limits.max_steps,
        ways: limits.max_ways,
        turned: usize::MAX,
    };
    let found = search(&formula, &fields, bounds);
    let values: Vec<_> = values(&tests, event, limits);
    let words = Words {
        formula: &formula,
        fields: &fields,
        leaves: &tested,
        values: &values,
    };
    found.ways.iter().map(|way| told(way, &words)).collect()
}

fn values(
    tests: &[TracedTest],
    event: &mut Observed<'_>,
    limits: &ExplainLimits,
) -> Vec<Option<falconet_engine::ShownValue>> {
    let tests = tests.iter();
    tests
        .map(|test| event.tested(test, limits.values))
        .collect()
}

fn told(way: &FlipWay, words: &Words<'_>) -> Way {
    let text = words.way(way);
    let text = text.strip_prefix(WOULD_FIRE).unwrap_or(&text);
    let fields = way.turns.iter().filter_map(|turn| {
        let field = words.fields.get(turn.field)?;
        let first = words.formula.variables.get(*field.variables.first()?)?;
        let leaf = words.leaves.get(first.first)?;
        let moved = turn.to.and_then(|to| field.moves.get(to));
        let became = match moved.map(|moved| &moved.to) {
            Some(To::Absent) => Became::Absent,
            Some(To::Values(texts)) => Became::OneOf(texts.clone()),
            Some(To::Other) | None => Became::Near(compared(words, &field.variables)),
        };
        Some(ChangedField {
            expression: leaf.left.clone(),
            became,
        })
    });
    Way {
        text: text.to_owned(),
        fields: fields.collect(),
    }
}

/// What the tests of a field compare it with.
fn compared(words: &Words<'_>, variables: &[usize]) -> Vec<Vec<u8>> {
    let places = variables
        .iter()
        .filter_map(|id| words.formula.variables.get(*id));
    let leaves = places.filter_map(|variable| words.leaves.get(variable.first));
    leaves.flat_map(|leaf| compared_with(leaf)).collect()
}
