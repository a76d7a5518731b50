//! Ways to make a rule fire, in words.

use falconet_engine::ShownValue;
use falconet_ruleset::typed::{Leaf, Operator, Test};

use super::fields::{FieldTests, To};
use super::formula::{Formula, VariableId};
use super::search::{Turn, Way};
use crate::values::{alternatives, compared_with, cut, operator, quoted, said};

/// How ways begin.
pub(crate) const WOULD_FIRE: &str = "would fire if ";

/// What words are about.
pub(crate) struct Words<'w> {
    pub(crate) formula: &'w Formula,
    pub(crate) fields: &'w [FieldTests],
    pub(crate) leaves: &'w [&'w Leaf],
    /// The values of the tests, by their places.
    pub(crate) values: &'w [Option<ShownValue>],
}

impl Words<'_> {
    /// ``would fire if `ct.error` were absent (it is `AccessDenied`)``
    pub(crate) fn way(&self, way: &Way) -> String {
        let each: Vec<_> = way.turns.iter().map(|turn| self.turn(turn)).collect();
        format!("{WOULD_FIRE}{}", each.join(" and "))
    }

    /// What a field has to become, and what it is.
    fn turn(&self, turn: &Turn) -> String {
        let Some(field) = self.fields.get(turn.field) else {
            return String::new();
        };
        let mut parts = Vec::new();
        if let Some(moved) = turn.to.and_then(|to| field.moves.get(to)) {
            let is_loose = moved.turned.iter().all(|one| field.loose.contains(one));
            match moved.to {
                To::Values(_) if is_loose => {
                    parts.extend(moved.turned.iter().map(|test| self.turned(*test)));
                }
                To::Other if !turn.beside.is_empty() => {}
                _ => parts.push(self.became(&moved.to, field)),
            }
        }
        parts.extend(turn.beside.iter().map(|test| self.turned(*test)));
        let first = field.variables.first();
        let value = first.and_then(|id| self.value(*id));
        format!("{} (it is {})", parts.join(" and "), said(value))
    }

    fn became(&self, to: &To, field: &FieldTests) -> String {
        let subject = field.variables.first().map_or("", |id| self.subject(*id));
        match to {
            To::Absent => format!("`{subject}` were absent"),
            To::Values(texts) => format!("`{subject}` were {}", alternatives(texts, texts.len())),
            To::Other if self.is_absent(field) => format!("`{subject}` were there"),
            To::Other => format!("`{subject}` were something else"),
        }
    }

    fn is_absent(&self, field: &FieldTests) -> bool {
        let first = field.variables.first();
        first.is_none_or(|id| self.value(*id).is_none())
    }

    /// What a test asks that holds, or the opposite.
    fn turned(&self, id: VariableId) -> String {
        let Some(variable) = self.formula.variables.get(id) else {
            return String::new();
        };
        let leaf = self.leaves.get(variable.first);
        leaf.map_or_else(String::new, |leaf| asked(leaf, !variable.holds))
    }

    fn subject(&self, id: VariableId) -> &str {
        let first = self.formula.variables.get(id).map(|one| one.first);
        let leaf = first.and_then(|first| self.leaves.get(first));
        leaf.map_or("", |leaf| &leaf.left.text)
    }

    fn value(&self, id: VariableId) -> Option<&ShownValue> {
        let variable = self.formula.variables.get(id)?;
        self.values.get(variable.first)?.as_ref()
    }
}

/// What a test asks, as a condition that is met or not.
fn asked(leaf: &Leaf, met: bool) -> String {
    let subject = &leaf.left.text;
    let against = compared_with(leaf);
    let against = alternatives(&against, against.len());
    let (met_word, unmet_word) = match &leaf.test {
        Test::Compare(Operator::Contains | Operator::IContains, _) => {
            ("contained", "did not contain")
        }
        Test::Compare(Operator::StartsWith, _) => ("began with", "did not begin with"),
        Test::Compare(Operator::EndsWith, _) => ("ended with", "did not end with"),
        Test::Compare(Operator::Glob | Operator::IGlob | Operator::Regex, _) => {
            ("matched", "did not match")
        }
        _ => {
            let holds = if met { "held" } else { "did not hold" };
            return format!("{} {holds}", quoted(written(leaf).as_bytes()));
        }
    };
    format!(
        "`{subject}` {} {against}",
        if met { met_word } else { unmet_word }
    )
}

/// A test as it would be written.
pub fn written(leaf: &Leaf) -> String {
    let against: Vec<_> = compared_with(leaf)
        .iter()
        .map(|text| String::from_utf8_lossy(text).into_owned())
        .collect();
    let against = match against.as_slice() {
        [] if matches!(leaf.test, Test::Exists) => String::new(),
        [only] => format!(" {only}"),
        all => format!(" ({})", all.join(", ")),
    };
    format!("{} {}{against}", leaf.left.text, operator(leaf))
}

/// What a test is, its verdict, and the value that it has it of.
pub(crate) fn sentence(leaf: &Leaf, holds: bool, value: Option<&ShownValue>) -> String {
    let verdict = if holds { "holds" } else { "does not hold" };
    let test = cut(&written(leaf));
    match &leaf.test {
        Test::Exists => format!("`{}` is {}", leaf.left.text, said(value)),
        _ => format!(
            "`{test}` {verdict}: `{}` is {}",
            leaf.left.text,
            said(value)
        ),
    }
}
