//! What we know about a mistake beyond Falco's words: where exactly it is, and what was probably meant.

mod brackets;
mod fields;
mod keys;
mod names;
mod patterns;
mod syntax;
mod values;
mod yaml;

use falconet_diagnostics::{Hint, Label};

pub(crate) use fields::{bad_output, field_argument, unknown_field};
pub(crate) use keys::{
    NO_ITEM, NO_LIST_OF_ITEMS, missing_key, override_key, override_operation, unknown_item,
    unknown_key,
};
pub(crate) use names::{operator, priority, undefined, undefined_macro, unknown_source};
pub(crate) use patterns::odd_value;
pub(crate) use syntax::unparsable;
pub(crate) use values::unfit;
pub(crate) use yaml::unreadable;

/// A kind of error that is finer than Falco's codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnCode {
    /// A name that is no field of the source.
    UnknownField,
    /// An operator that the type of its left side does not have.
    OperatorForType,
}

impl OwnCode {
    /// Every one.
    pub(crate) const ALL: [Self; 2] = [Self::UnknownField, Self::OperatorForType];

    /// The stable name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::UnknownField => "FN0001",
            Self::OperatorForType => "FN0002",
        }
    }

    /// A few words.
    pub(crate) const fn short_text(self) -> &'static str {
        match self {
            Self::UnknownField => "Unknown field",
            Self::OperatorForType => "Operator that the type does not have",
        }
    }
}

/// What is known of a mistake beside Falco's message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Advice {
    /// The kind, where Falco's is coarser.
    pub(crate) code: Option<OwnCode>,
    /// What to do about it.
    pub(crate) help: Option<Box<Hint>>,
    /// The place, where Falco's is not the best one.
    pub(crate) labels: Vec<Label>,
    /// What is to be said beside the place; may be empty.
    pub(crate) label: String,
    /// Whether it is only wrong because something of that name was not defined before.
    pub(crate) misses_definition: bool,
}

impl Advice {
    /// These labels, or others if there are none.
    pub(crate) fn labels_or<'l>(&'l self, others: &'l [Label]) -> &'l [Label] {
        if self.labels.is_empty() {
            others
        } else {
            &self.labels
        }
    }

    /// The same for an error of that kind.
    pub(crate) const fn coded(mut self, code: OwnCode) -> Self {
        self.code = Some(code);
        self
    }

    /// The same with another place.
    pub(crate) fn at(mut self, labels: Vec<Label>) -> Self {
        self.labels = labels;
        self
    }
}

impl From<Option<String>> for Advice {
    fn from(help: Option<String>) -> Self {
        help.map(Hint::from).into()
    }
}

impl From<Option<Hint>> for Advice {
    fn from(hint: Option<Hint>) -> Self {
        hint.map_or_else(Self::default, Self::from)
    }
}

impl From<Hint> for Advice {
    fn from(hint: Hint) -> Self {
        Self {
            help: Some(Box::new(hint)),
            ..Self::default()
        }
    }
}

impl From<String> for Advice {
    fn from(help: String) -> Self {
        Some(help).into()
    }
}

impl From<&str> for Advice {
    fn from(help: &str) -> Self {
        help.to_owned().into()
    }
}
