//! What loading one file found.

use std::collections::HashSet;
use std::sync::Arc;

use falconet_diagnostics::render::Item;

use super::code::WarningCode;
use super::context::Context;
use super::error::{ErrorKey, LoadError, Loaded};
use super::space::Space;
use super::warning::LoadWarning;
use crate::advice::Advice;

/// What Falco's JSON schema says of a file. It never decides whether the file is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaReport {
    /// Whether there was a document to validate.
    pub evaluated: bool,
    /// What does not fit, in Falco's words.
    pub warnings: Vec<String>,
}

impl SchemaReport {
    /// The first finding, `ok`, or `none` if there was no document.
    pub fn status(&self) -> &str {
        match self.warnings.first() {
            Some(warning) => warning,
            None if self.evaluated => "ok",
            None => "none",
        }
    }
}

/// What loading one file found.
#[derive(Clone, Debug)]
pub struct FileReport {
    name: String,
    errors: Vec<Arc<LoadError>>,
    known_errors: HashSet<ErrorKey>,
    most_errors: usize,
    warnings: Vec<Arc<LoadWarning>>,
    schema: SchemaReport,
    items: Vec<Item>,
    space: Space,
}

impl FileReport {
    /// A report of at most that many bytes and errors.
    pub(crate) fn new(name: &str, bytes: usize, most_errors: usize) -> Self {
        Self {
            name: name.to_owned(),
            errors: Vec::new(),
            known_errors: HashSet::new(),
            most_errors,
            warnings: Vec::new(),
            schema: SchemaReport::default(),
            items: Vec::new(),
            space: Space::new(bytes),
        }
    }

    pub(crate) fn warn(
        &mut self,
        code: WarningCode,
        message: impl Into<String>,
        context: &Context,
    ) {
        self.add(LoadWarning::new(code, message, context).into());
    }

    pub(crate) fn warn_advised(
        &mut self,
        code: WarningCode,
        message: impl Into<String>,
        context: &Context,
        advice: Advice,
    ) {
        let warning = LoadWarning::new(code, message, context).advised(advice);
        self.add(warning.into());
    }

    pub(crate) fn add(&mut self, warning: Arc<LoadWarning>) {
        if self.space.take(warning.bytes) {
            self.warnings.push(warning);
        }
    }

    pub(crate) fn add_item(&mut self, item: Item) {
        self.items.push(item);
    }

    /// The items of the file in their order, whether they are right or not.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether there is more to say than was added.
    pub(crate) const fn is_full(&self) -> bool {
        self.space.is_full
    }

    /// Notes the error that ends the loading.
    pub(crate) fn fail(&mut self, error: LoadError) {
        self.errors.push(error.into());
    }

    /// Notes an error and goes on without what has it; gives it back if it ends the loading.
    pub(crate) fn recover(&mut self, error: impl Into<Arc<LoadError>>) -> Loaded<()> {
        let error = error.into();
        let key = error.key();
        if self.known_errors.contains(&key) {
            return Ok(());
        }
        let is_last = error.ends_loading || self.errors.len() + 1 >= self.most_errors;
        if is_last || !self.space.take(error.bytes()) {
            return Err(Arc::unwrap_or_clone(error));
        }
        self.known_errors.insert(key);
        self.errors.push(error);
        Ok(())
    }

    /// Whether an error does not end the loading.
    pub(crate) const fn goes_on(&self) -> bool {
        self.most_errors > 1
    }

    /// The value, or nothing where there is an error that does not end the loading.
    pub(crate) fn recovered<T>(&mut self, loaded: Loaded<T>) -> Loaded<Option<T>> {
        match loaded {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.recover(error).map(|()| None),
        }
    }

    /// What the schema says, and what is left of the space that findings have.
    pub(crate) const fn schema_mut(&mut self) -> (&mut SchemaReport, &mut Space) {
        (&mut self.schema, &mut self.space)
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the file was loaded.
    pub const fn successful(&self) -> bool {
        self.errors.is_empty()
    }

    /// Why it was not: Falco's error first. Reports of later files share what they repeat.
    pub fn errors(&self) -> &[Arc<LoadError>] {
        &self.errors
    }

    /// What may be wrong with it. Reports of later files share what they repeat.
    pub fn warnings(&self) -> &[Arc<LoadWarning>] {
        &self.warnings
    }

    /// What the schema says.
    pub const fn schema(&self) -> &SchemaReport {
        &self.schema
    }
}

#[cfg(test)]
mod tests {
    use falconet_diagnostics::{SourceId, Span};

    use super::super::ErrorCode;
    use super::*;

    #[test]
    fn only_an_error_makes_a_file_fail() {
        let context = Context::file(SourceId(0), "r.yaml");
        let mut report = FileReport::new("r.yaml", 1 << 20, 1);
        report.warn(WarningCode::UnknownItem, "Unknown top level item", &context);
        assert!(report.successful());
        report.fail(LoadError::new(ErrorCode::Validate, "no", &context));
        assert!(!report.successful());
    }

    #[test]
    fn a_full_report_takes_no_more() {
        let context = Context::file(SourceId(0), "r.yaml");
        let mut report = FileReport::new("r.yaml", 3 << 10, 1);
        for _ in 0..3 {
            assert!(!report.is_full());
            report.warn(WarningCode::UnknownItem, "Unknown top level item", &context);
        }
        assert!(report.is_full());
        assert_eq!(report.warnings().len(), 2);
    }

    fn error(message: &str, span: Span) -> LoadError {
        let file = Context::file(SourceId(0), "r.yaml");
        let place = file.inside(
            super::super::ItemType::Rule,
            "",
            crate::yaml::Mark::default(),
            span,
        );
        LoadError::new(ErrorCode::Validate, message, &place)
    }

    #[test]
    fn the_first_error_ends_a_loading_that_wants_one() {
        let mut report = FileReport::new("r.yaml", 1 << 20, 1);
        assert!(report.recover(error("no", Span::new(1, 2))).is_err());
        assert!(report.errors().is_empty());
    }

    #[test]
    fn errors_are_gathered_up_to_the_bound_and_each_once() {
        let mut report = FileReport::new("r.yaml", 1 << 20, 3);
        assert!(report.recover(error("no", Span::new(1, 2))).is_ok());
        assert!(report.recover(error("no", Span::new(1, 2))).is_ok());
        assert!(report.recover(error("no", Span::new(5, 6))).is_ok());
        assert!(report.recover(error("never", Span::new(1, 2))).is_err());
        assert_eq!(report.errors().len(), 2);
    }

    #[test]
    fn the_schema_status_is_its_first_finding() {
        assert_eq!(SchemaReport::default().status(), "none");
        assert_eq!(
            SchemaReport {
                evaluated: true,
                warnings: Vec::new()
            }
            .status(),
            "ok"
        );
        assert_eq!(
            SchemaReport {
                evaluated: true,
                warnings: vec!["failed".to_owned()]
            }
            .status(),
            "failed"
        );
    }
}
