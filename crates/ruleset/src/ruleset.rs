//! The result of loading: checked rules, and what there is to say about them.

use falconet_condition::Span as ConditionSpan;
use falconet_condition::ast::Expr;
use falconet_diagnostics::Label;
use falconet_event::catalogue::SourceId;

use crate::changes::Change;
use crate::expand::{ConditionTexts, MappedText};
use crate::priority::Priority;
use crate::typed::{Condition, Expression, Format};
use crate::version::Version;

/// Everything that a set of files defines, compiled.
#[derive(Clone, Debug, Default)]
pub struct Ruleset {
    /// The rules in position order: that of their first definitions over all files. Rules of unknown sources and
    /// rules that were skipped are not among them; disabled ones are.
    pub rules: Vec<Rule>,
    /// The lists in position order.
    pub lists: Vec<ListSummary>,
    /// The macros in position order.
    pub macros: Vec<MacroSummary>,
    /// The highest engine version that a file requires.
    pub required_engine_version: Version,
    pub(crate) texts: ConditionTexts,
}

impl Ruleset {
    /// Where a span of a rule's condition was written, and how it got there: the place itself first, then the
    /// list references it came through. Sources are those of the loader.
    pub fn labels(&self, span: ConditionSpan) -> Vec<Label> {
        self.texts.labels(span)
    }

    /// The spans of the values that a test is against, from its own span, in order.
    pub fn values(&self, test: ConditionSpan) -> Vec<ConditionSpan> {
        self.texts.values(test)
    }

    /// The text of a span that is made of fields and values of an exception, which are written apart; nothing if it is not.
    pub fn composed_text(&self, span: ConditionSpan) -> Option<&str> {
        self.texts.composed_text(span)
    }

    /// The macro that a span of a rule's condition was written in; nothing if that is the rule itself.
    pub fn macro_at(&self, span: ConditionSpan) -> Option<&str> {
        self.texts.macro_name(span)
    }

    /// The same in parts.
    pub fn origin(&self, span: ConditionSpan) -> Origin {
        self.texts.origin(span)
    }

    /// The condition of a rule or a macro, from its span, with lists and exceptions in it and with the names of macros.
    pub fn tree(&self, condition: ConditionSpan) -> Option<Expr> {
        self.texts.tree(condition)
    }
}

/// How a part of a condition got to where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where it was written; nothing for what nobody wrote.
    pub place: Option<Label>,
    /// The macro in whose condition it stands.
    pub macro_name: Option<String>,
    /// The lists that it came through, and where each is named: the one that holds it first.
    pub lists: Vec<(String, Label)>,
}

/// A part of an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputPart<'r> {
    /// Its text.
    pub text: &'r str,
    /// Where it was written; nothing for blanks between parts, and for what the options append.
    pub place: Option<Label>,
}

impl Rule {
    /// The output with what the options append, in the parts that it was written in.
    pub fn output_parts(&self) -> impl Iterator<Item = OutputPart<'_>> {
        let parts = self.output_written.parts();
        parts.map(|(text, place)| OutputPart { text, place })
    }
}

/// A checked rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Name.
    pub name: String,
    /// `desc`
    pub description: String,
    /// The source whose events it is for.
    pub source: SourceId,
    /// That source's name.
    pub source_name: String,
    /// How grave a match is.
    pub priority: Priority,
    /// Sorted, each once.
    pub tags: Vec<String>,
    /// What the rules files say; a selection may say otherwise.
    pub enabled: bool,
    /// Whether Falco would write a capture file.
    pub capture: bool,
    /// Of how many milliseconds.
    pub capture_duration: u32,
    /// What is tested. Spans in it are for [`Ruleset::labels`]. Of a rule for a source whose fields are not known
    /// it is the empty `or`, which never holds.
    pub condition: Condition,
    /// The condition as written, appends included, exceptions not.
    pub condition_text: String,
    /// The condition printed back, with exceptions, lists and macros in it.
    pub condition_compiled: String,
    /// What an alert says.
    pub output: Format,
    /// The output as written, appends included.
    pub output_text: String,
    /// The output with what the options append to it.
    pub output_compiled: String,
    /// What the options add to the fields of an alert.
    pub extra_fields: Vec<ExtraField>,
    /// The exceptions.
    pub exceptions: Vec<ExceptionSummary>,
    /// Where the rule is defined.
    pub labels: Vec<Label>,
    /// What the files did to it.
    pub changes: Vec<Change>,
    /// All of its condition, for [`Ruleset::tree`].
    pub condition_span: ConditionSpan,
    pub(crate) output_written: MappedText,
}

/// A field that alerts have in addition.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraField {
    /// Its name in the alert.
    pub name: String,
    /// Its format as written.
    pub text: String,
    /// Its value.
    pub value: ExtraValue,
}

/// The value of an [`ExtraField`].
#[derive(Clone, Debug, PartialEq)]
pub enum ExtraValue {
    /// A field with its own type; nothing, if the name is not that of a plain field, and then the value is null.
    Raw(Option<Expression>),
    /// A text.
    Formatted(Format),
}

/// What an exception tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionSummary {
    /// Name.
    pub name: String,
    /// The fields it tests.
    pub fields: Vec<String>,
    /// The comparison for each.
    pub operators: Vec<String>,
    /// How many values it has, appended ones included. Without any it excepts nothing.
    pub values: usize,
    /// Where it is defined.
    pub labels: Vec<Label>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSummary {
    /// Name.
    pub name: String,
    /// The items as written.
    pub items: Vec<String>,
    /// The items after references to earlier lists.
    pub items_compiled: Vec<String>,
    /// Whether anything refers to it.
    pub used: bool,
    /// What the files did to it.
    pub changes: Vec<Change>,
}

/// A macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroSummary {
    /// Name.
    pub name: String,
    /// The condition as written, appends included.
    pub condition: String,
    /// Whether anything refers to it.
    pub used: bool,
    /// What the files did to it.
    pub changes: Vec<Change>,
    /// All of its condition, for [`Ruleset::tree`].
    pub condition_span: ConditionSpan,
}
