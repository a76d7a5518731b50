//! Compiling rules.

use std::sync::Arc;

use falconet_condition::ast::Expr;
use falconet_condition::print;
use falconet_event::catalogue::{FieldError, SourceId};

use super::condition::{Checks, Written};
use super::{Compiler, deprecated, event_type, na_check};
use crate::check::{self, CheckError, CheckErrorKind, CompileWarning};
use crate::collect::{Entry, ExceptionInfo, Placed, RuleInfo, Table};
use crate::expand::{MappedText, with_exceptions};
use crate::report::{ErrorCode, LoadError, Loaded, WarningCode, invalid};
use crate::ruleset::{ExceptionSummary, Rule};
use crate::silent::Fields;
use crate::typed::Condition;

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
    /// The rules in position order, without those of unknown sources and those that are skipped.
    pub(super) fn compile_rules(&mut self, rules: &Table<RuleInfo>) -> Loaded<Vec<Rule>> {
        let known = rules.iter().filter(|placed| placed.info.has_known_source);
        let compiled = known
            .map(|placed| self.compile_or_skip(placed))
            .filter_map(Result::transpose);
        compiled.collect()
    }

    fn compile_or_skip(&mut self, placed: &Placed<RuleInfo>) -> Loaded<Option<Rule>> {
        let source = self.catalogue.source(&placed.info.source);
        let Some((id, fields)) = source.zip(Fields::of(self.catalogue, &placed.info.source)) else {
            return Ok(None);
        };
        match self.compile_rule(&placed.info, id, fields) {
            Ok(rule) => Ok(Some(rule)),
            Err(Failure::Skip(message, context)) => {
                self.report
                    .warn(WarningCode::UnknownFilter, message, &context);
                Ok(None)
            }
            Err(Failure::Error(error)) => Err(error),
        }
    }

    fn compile_rule(
        &mut self,
        info: &RuleInfo,
        source: SourceId,
        fields: Fields<'_>,
    ) -> Result<Rule, Failure> {
        let condition = with_exceptions(&info.condition, info.exceptions.as_slice(), &self.budget)
            .map_err(|(error, exception)| invalid(error.to_string(), &exception.context))?;
        let output = self.full_output(fields, info);
        let compiled_output = self
            .compile_output(output.text(), fields, info)
            .map_err(|error| Failure::of_rule(error, info))?;
        let extra_fields = self.extra_fields(fields, info)?;
        let text = condition.text().into();
        let tree = self.condition_tree(condition, &text, info)?;
        self.warn_of_condition(&tree, info);
        let written = Written {
            text: &text,
            context: &info.condition_context,
        };
        let condition = self
            .check_condition(&tree, fields, &written)
            .map_err(|error| Failure::of_rule(error, info))?;
        self.warn_of_every_event_type(&tree, info);
        Ok(Rule {
            source,
            condition,
            condition_compiled: print::print_condition(&tree),
            output: compiled_output,
            output_compiled: output.text().to_owned(),
            extra_fields,
            ..Self::described(info)
        })
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
        }
    }

    fn condition_tree(
        &mut self,
        condition: MappedText,
        text: &Arc<str>,
        info: &RuleInfo,
    ) -> Loaded<Expr> {
        let tree = self.parse_condition(condition, None, &info.condition_context)?;
        self.resolve_macros(
            &tree,
            EVERYTHING,
            &Written {
                text,
                context: &info.context,
            },
        )
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

    fn check_condition(
        &mut self,
        tree: &Expr,
        fields: Fields<'_>,
        written: &Written<'_>,
    ) -> Loaded<Condition> {
        let place = |span| self.place_at(written, Checks::of(tree).around(span), span);
        let (condition, warnings) = check_fields(tree, fields).map_err(|error| {
            LoadError::new(
                ErrorCode::CompileCondition,
                error.to_string(),
                &place(error.span),
            )
        })?;
        for warning in warnings {
            let context = self.place_at(written, warning.side, warning.span);
            self.report
                .warn(WarningCode::CompileCondition, warning.to_string(), &context);
        }
        Ok(condition)
    }

    fn warn_of_every_event_type(&mut self, tree: &Expr, info: &RuleInfo) {
        if info.source == "syscall" && info.warn_event_types && !event_type::is_restricted(tree) {
            self.report
                .warn(WarningCode::NoEventType, EVERY_EVENT_TYPE, &info.context);
        }
    }
}

/// Checks a condition against the fields of a source, as far as they are known. Where they are not, the result never
/// holds.
fn check_fields(
    tree: &Expr,
    fields: Fields<'_>,
) -> Result<(Condition, Vec<CompileWarning>), CheckError> {
    match fields {
        Fields::Known(source) => check::condition(tree, source),
        Fields::Unknown(foreign) => match foreign.in_condition(tree) {
            Some((field, text)) => Err(CheckError {
                kind: CheckErrorKind::Field(FieldError::Nonexistent {
                    text: text.into_bytes(),
                }),
                span: field.span,
            }),
            None => Ok((Condition::Or(Vec::new()), Vec::new())),
        },
    }
}

/// Why a rule does not become one.
enum Failure {
    /// It asked to be left out in that case.
    Skip(String, crate::report::Context),
    /// It ends the load.
    Error(LoadError),
}

impl Failure {
    fn of_rule(error: LoadError, info: &RuleInfo) -> Self {
        if !info.skip_if_unknown_filter
            || !SKIPPABLE.iter().any(|text| error.message.contains(text))
        {
            return Self::Error(error);
        }
        Self::Skip(error.message, error.context)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Error(error)
    }
}

fn exception_summary(exception: &ExceptionInfo) -> ExceptionSummary {
    ExceptionSummary {
        name: exception.name.clone(),
        fields: words(&exception.fields),
        operators: words(&exception.comps),
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
