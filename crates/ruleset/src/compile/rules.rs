//! Compiling rules.

use falconet_event::catalogue::SourceId;

use super::Compiler;
use super::failure::{Failure, is_skipped};
use crate::collect::{Collector, Entry, ExceptionInfo, Placed, RuleInfo, Unread};
use crate::expand::{ExpansionError, MappedText, with_exceptions};
use crate::report::{Context, LoadError, LoadWarning, WarningCode, invalid};
use crate::ruleset::{ExceptionSummary, ExtraField, Rule};
use crate::silent::Fields;
use crate::typed::Condition;

impl Compiler<'_> {
    /// Compiles the rules that are new, in position order: all but those of unknown sources, those that are skipped,
    /// and those with errors.
    pub(super) fn compile_rules(&mut self, collector: &Collector) {
        for placed in collector.rules.from(self.checked) {
            if self.findings.rules_go_on() {
                let rule = self.compile_placed(placed, &collector.unread);
                self.ruleset.rules.extend(rule);
                self.checked += 1;
            }
        }
    }

    fn compile_placed(&mut self, placed: &Placed<RuleInfo>, unread: &Unread) -> Option<Rule> {
        let info = Some(&placed.info).filter(|info| info.has_known_source)?;
        let only = self.options.only.as_ref();
        if only.is_some_and(|only| *only != info.name) {
            return None;
        }
        let rule = self.compile_or_skip(info, unread)?;
        Some(Rule {
            changes: placed.changes.clone(),
            ..rule
        })
    }

    fn compile_or_skip(&mut self, info: &RuleInfo, unread: &Unread) -> Option<Rule> {
        let source = self.catalogue.source(&info.source)?;
        let fields = Fields::of(self.catalogue, &info.source)?;
        match self.compile_rule(info, source, fields, unread) {
            Ok(rule) => rule.filter(|_| info.is_whole),
            Err(Skipped(message, context)) => {
                self.warn(WarningCode::UnknownFilter, message, &context);
                None
            }
        }
    }

    fn compile_rule(
        &mut self,
        info: &RuleInfo,
        source: SourceId,
        fields: Fields<'_>,
        unread: &Unread,
    ) -> Result<Option<Rule>, Skipped> {
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

    /// The value, or nothing where there are errors.
    fn part<T>(&mut self, part: Result<T, Failure>) -> Result<Option<T>, Skipped> {
        match part {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Errors(errors)) => {
                self.findings.rules.fail_all(errors);
                Ok(None)
            }
            Err(Failure::Skip(message, context)) => Err(Skipped(message, context)),
        }
    }

    pub(super) fn warn(
        &mut self,
        code: WarningCode,
        message: impl Into<String>,
        context: &Context,
    ) {
        let warning = LoadWarning::new(code, message, context);
        self.findings.rules.warn(warning);
    }

    pub(super) fn warn_of_field(
        &mut self,
        field: &'static str,
        message: String,
        context: &Context,
    ) {
        let warning = LoadWarning::of_field(field, message, context);
        self.findings.rules.warn(warning);
    }

    fn output_of(&mut self, fields: Fields<'_>, info: &RuleInfo) -> Result<Output, Failure> {
        let text = self.full_output(fields, info);
        let format = self.compile_output(&text, fields, info).map_err(|error| {
            if is_skipped(&error.message, info) {
                Failure::Skip(error.message, error.context)
            } else {
                error.into()
            }
        })?;
        Ok(Output {
            format,
            extra_fields: self.extra_fields(fields, info)?,
            text,
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
            changes: Vec::new(),
            condition_span: falconet_condition::Span::default(),
            output_written: MappedText::EMPTY,
        }
    }
}

/// A rule is left out, as it asks for: what is said of it, and where.
struct Skipped(String, Context);

/// A compiled output.
struct Output {
    format: crate::typed::Format,
    text: MappedText,
    extra_fields: Vec<ExtraField>,
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
