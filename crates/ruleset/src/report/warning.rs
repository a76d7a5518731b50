//! What may be wrong with a file.

use super::code::WarningCode;
use super::context::Context;
use crate::advice::Advice;

/// What may be wrong with a file.
#[derive(Clone, Debug)]
pub struct LoadWarning {
    /// What kind it is.
    pub code: WarningCode,
    /// Falco's message; sometimes empty.
    pub message: String,
    /// The field, if it is about a deprecated one.
    pub deprecated_field: Option<&'static str>,
    /// Where.
    pub context: Context,
    /// What we know beyond Falco.
    pub(crate) advice: Advice,
    /// Of its texts.
    pub(super) bytes: usize,
}

impl LoadWarning {
    pub(crate) fn new(code: WarningCode, message: impl Into<String>, context: &Context) -> Self {
        let message = message.into();
        Self {
            code,
            bytes: message.len() + name_bytes(context),
            message,
            deprecated_field: None,
            context: context.clone(),
            advice: Advice::default(),
        }
    }

    /// About a deprecated field.
    pub(crate) fn of_field(field: &'static str, message: String, context: &Context) -> Self {
        Self {
            deprecated_field: Some(field),
            ..Self::new(WarningCode::DeprecatedItem, message, context)
        }
    }

    /// The same with what to do about it.
    pub(crate) fn advised(mut self, advice: Advice) -> Self {
        self.advice = advice;
        self
    }

    /// Whether it says that nothing refers to an item, which what is loaded later may change.
    pub(super) const fn is_of_unused(&self) -> bool {
        matches!(
            self.code,
            WarningCode::UnusedMacro | WarningCode::UnusedList
        )
    }
}

fn name_bytes(context: &Context) -> usize {
    let names = context.locations();
    names.iter().map(|location| location.item_name.len()).sum()
}
