//! Compiling the condition of a rule.

use falconet_condition::ast::Expr;
use falconet_condition::{Span, print};
use falconet_event::catalogue::FieldError;

use super::condition::{Checks, Written};
use super::failure::{Failure, is_skipped};
use super::{Compiler, deprecated, event_type, na_check};
use crate::advice;
use crate::check::{self, CheckError, CheckErrorKind, CompileWarning};
use crate::collect::{ItemKind, RuleInfo, Unread};
use crate::expand::{MappedText, references};
use crate::report::{ErrorCode, LoadError, LoadWarning, WarningCode};
use crate::silent::Fields;
use crate::typed::Condition;

/// How many errors of one condition are reported.
const MOST_ERRORS: usize = 64;
/// Every macro is visible to a rule.
const EVERYTHING: usize = usize::MAX;
const EVERY_EVENT_TYPE: &str =
    "Rule matches too many evt.type values. This has a significant performance penalty.";

/// A compiled condition.
pub(super) struct Compiled {
    pub(super) condition: Condition,
    /// Printed back.
    pub(super) printed: String,
    /// Where it stands, before macros are put in.
    pub(super) span: Span,
}

impl Compiler<'_> {
    /// Nothing if it refers to something that has an error of its own.
    pub(super) fn condition_of(
        &mut self,
        condition: MappedText,
        fields: Fields<'_>,
        info: &RuleInfo,
        unread: &Unread,
    ) -> Result<Option<Compiled>, Failure> {
        let text = condition.text().into();
        let tree = self.parse_condition(condition, None, &info.condition_context)?;
        let references = references(&tree);
        self.mentions.note_macros(&references);
        let written = |context| Written {
            text: &text,
            context,
            references: &references,
        };
        let resolved = self
            .resolve_macros(&tree, EVERYTHING, unread, &written(&info.context))
            .map_err(Failure::Errors)?;
        if resolved.is_whole {
            self.warn_of_condition(&resolved.tree, info);
        }
        let written = written(&info.condition_context);
        let condition = self.check_condition(&resolved.tree, fields, &written, info, unread)?;
        if !resolved.is_whole {
            return Ok(None);
        }
        self.warn_of_every_event_type(&resolved.tree, info);
        Ok(Some(Compiled {
            condition,
            printed: print::print_condition(&resolved.tree),
            span: tree.span,
        }))
    }

    fn warn_of_condition(&mut self, tree: &Expr, info: &RuleInfo) {
        if na_check::has_unsafe_check(tree) {
            self.warn(WarningCode::UnsafeNaCheck, "", &info.context);
        }
        for field in deprecated::in_condition(tree) {
            let message = deprecated::condition_message(field).to_owned();
            self.warn_of_field(field, message, &info.context);
        }
    }

    fn check_condition(
        &mut self,
        tree: &Expr,
        fields: Fields<'_>,
        written: &Written<'_>,
        info: &RuleInfo,
        unread: &Unread,
    ) -> Result<Condition, Failure> {
        let most = self.options.most_errors.min(MOST_ERRORS);
        let (condition, warnings) = check_fields(tree, fields, most)
            .map_err(|errors| self.unfit(tree, &errors, fields, written, info, unread))?;
        for warning in warnings {
            let context = self.place_at(written, warning.side, warning.span);
            let message = warning.to_string();
            let odd = LoadWarning::new(WarningCode::CompileCondition, message, &context);
            self.findings
                .rules
                .warn(odd.advised(advice::odd_value(&warning).into()));
        }
        Ok(condition)
    }

    /// What comes of the errors of a condition. The first one is Falco's: if that one is to be skipped, so is the rule.
    fn unfit(
        &mut self,
        tree: &Expr,
        errors: &[CheckError],
        fields: Fields<'_>,
        written: &Written<'_>,
        info: &RuleInfo,
        unread: &Unread,
    ) -> Failure {
        let checks = Checks::of(tree);
        let place = |span| self.place_at(written, checks.around(span), span);
        let first = errors.first().map(|error| (error.to_string(), error.span));
        if let Some((message, span)) = first.filter(|(message, _)| is_skipped(message, info)) {
            return Failure::Skip(message, place(span));
        }
        let mut found = Vec::new();
        for error in errors {
            let message = error.to_string();
            if is_skipped(&message, info)
                || self.is_unread_list(error, unread)
                || !self.told.insert((error.span, message.clone()))
            {
                continue;
            }
            let place = self.place_at(written, checks.around(error.span), error.span);
            let advice = advice::unfit(&error.kind, fields, self.catalogue);
            let error = LoadError::new(ErrorCode::CompileCondition, message, &place);
            found.push(error.advised(advice));
        }
        Failure::Errors(found)
    }

    /// Whether a value is only wrong because it is the name of a list that could not be read.
    fn is_unread_list(&mut self, error: &CheckError, unread: &Unread) -> bool {
        if !matches!(error.kind, CheckErrorKind::Value(_)) {
            return false;
        }
        let name = self.ruleset.texts.text(error.span).unwrap_or_default();
        self.mentions.note_wrong_value(name);
        unread.has(ItemKind::List, name)
    }

    fn warn_of_every_event_type(&mut self, tree: &Expr, info: &RuleInfo) {
        if info.source == "syscall" && info.warn_event_types && !event_type::is_restricted(tree) {
            self.warn(WarningCode::NoEventType, EVERY_EVENT_TYPE, &info.context);
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
