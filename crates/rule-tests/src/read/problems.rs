//! What is wrong with a file of tests.

use falconet_diagnostics::{Code, Diagnostic, Severity, SourceId, Span};
use falconet_ruleset::YamlError;

use crate::codes;

/// Problems that are told of one file.
const MOST_PROBLEMS: usize = 100;

/// Collects what is wrong with a file.
pub(super) struct Problems<'t> {
    source: SourceId,
    text: &'t str,
    found: Vec<Diagnostic>,
}

impl<'t> Problems<'t> {
    pub(super) const fn new(source: SourceId, text: &'t str) -> Self {
        Self {
            source,
            text,
            found: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, span: Span, message: impl Into<String>) {
        self.add_with_help(span, message, None);
    }

    pub(super) fn add_with_help(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.push(codes::SHAPE, self.first_line(span), message.into(), help);
    }

    /// The file is no YAML.
    pub(super) fn unreadable(&mut self, error: &YamlError) {
        let offset = error.mark().offset.min(self.text.len());
        self.push(
            codes::YAML,
            Span::new(offset, offset),
            error.to_string(),
            None,
        );
    }

    /// There is nothing in the file, and nothing was said about that yet.
    pub(super) fn empty(&mut self) {
        if self.found.is_empty() {
            self.push(
                codes::SHAPE,
                Span::new(0, 0),
                "the file holds no tests".to_owned(),
                None,
            );
        }
    }

    /// What was found, or else this.
    pub(super) fn or<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        if self.found.is_empty() {
            Ok(value)
        } else {
            Err(self.found)
        }
    }

    fn push(&mut self, code: Code, span: Span, message: String, help: Option<String>) {
        if self.found.len() >= MOST_PROBLEMS {
            return;
        }
        let mut problem = Diagnostic::new(Severity::Error, code, message).at(self.source, span, "");
        problem.help = help;
        self.found.push(problem);
    }

    /// What spans lines is shown by its first one.
    fn first_line(&self, span: Span) -> Span {
        let shown = self.text.get(span.start..span.end).unwrap_or_default();
        let length = shown.find('\n').unwrap_or(shown.len());
        Span::new(span.start, span.start + length)
    }
}
