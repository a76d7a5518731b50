//! How explanations are written.

mod fields;
mod html;
mod json;
mod nearest;
mod text;

pub use html::{escaped, page_head};

use falconet_engine::RecordPlace;
use falconet_ruleset::Rule;
use falconet_show::Page;

use crate::explanation::Explanation;
use crate::fields::FieldValue;
use crate::nearest::Kept;

/// How explanations are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line, for each rule and event.
    #[default]
    Json,
    /// For people.
    Text,
    /// A page for browsers.
    Html,
}

/// Writes explanations in the order of events and rules.
#[derive(Debug)]
pub(crate) struct Writer {
    form: Form,
    page: Page,
    /// Whether the rules were named that are explained: else of those that did not fire there is a line each.
    is_named: bool,
    others: text::Others,
    /// Whether the head of a page is written.
    is_begun: bool,
}

impl Writer {
    pub(crate) fn new(form: Form, page: Page, is_named: bool) -> Self {
        Self {
            form,
            page,
            is_named,
            others: text::Others::default(),
            is_begun: false,
        }
    }

    /// Writes an explanation of an event of these bytes.
    pub(crate) fn write(
        &mut self,
        explanation: &Explanation<'_>,
        record: &[u8],
        out: &mut Vec<u8>,
    ) {
        match self.form {
            Form::Json => json::write(explanation, out),
            Form::Text if !self.is_named && !explanation.fired => {
                self.others.add(explanation);
            }
            Form::Text => text::write(explanation, self.page, out),
            Form::Html => {
                if !std::mem::replace(&mut self.is_begun, true) {
                    out.extend_from_slice(html::head().as_bytes());
                }
                html::write(explanation, record, out);
            }
        }
    }

    /// Writes which events came nearest to firing a rule.
    pub(crate) fn write_nearest(&self, rule: &Rule, kept: &Kept, out: &mut Vec<u8>) {
        match self.form {
            Form::Json => nearest::json(rule, kept, out),
            Form::Text | Form::Html => nearest::text(rule, kept, self.page, out),
        }
    }

    /// All rules of an event were written.
    pub(crate) fn end_event(&mut self, event: u64, out: &mut Vec<u8>) {
        if self.form == Form::Text && !self.is_named {
            text::write_others(event, &mut self.others, self.page, out);
        }
    }
}

/// Writes the fields of an event.
pub(crate) fn write_fields(
    event: u64,
    place: RecordPlace,
    values: &[FieldValue<'_>],
    form: Form,
    page: Page,
    out: &mut Vec<u8>,
) {
    match form {
        Form::Json => fields::json(event, place, values, out),
        Form::Text | Form::Html => fields::text(event, values, page, out),
    }
}
