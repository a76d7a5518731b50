//! What is wrong with a case.

use falconet_diagnostics::{Code, Diagnostic, Severity, SourceId, Span};

use crate::codes;
use crate::json::Json;
use crate::suite::Name;

/// One expectation that does not hold, or why the case cannot be judged.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    pub(crate) message: String,
    /// What the file of tests says.
    pub(crate) span: Span,
    /// A few words beside it.
    pub(crate) label: &'static str,
    pub(crate) help: Option<String>,
    /// What would have to stand at the place, where that can be told.
    pub(crate) actual: Option<Json>,
    /// The rule whose verdict is not the expected one.
    pub(crate) rule: Option<String>,
    /// Why it fires or does not, for people.
    pub(crate) why: Option<String>,
}

impl Failure {
    /// What is to be judged cannot be.
    pub(crate) fn event(span: Span, message: String) -> Box<Self> {
        Self::unjudged(codes::EVENT, span, message)
    }

    /// A patch changes nothing.
    pub(crate) fn patch(span: Span) -> Box<Self> {
        let message = "`patch` changes nothing in the event".to_owned();
        Self::unjudged(codes::PATCH, span, message)
    }

    fn unjudged(code: Code, span: Span, message: String) -> Box<Self> {
        Box::new(Self {
            code,
            message,
            span,
            label: "",
            help: None,
            actual: None,
            rule: None,
            why: None,
        })
    }

    /// A rule does not fire that must.
    pub(crate) fn silent(rule: &Name, fired: &[&str]) -> Self {
        Self {
            code: codes::SILENT,
            message: format!("`{}` does not fire", rule.text),
            span: rule.span,
            label: "it must",
            help: Some(match fired {
                [] => "no rule fires".to_owned(),
                names => format!("what fires: {}", listed(names)),
            }),
            actual: None,
            rule: Some(rule.text.clone()),
            why: None,
        }
    }

    /// A rule fires that must not.
    pub(crate) fn fired(rule: &str, message: &str, span: Span) -> Self {
        Self {
            code: codes::FIRED,
            message: format!("`{rule}` fires"),
            span,
            label: "it must not",
            help: Some(format!("its output: {message}")),
            actual: None,
            rule: Some(rule.to_owned()),
            why: None,
        }
    }

    /// Something of an alert is another.
    pub(crate) fn differs(
        code: Code,
        what: &str,
        rule: &str,
        span: Span,
        actual: Option<Json>,
    ) -> Self {
        let help = actual.as_ref().map_or_else(
            || format!("the output of `{rule}` does not show it"),
            |actual| format!("it is {}", actual.shown()),
        );
        Self {
            code,
            message: format!("{what} of `{rule}` is another"),
            span,
            label: "expected this",
            help: Some(help),
            actual,
            rule: None,
            why: None,
        }
    }

    /// For the renderers.
    pub(crate) fn diagnostic(&self, source: SourceId) -> Diagnostic {
        let found = Diagnostic::new(Severity::Error, self.code.clone(), &*self.message);
        let mut found = found.at(source, self.span, self.label);
        found.help.clone_from(&self.help);
        found
    }
}

/// `` `a`, `b` ``
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
