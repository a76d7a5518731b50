//! Witnesses for people, for programs, and as tests of rules.

mod cases;
mod json;
mod text;

use falconet_show::Page;

use crate::witness::Witness;

/// How witnesses are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// For people.
    #[default]
    Text,
    /// A JSON object a line: `docs/schema/witness.schema.json`.
    Json,
    /// A file of tests: `docs/RULE-TESTS.md`.
    Test,
}

/// What stands before all witnesses: a file of tests names its rules and their source.
pub fn head(form: Form, files: &[&str], source: &str) -> String {
    match form {
        Form::Text | Form::Json => String::new(),
        Form::Test => cases::head(files, source),
    }
}

/// Writes a witness.
pub fn render(witness: &Witness, form: Form, page: Page) -> String {
    match form {
        Form::Text => text::render(witness, page),
        Form::Json => json::render(witness),
        Form::Test => cases::render(witness),
    }
}
