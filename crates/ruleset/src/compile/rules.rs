//! Compiling rules.

use falconet_condition::ast::Expr;
use falconet_condition::{Span, print};
use falconet_event::catalogue::{FieldError, SourceId};

use super::condition::{Checks, Written};
use super::{Compiler, deprecated, event_type, na_check};
use crate::advice;
use crate::check::{self, CheckError, CheckErrorKind, CompileWarning};
use crate::collect::{Collector, Entry, ExceptionInfo, ItemKind, RuleInfo, Unread};
use crate::expand::{ExpansionError, MappedText, references, with_exceptions};
use crate::report::{ErrorCode, LoadError, Loaded, WarningCode, invalid};
use crate::ruleset::{ExceptionSummary, ExtraField, Rule};
use crate::silent::Fields;
use crate::typed::Condition;

/// How many errors of one condition are reported.
const MOST_ERRORS: usize = 64;
/// Every macro is visible to a rule.
const EVERYTHING: usize = usize::MAX;
/// The errors that `skip-if-unknown-filter` turns into a warning.
const SKIPPABLE: [&str; 4] = [
    "nonexistent field",
    "invalid formatting token",
    "unknown event type",
    "unknown filter:",
];
const EVERY_EVENT_TYPE: &str =
    "Rule matches too many evt.type values. This has a significant performance penalty.";

