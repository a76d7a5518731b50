//! Pages that the module writes: asked for, and printed.

use std::io::{self, Write as _};

use super::{CommandError, ask, program};
use crate::cli::{GlobalOptions, PageFormat, RulesOptions};
use crate::messages::{Page, PageAnswer, Request, RulesFile};
use crate::rules;
use crate::runtime::Failure;
use crate::terminal::{Messages, Stream, harmless_block, terminal_width, use_color};

/// What a page had on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Printed {
    /// No entry.
    Nothing,
    /// An entry, or several.
    Something,
}

/// A page to print.
pub(super) struct Asked<'a> {
    pub(super) global: &'a GlobalOptions,
    pub(super) rules: &'a RulesOptions,
    pub(super) format: PageFormat,
    pub(super) messages: Messages,
}

/// A page in a format. Lines are wrapped for a terminal only: others can search whole lines.
pub(super) fn page(global: &GlobalOptions, format: &'static str, is_text: bool) -> Page {
    Page {
        format,
        width: terminal_width().filter(|_| is_text),
        color: is_text && use_color(global.color, Stream::Output),
    }
}

impl Asked<'_> {
    /// The rules files that the page is about.
    pub(super) fn files(&self) -> Result<Vec<RulesFile>, CommandError> {
        Ok(rules::read(
            &self.rules.rules,
            self.rules.rule_limits.max_rules,
        )?)
    }

    /// How the page is wanted.
    pub(super) fn page(&self) -> Page {
        let is_text = self.format == PageFormat::Text;
        page(self.global, if is_text { "text" } else { "json" }, is_text)
    }

    /// Asks the module and prints what it answers.
    pub(super) fn print(&self, request: &Request<'_>) -> Result<Printed, CommandError> {
        let (_, mut instance) = program::prepare(self.global, &self.rules.module_limits)?;
        let answer: PageAnswer = ask(&mut instance, request)?;
        if let Some(fatal) = answer.fatal {
            self.messages.block(&answer.rendered);
            return Err(CommandError::Refused(fatal));
        }
        let text = match (answer.text, answer.items.or(answer.rule)) {
            (Some(text), _) if self.format == PageFormat::Text => {
                harmless_block(&text, self.page().color)
            }
            (_, Some(json)) if self.format == PageFormat::Json => format!("{}\n", json.get()),
            _ => {
                return Err(
                    Failure::Contract("a page is not in the form that was asked for").into(),
                );
            }
        };
        write!(io::stdout().lock(), "{text}")?;
        let is_empty = matches!(text.trim(), "" | "[]");
        Ok(if is_empty {
            Printed::Nothing
        } else {
            Printed::Something
        })
    }
}
