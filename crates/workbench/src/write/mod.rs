//! How explanations are written.

mod json;
mod nearest;
mod text;

use falconet_ruleset::Rule;
use falconet_show::Page;

use crate::explanation::Explanation;
use crate::nearest::Kept;

/// How explanations are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line, for each rule and event.
    #[default]
    Json,
    /// For people.
    Text,
}

/// Writes explanations in the order of events and rules.
#[derive(Debug)]
pub(crate) struct Writer {
    form: Form,
    page: Page,
    /// Whether the rules were named that are explained: else of those that did not fire there is a line each.
    is_named: bool,
    others: Vec<text::Other>,
}

impl Writer {
    pub(crate) const fn new(form: Form, page: Page, is_named: bool) -> Self {
        Self {
            form,
            page,
            is_named,
            others: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, explanation: &Explanation<'_>, out: &mut Vec<u8>) {
        match self.form {
            Form::Json => json::write(explanation, out),
            Form::Text if !self.is_named && !explanation.fired => {
                self.others.push(text::Other::of(explanation));
            }
            Form::Text => text::write(explanation, self.page, out),
        }
    }

    /// Writes which events came nearest to firing a rule.
    pub(crate) fn write_nearest(&self, rule: &Rule, kept: &Kept, out: &mut Vec<u8>) {
        match self.form {
            Form::Json => nearest::json(rule, kept, out),
            Form::Text => nearest::text(rule, kept, self.page, out),
        }
    }

    /// All rules of an event were written.
    pub(crate) fn end_event(&mut self, event: u64, out: &mut Vec<u8>) {
        if self.form == Form::Text && !self.is_named {
            text::write_others(event, &mut self.others, self.page, out);
        }
    }
}
