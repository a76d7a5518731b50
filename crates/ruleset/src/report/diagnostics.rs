//! The same findings as our own diagnostics, pointing at what was written.

use falconet_diagnostics::{Code, Diagnostic, Hint, Label, Severity, Span};

use super::code::WarningCode;
use super::context::{Context, Location};
use super::error::LoadError;
use super::file::FileReport;
use super::warning::LoadWarning;
use crate::advice::Advice;

/// Where the codes are explained.
const CODES: &str = "docs/DIAGNOSTICS.md#codes";

impl FileReport {
    /// The errors, and then the warnings.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let errors = self.errors().iter().map(|error| error_diagnostic(error));
        errors
            .chain(
                self.warnings()
                    .iter()
                    .map(|warning| warning_diagnostic(warning)),
            )
            .collect()
    }
}

pub(super) fn error_diagnostic(error: &LoadError) -> Diagnostic {
    let diagnostic = diagnostic(
        Severity::Error,
        Code::new(error.code.name()),
        &error.message,
        &error.context,
        &error.advice,
    );
    or_else(diagnostic, || error_help(error))
}

pub(super) fn warning_diagnostic(warning: &LoadWarning) -> Diagnostic {
    let message = if warning.message.is_empty() {
        warning.code.description()
    } else {
        &warning.message
    };
    let diagnostic = diagnostic(
        Severity::Warning,
        Code::new(warning.code.name()),
        message,
        &warning.context,
        &warning.advice,
    );
    or_else(diagnostic, || warning_help(warning))
}

fn diagnostic(
    severity: Severity,
    code: Code,
    message: &str,
    context: &Context,
    advice: &Advice,
) -> Diagnostic {
    let own = advice.code.map(|own| Code::new(own.name()));
    let mut diagnostic = Diagnostic::new(severity, own.clone().unwrap_or(code.clone()), message);
    diagnostic.falco_code = own.map(|_| code);
    diagnostic.labels = labels(context, advice);
    diagnostic.docs = Some(CODES.into());
    match &advice.help {
        Some(hint) => diagnostic.with_help(Hint::clone(hint)),
        None => diagnostic,
    }
}

/// What is to be said where the advice says nothing.
fn or_else(mut diagnostic: Diagnostic, help: impl FnOnce() -> Option<&'static str>) -> Diagnostic {
    if diagnostic.help.is_none() {
        diagnostic.help = help().map(str::to_owned);
    }
    diagnostic
}

/// The place, named by the innermost item around it that has a name. What is about a file stands at its start.
fn labels(context: &Context, advice: &Advice) -> Vec<Label> {
    let mut labels = advice.labels_or(context.labels()).to_vec();
    if labels.is_empty() {
        labels.push(Label {
            source: context.source(),
            span: Span::default(),
            text: String::new(),
        });
    }
    if let (Some(first), false) = (labels.first_mut(), advice.label.is_empty()) {
        first.text.clone_from(&advice.label);
    }
    let named = context
        .locations()
        .into_iter()
        .rev()
        .find(|location| !location.item_name.is_empty());
    if let (Some(first), Some(item)) = (labels.first_mut(), named)
        && first.text.is_empty()
    {
        first.text = item_text(item);
    }
    labels
}

fn item_text(item: &Location) -> String {
    format!("{} `{}`", item.item_type.text(), item.item_name)
}

/// What is to be said where nothing is known of the mistake itself.
fn error_help(error: &LoadError) -> Option<&'static str> {
    match error.message.as_str() {
        "Can't decode YAML scalar value" => Some("write `true`, `false` or, for a number, digits"),
        "Value must be non-empty" => Some("give it a value, or leave the key out"),
        "Value is not a sequence" => Some("write a list: `[a, b]`"),
        "Value is not a scalar value" => {
            Some("write one text; `key: |` begins one of several lines")
        }
        "Rule has been re-defined with a different source" => Some(
            "an item without `source` defines a rule of `syscall`: repeat the `source`, or use `override`",
        ),
        _ => None,
    }
}

const fn warning_help(warning: &LoadWarning) -> Option<&'static str> {
    match warning.code {
        WarningCode::UnusedMacro | WarningCode::UnusedList => Some("remove it, or refer to it"),
        WarningCode::InvalidMacroName => Some("no condition can refer to it"),
        WarningCode::UnsafeNaCheck => Some("write `not FIELD exists` instead"),
        WarningCode::UnknownFilter => {
            Some("the rule is left out, as its `skip-if-unknown-filter` asks for")
        }
        _ => None,
    }
}
