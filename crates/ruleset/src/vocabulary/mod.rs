//! The words of conditions and what there is to know of each, for listings.

mod operators;
mod transformers;

use falconet_condition::ast::{Modifier, Operator, Transformer};

use crate::check;
pub use crate::read::{Overridable, overridable};

/// A word of conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What it asks, or what it yields.
    pub meaning: &'static str,
    /// Types of the left sides that it is for; of a transformer, types of its arguments.
    pub takes: Vec<&'static str>,
    /// Type of the result of a transformer.
    pub yields: Option<&'static str>,
    /// What surprises.
    pub notes: &'static [&'static str],
    /// A condition that holds for some `CloudTrail` record; nothing for a word that no field of a plugin takes.
    pub example: Option<&'static str>,
}

/// Every operator in the order in which the parser tries them, then every modifier.
pub fn operators() -> impl Iterator<Item = Word> {
    let operators = Operator::ALL.iter().map(|&operator| Word {
        name: operator.word(),
        meaning: operators::meaning(operator),
        takes: check::types_with(operator),
        yields: None,
        notes: operators::notes(operator),
        example: operators::example(operator),
    });
    operators.chain(Modifier::ALL.iter().map(|&word| modifier(word)))
}

fn modifier(modifier: Modifier) -> Word {
    let (meaning, example) = match modifier {
        Modifier::OneOf => (
            "behind a text operator: exactly one value of the list satisfies it",
            "ct.name startswith oneof (Create, Delete)",
        ),
        Modifier::AnyOf => (
            "behind a text operator: at least one value of the list satisfies it",
            "ct.name startswith anyof (Create, CreateU)",
        ),
        Modifier::AllOf => (
            "behind a text operator: every value of the list satisfies it",
            "ct.name != allof (DeleteUser, DeleteRole)",
        ),
    };
    Word {
        name: modifier.word(),
        meaning,
        takes: vec!["string", "uint64", "bool", "ipaddr"],
        yields: None,
        notes: &[
            "False for an empty list; equal values count separately, so `= oneof (a, a)` is false for a.",
            "Behind `=`, `==`, `!=` for every type, behind words such as `contains` for texts; never behind `<` or `in`, never for lists.",
        ],
        example: Some(example),
    }
}

/// Every transformer.
pub fn transformers() -> impl Iterator<Item = Word> {
    Transformer::ALL.iter().map(|&name| Word {
        name: name.word(),
        meaning: transformers::meaning(name),
        takes: transformers::takes(name).to_vec(),
        yields: Some(transformers::yields(name)),
        notes: transformers::notes(name),
        example: Some(transformers::example(name)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_language_is_listed_once() {
        let names: Vec<_> = operators()
            .chain(transformers())
            .map(|word| word.name)
            .collect();
        assert_eq!(
            names.len(),
            Operator::ALL.len() + Modifier::ALL.len() + Transformer::ALL.len()
        );
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }

    #[test]
    fn an_operator_without_types_has_no_example() {
        for word in operators() {
            assert_eq!(
                word.takes.is_empty(),
                word.example.is_none(),
                "{}",
                word.name
            );
        }
    }
}
