//! Why a file was not loaded.

use falconet_diagnostics::{SourceId, Span};

use super::code::ErrorCode;
use super::context::Context;
use crate::advice::Advice;

/// Why a file was not loaded, or not all of it.
#[derive(Clone, Debug)]
pub struct LoadError {
    /// What kind it is.
    pub code: ErrorCode,
    /// Falco's message.
    pub message: String,
    /// Where.
    pub context: Context,
    /// What we know beyond Falco.
    pub(crate) advice: Advice,
    pub(super) ends_loading: bool,
}

impl LoadError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>, context: &Context) -> Self {
        Self {
            code,
            message: message.into(),
            context: context.clone(),
            advice: Advice::default(),
            ends_loading: false,
        }
    }

    /// The same, as the end of the loading: what follows would fail in the same way.
    pub(crate) const fn final_one(mut self) -> Self {
        self.ends_loading = true;
        self
    }

    /// The same with what to do about it.
    pub(crate) fn advised(mut self, advice: impl Into<Advice>) -> Self {
        self.advice = advice.into();
        self
    }

    /// Of its texts: the message is there twice, since it is part of the key.
    pub(super) const fn bytes(&self) -> usize {
        2 * self.message.len()
    }

    pub(super) fn key(&self) -> ErrorKey {
        let labels = self.advice.labels_or(self.context.labels());
        let place = labels.first().map(|label| (label.source, label.span));
        (self.message.clone(), place)
    }
}

/// What makes two errors one: a macro's mistake is found again in every rule that uses it.
pub(super) type ErrorKey = (String, Option<(SourceId, Span)>);

/// The result of anything that may end the loading of a file.
pub(crate) type Loaded<T> = Result<T, LoadError>;

/// Items do not fit each other.
pub(crate) fn invalid(message: impl Into<String>, context: &Context) -> LoadError {
    LoadError::new(ErrorCode::Validate, message, context)
}

/// An item does not have the shape of its kind.
pub(crate) fn malformed(message: impl Into<String>, context: &Context) -> LoadError {
    LoadError::new(ErrorCode::YamlValidate, message, context)
}