impl Compiler<'_> {
    /// The rules in position order, without those of unknown sources, those that are skipped, and those with errors.
    pub(super) fn compile_rules(&mut self, collector: &Collector) -> Loaded<Vec<Rule>> {
        let known = collector
            .rules
            .iter()
            .filter(|placed| placed.info.has_known_source);
        let compiled = known
            .map(|placed| {
                let rule = self.compile_or_skip(&placed.info, &collector.unread)?;
                Ok(rule.map(|rule| Rule {
                    changes: placed.changes.clone(),
                    ..rule
                }))
            })
            .filter_map(Result::transpose);
        compiled.collect()
    }

    fn compile_or_skip(&mut self, info: &RuleInfo, unread: &Unread) -> Loaded<Option<Rule>> {
        let source = self.catalogue.source(&info.source);
        let Some((id, fields)) = source.zip(Fields::of(self.catalogue, &info.source)) else {
            return Ok(None);
        };
        match self.compile_rule(info, id, fields, unread) {
            Ok(rule) => Ok(rule.filter(|_| info.is_whole)),
            Err(Failure::Skip(message, context)) => {
                self.report
                    .warn(WarningCode::UnknownFilter, message, &context);
                Ok(None)
            }
            Err(Failure::Errors(errors)) => self.recover_all(errors).map(|()| None),
        }
    }

    fn compile_rule(
        &mut self,
        info: &RuleInfo,
        source: SourceId,
        fields: Fields<'_>,
        unread: &Unread,
    ) -> Result<Option<Rule>, Failure> {
        let condition = with_exceptions(&info.condition, info.exceptions.as_slice(), &self.budget);
        let condition =
            self.part(condition.map_err(|(error, of)| inexpandable(error, of).into()))?;
        let output = self.output_of(fields, info);
        let output = self.part(output)?;
        let condition = match condition {
            Some(text) => {
                let condition = self.condition_of(text, fields, info, unread);
                self.part(condition)?.flatten()
            }
            None => None,
        };
        let rule = output.zip(condition).map(|(output, condition)| Rule {
            source,
            condition: condition.condition,
            condition_compiled: condition.printed,
            condition_span: condition.span,
            output: output.format,
            output_compiled: output.text.text().to_owned(),
            output_written: output.text,
            extra_fields: output.extra_fields,
            ..Self::described(info)
        });
        Ok(rule)
    }

    /// The value, or nothing where there are errors that do not end the loading.
    fn part<T>(&mut self, part: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match part {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Errors(errors)) => {
                self.recover_all(errors)?;
                Ok(None)
            }
            Err(skip @ Failure::Skip(..)) => Err(skip),
        }
    }

    fn output_of(&mut self, fields: Fields<'_>, info: &RuleInfo) -> Result<Output, Failure> {
        let text = self.full_output(fields, info);
        let format = self
            .compile_output(&text, fields, info)
            .map_err(|error| Failure::of_rule(vec![error], info))?;
        Ok(Output {
            format,
            extra_fields: self.extra_fields(fields, info)?,
            text,
        })
    }

    /// Nothing if it refers to something that has an error of its own.
    fn condition_of(
        &mut self,
        condition: MappedText,
        fields: Fields<'_>,
        info: &RuleInfo,
        unread: &Unread,
    ) -> Result<Option<Compiled>, Failure> {
        let text = condition.text().into();
        let tree = self.parse_condition(condition, None, &info.condition_context)?;
        let references = references(&tree);
        let written = |context| Written {
            text: &text,
            context,
            references: &references,
        };
        let resolved = self
            .resolve_macros(&tree, EVERYTHING, unread, &written(&info.context))
            .map_err(Failure::Errors)?;
        self.warn_of_condition(&resolved.tree, info);
        let written = written(&info.condition_context);
        let checked = self.check_condition(&resolved.tree, fields, &written, unread);
        let condition = checked.map_err(|errors| Failure::of_rule(errors, info))?;
        self.warn_of_every_event_type(&resolved.tree, info);
        let compiled = condition.filter(|_| resolved.is_whole);
        Ok(compiled.map(|condition| Compiled {
            condition,
            printed: print::print_condition(&resolved.tree),
            span: tree.span,
        }))
    }

    /// What a rule says of itself; the rest is to be filled in.
    fn described(info: &RuleInfo) -> Rule {
        Rule {
            name: info.name.clone(),
            description: info.description.clone(),
            source: SourceId(0),
            source_name: info.source.clone(),
            priority: info.priority,
            tags: info.tags.iter().cloned().collect(),
            enabled: info.enabled,
            capture: info.capture,
            capture_duration: info.capture_duration,
            condition: Condition::Or(Vec::new()),
            condition_text: info.condition.text().to_owned(),
            condition_compiled: String::new(),
            output: crate::typed::Format::default(),
            output_text: info.output.text().to_owned(),
            output_compiled: String::new(),
            extra_fields: Vec::new(),
            exceptions: info
                .exceptions
                .as_slice()
                .iter()
                .map(exception_summary)
                .collect(),
            labels: info.context.labels().to_vec(),
            changes: Vec::new(),
            condition_span: falconet_condition::Span::default(),
            output_written: MappedText::EMPTY,
        }
    }

    fn warn_of_condition(&mut self, tree: &Expr, info: &RuleInfo) {
        if na_check::has_unsafe_check(tree) {
            self.report
                .warn(WarningCode::UnsafeNaCheck, "", &info.context);
        }
        for field in deprecated::in_condition(tree) {
            self.report.warn_of_field(
                field,
                deprecated::condition_message(field).to_owned(),
                &info.context,
            );
        }
    }

    /// Nothing if all that is wrong with it is that a list could not be read.
    fn check_condition(
        &mut self,
        tree: &Expr,
        fields: Fields<'_>,
        written: &Written<'_>,
        unread: &Unread,
    ) -> Result<Option<Condition>, Vec<LoadError>> {
        let most = if self.report.goes_on() {
            MOST_ERRORS
        } else {
            1
        };
        let (condition, warnings) = match check_fields(tree, fields, most) {
            Ok(checked) => checked,
            Err(errors) => return self.check_errors(tree, &errors, fields, written, unread),
        };
        for warning in warnings {
            let context = self.place_at(written, warning.side, warning.span);
            self.report
                .warn(WarningCode::CompileCondition, warning.to_string(), &context);
        }
        Ok(Some(condition))
    }

    fn check_errors(
        &self,
        tree: &Expr,
        errors: &[CheckError],
        fields: Fields<'_>,
        written: &Written<'_>,
        unread: &Unread,
    ) -> Result<Option<Condition>, Vec<LoadError>> {
        let checks = Checks::of(tree);
        let of_rule = |error: &&CheckError| !self.is_unread_list(error, unread);
        let errors = errors.iter().filter(of_rule).map(|error| {
            let place = self.place_at(written, checks.around(error.span), error.span);
            LoadError::new(ErrorCode::CompileCondition, error.to_string(), &place)
                .advised(advice::unfit(&error.kind, fields, self.catalogue))
        });
        let errors: Vec<_> = errors.collect();
        if errors.is_empty() {
            Ok(None)
        } else {
            Err(errors)
        }
    }

    /// Whether a value is only wrong because it is the name of a list that could not be read.
    fn is_unread_list(&self, error: &CheckError, unread: &Unread) -> bool {
        let name = self.texts.text(error.span).unwrap_or_default();
        matches!(error.kind, CheckErrorKind::Value(_)) && unread.has(ItemKind::List, name)
    }

    fn warn_of_every_event_type(&mut self, tree: &Expr, info: &RuleInfo) {
        if info.source == "syscall" && info.warn_event_types && !event_type::is_restricted(tree) {
            self.report
                .warn(WarningCode::NoEventType, EVERY_EVENT_TYPE, &info.context);
        }
    }
}

