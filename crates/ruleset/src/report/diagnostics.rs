//! The same findings as our own diagnostics, pointing at what was written.

use falconet_diagnostics::{Code, Diagnostic, Label, Severity};

use super::code::{ErrorCode, WarningCode};
use super::context::{Context, Location};
use super::file::{FileReport, LoadError, LoadWarning};

impl FileReport {
    /// The error, if there is one, and then the warnings.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let error = self.error().map(error_diagnostic);
        error
            .into_iter()
            .chain(self.warnings().iter().map(warning_diagnostic))
            .collect()
    }
}

fn error_diagnostic(error: &LoadError) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        Severity::Error,
        Code::new(error.code.name()),
        &error.message,
    );
    diagnostic.labels = labels(&error.context);
    diagnostic.help = error_help(error).map(str::to_owned);
    diagnostic
}

fn warning_diagnostic(warning: &LoadWarning) -> Diagnostic {
    let message = if warning.message.is_empty() {
        warning.code.description()
    } else {
        &warning.message
    };
    let mut diagnostic =
        Diagnostic::new(Severity::Warning, Code::new(warning.code.name()), message);
    diagnostic.labels = labels(&warning.context);
    diagnostic.help = warning_help(warning).map(str::to_owned);
    diagnostic
}

/// The place, named by the innermost item around it that has a name.
fn labels(context: &Context) -> Vec<Label> {
    let mut labels = context.labels().to_vec();
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

fn error_help(error: &LoadError) -> Option<&'static str> {
    match error.code {
        ErrorCode::CompileOutput => {
            Some("every `%` starts a field, and there is no way to write a literal `%`")
        }
        ErrorCode::CompileCondition if error.message.contains("nonexistent field") => Some(
            "the rule's `source` decides which fields there are; `skip-if-unknown-filter: true` leaves the rule out instead",
        ),
        ErrorCode::CompileCondition if error.message.starts_with("unexpected token after") => Some(
            "a list stands for its items without parentheses: write `in (name)`; quote values that contain blanks",
        ),
        ErrorCode::Validate if error.message.starts_with("Undefined macro") => {
            Some("a macro sees only the macros defined before it; a rule sees all of them")
        }
        _ => None,
    }
}

fn warning_help(warning: &LoadWarning) -> Option<&'static str> {
    match warning.code {
        WarningCode::UnusedMacro | WarningCode::UnusedList => Some("remove it, or refer to it"),
        WarningCode::UnknownSource => Some("the rule is never evaluated"),
        WarningCode::InvalidMacroName => Some("no condition can refer to it"),
        WarningCode::UnsafeNaCheck => Some("write `not FIELD exists` instead"),
        _ => None,
    }
}
