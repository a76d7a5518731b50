//! Outputs of rules, and what the options add to them.

use falconet_condition::Span as ConditionSpan;
use falconet_diagnostics::Span;

use super::Compiler;
use super::deprecated;
use crate::advice;
use crate::check::{FormatError, FormatErrorKind, format};
use crate::collect::RuleInfo;
use crate::expand::MappedText;
use crate::options::{AppendOutput, ExtraFieldOption};
use crate::report::{ErrorCode, LoadError, Loaded, WarningCode};
use crate::ruleset::{ExtraField, ExtraValue};
use crate::silent::Fields;
use crate::typed::{Format, Piece};

const CONTAINER_INFO: &str = "%container.info";
const CONTAINER_INFO_IS_DEPRECATED: &str = "%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.";

impl Compiler<'_> {
    /// The output with everything that the options append to it.
    pub(super) fn full_output(&mut self, fields: Fields<'_>, info: &RuleInfo) -> MappedText {
        let mut output = info.output.clone();
        let entries = self.options.append_output.iter();
        for entry in entries.filter(|entry| applies(entry, info)) {
            append(&mut output, entry, fields);
        }
        if !output.text().contains(CONTAINER_INFO) {
            return output;
        }
        self.warn(
            WarningCode::DeprecatedItem,
            CONTAINER_INFO_IS_DEPRECATED,
            &info.output_context,
        );
        output.without(CONTAINER_INFO)
    }

    /// Compiles an output and warns of deprecated fields in it.
    pub(super) fn compile_output(
        &mut self,
        output: &MappedText,
        fields: Fields<'_>,
        info: &RuleInfo,
    ) -> Loaded<Format> {
        let compiled = compile_format(output.text(), fields).map_err(|error| {
            let span = Span::new(error.span.start, error.span.end);
            let word = output.text().get(span.range()).unwrap_or_default();
            let advice = advice::bad_output(error.kind, word, fields, self.catalogue);
            let context = &info.output_context;
            LoadError::new(ErrorCode::CompileOutput, error.to_string(), context)
                .advised(advice.at(output.labels(span)))
        })?;
        for field in deprecated::in_output(output.text()) {
            let message =
                format!("usage of deprecated field '{field}' has been detected in the rule output");
            self.warn_of_field(field, message, &info.output_context);
        }
        Ok(compiled)
    }

    /// The fields that the options add to the alerts of a rule. A later one takes the place of one with its name.
    pub(super) fn extra_fields(
        &mut self,
        fields: Fields<'_>,
        info: &RuleInfo,
    ) -> Loaded<Vec<ExtraField>> {
        let mut extra: Vec<ExtraField> = Vec::new();
        for option in self.extra_options(info) {
            let field = self.extra_field(&option, fields, info)?;
            extra.retain(|earlier| earlier.name != field.name);
            extra.push(field);
        }
        Ok(extra)
    }

    fn extra_options(&self, info: &RuleInfo) -> Vec<ExtraFieldOption> {
        let entries = self.options.append_output.iter();
        let applied = entries.filter(|entry| applies(entry, info));
        applied
            .flat_map(|entry| entry.extra_fields.iter().cloned())
            .collect()
    }

    fn extra_field(
        &mut self,
        option: &ExtraFieldOption,
        fields: Fields<'_>,
        info: &RuleInfo,
    ) -> Loaded<ExtraField> {
        match option {
            ExtraFieldOption::Formatted { name, format } => {
                let compiled = self.compile_output(&unwritten(format), fields, info)?;
                Ok(ExtraField {
                    name: name.clone(),
                    text: format.clone(),
                    value: ExtraValue::Formatted(compiled),
                })
            }
            ExtraFieldOption::Raw(name) => {
                let text = format!("%{name}");
                let compiled = self.compile_output(&unwritten(&text), fields, info)?;
                Ok(ExtraField {
                    name: name.clone(),
                    text,
                    value: raw_value(name, compiled),
                })
            }
        }
    }
}

/// Appends what an entry asks for, each part behind a blank.
fn append(output: &mut MappedText, entry: &AppendOutput, fields: Fields<'_>) {
    if let Some(extra) = &entry.extra_output {
        output.add(" ");
        output.add(extra);
    }
    for name in fields.suggested().filter(|_| entry.suggested_output) {
        output.add(&format!(" {}=%{name}", name.replace('.', "_")));
    }
}

/// Whether an entry of `append_output` is for a rule.
fn applies(entry: &AppendOutput, info: &RuleInfo) -> bool {
    entry
        .source
        .as_ref()
        .is_none_or(|source| *source == info.source)
        && entry.rule.as_ref().is_none_or(|rule| *rule == info.name)
        && entry.tags.iter().all(|tag| info.tags.contains(tag))
}

/// Only a plain field under its own printed name has a value; Falco looks the name up among the fields of the text.
fn raw_value(name: &str, compiled: Format) -> ExtraValue {
    match <[Piece; 1]>::try_from(compiled.pieces) {
        Ok([Piece::Value { expression, .. }])
            if expression.text == name
                && compiled.fields.iter().any(|field| field.text == name) =>
        {
            ExtraValue::Raw(Some(expression))
        }
        _ => ExtraValue::Raw(None),
    }
}

/// What an option says, which stands in no file.
fn unwritten(text: &str) -> MappedText {
    let mut mapped = MappedText::default();
    mapped.add(text);
    mapped
}

fn compile_format(output: &str, fields: Fields<'_>) -> Result<Format, FormatError> {
    let foreign = match fields {
        Fields::Known(source) => return format(output, source),
        Fields::Unknown(foreign) => foreign,
    };
    let last = output.len().saturating_sub(1);
    if output.is_empty() {
        Err(FormatErrorKind::Empty.at(ConditionSpan::default()))
    } else if output.ends_with('%') {
        Err(FormatErrorKind::EndsWithPercent.at(ConditionSpan::new(last, output.len())))
    } else if let Some(span) = foreign.in_output(output) {
        Err(FormatErrorKind::UnknownField.at(span))
    } else {
        Ok(Format::default())
    }
}