/// A compiled output.
struct Output {
    format: crate::typed::Format,
    text: MappedText,
    extra_fields: Vec<ExtraField>,
}

/// A compiled condition.
struct Compiled {
    condition: Condition,
    printed: String,
    span: Span,
}

fn inexpandable(error: ExpansionError, exception: &ExceptionInfo) -> LoadError {
    let load_error = invalid(error.to_string(), &exception.context);
    match error {
        ExpansionError::Exceeded(_) => load_error.final_one(),
        ExpansionError::ListForScalar => load_error
            .advised("`fields` is one field, so each entry of `values` is one value, not a list"),
        ExpansionError::Length => {
            load_error.advised("each entry of `values` is a list with one value for each field")
        }
    }
}

/// Checks a condition against the fields of a source, as far as they are known. Where they are not, the result never
/// holds.
fn check_fields(
    tree: &Expr,
    fields: Fields<'_>,
    most_errors: usize,
) -> Result<(Condition, Vec<CompileWarning>), Vec<CheckError>> {
    match fields {
        Fields::Known(source) => check::condition_with_errors(tree, source, most_errors),
        Fields::Unknown(foreign) => match foreign.in_condition(tree) {
            Some((field, text)) => Err(vec![CheckError {
                kind: CheckErrorKind::Field(FieldError::Nonexistent {
                    text: text.into_bytes(),
                }),
                span: field.span,
            }]),
            None => Ok((Condition::Or(Vec::new()), Vec::new())),
        },
    }
}

/// Why a rule does not become one.
enum Failure {
    /// It asked to be left out in that case.
    Skip(String, crate::report::Context),
    /// It has errors.
    Errors(Vec<LoadError>),
}

impl Failure {
    /// The first error is Falco's: if that one is to be skipped, so is the rule.
    fn of_rule(errors: Vec<LoadError>, info: &RuleInfo) -> Self {
        let skippable = |error: &LoadError| {
            info.skip_if_unknown_filter && SKIPPABLE.iter().any(|text| error.message.contains(text))
        };
        let first = errors.first();
        match first.filter(|error| skippable(error)) {
            Some(error) => Self::Skip(error.message.clone(), error.context.clone()),
            None => {
                let errors = errors.into_iter().filter(|error| !skippable(error));
                Self::Errors(errors.collect())
            }
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Errors(vec![error])
    }
}

fn exception_summary(exception: &ExceptionInfo) -> ExceptionSummary {
    ExceptionSummary {
        name: exception.name.clone(),
        fields: words(&exception.fields),
        operators: words(&exception.comps),
        values: exception.values.len(),
        labels: exception.context.labels().to_vec(),
    }
}

fn words(entry: &Entry) -> Vec<String> {
    match entry {
        Entry::One(text) => vec![text.text().to_owned()],
        Entry::Many(entries) => entries
            .iter()
            .map(|entry| entry.scalar().text().to_owned())
            .collect(),
    }
}
