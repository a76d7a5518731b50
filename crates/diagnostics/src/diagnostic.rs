//! What is wrong, where, and what to do about it: data without a layout.

use std::borrow::Cow;
use std::fmt;

use crate::{Hint, Meant, SourceId, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something to know.
    Note,
    /// Something is probably not meant.
    Warning,
    /// Something cannot be used.
    Error,
}

impl Severity {
    /// The word for people and for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// A stable name for one kind of diagnostic. Never reused for another kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// The code with that name.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A place in a source and what it has to do with the diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The source.
    pub source: SourceId,
    /// The bytes meant.
    pub span: Span,
    /// A few words beside the place; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// Falco's name for the kind, where `code` is a finer one of our own.
    pub falco_code: Option<Code>,
    /// One sentence.
    pub message: String,
    /// Where; the first one is the place itself, the others explain how one gets there.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// What may stand at the place instead, where another name is all that it takes.
    pub meant: Option<Meant>,
    /// Where more is written about the kind: a path in the repository, perhaps with a fragment.
    pub docs: Option<Cow<'static, str>>,
}

impl Diagnostic {
    /// A diagnostic without place and help.
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            falco_code: None,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            meant: None,
            docs: None,
        }
    }

    /// The same with one more label. The first one is the place itself.
    #[must_use]
    pub fn at(mut self, source: SourceId, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            source,
            span,
            text: text.into(),
        });
        self
    }

    /// The place itself.
    pub fn place(&self) -> Option<&Label> {
        self.labels.first()
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Hint>) -> Self {
        let Hint { text, meant } = help.into();
        self.help = Some(text);
        self.meant = meant;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_worse_than_warnings_and_those_than_notes() {
        assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Note);
        assert_eq!(Severity::Warning.to_string(), "warning");
    }

    #[test]
    fn the_first_label_is_the_place() {
        let diagnostic = Diagnostic::new(Severity::Note, Code::new("N"), "m");
        assert_eq!(diagnostic.place(), None);
        let diagnostic = diagnostic.at(SourceId(1), Span::new(2, 3), "here").at(
            SourceId(0),
            Span::new(4, 5),
            "from here",
        );
        assert_eq!(
            diagnostic.place().map(|label| label.source),
            Some(SourceId(1))
        );
    }
}
