//! What loading one file found.

use super::code::{ErrorCode, WarningCode};
use super::context::Context;
use super::space::Space;

/// Why a file was not loaded. There is at most one, since the first one ends the loading.
#[derive(Clone, Debug)]
pub struct LoadError {
    /// What kind it is.
    pub code: ErrorCode,
    /// Falco's message.
    pub message: String,
    /// Where.
    pub context: Context,
}

impl LoadError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>, context: &Context) -> Self {
        Self {
            code,
            message: message.into(),
            context: context.clone(),
        }
    }
}

/// The result of anything that may end the loading of a file.
pub(crate) type Loaded<T> = Result<T, LoadError>;

/// Items do not fit each other.
pub(crate) fn invalid(message: impl Into<String>, context: &Context) -> LoadError {
    LoadError::new(ErrorCode::Validate, message, context)
}

/// An item does not have the shape of its kind.
pub(crate) fn malformed(message: impl Into<String>, context: &Context) -> LoadError {
    LoadError::new(ErrorCode::YamlValidate, message, context)
}

/// What may be wrong with a file.
#[derive(Clone, Debug)]
pub struct LoadWarning {
    /// What kind it is.
    pub code: WarningCode,
    /// Falco's message; sometimes empty.
    pub message: String,
    /// The field, if it is about a deprecated one.
    pub deprecated_field: Option<&'static str>,
    /// Where.
    pub context: Context,
}

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
    error: Option<LoadError>,
    warnings: Vec<LoadWarning>,
    schema: SchemaReport,
    space: Space,
}

impl FileReport {
    /// A report of at most that many bytes.
    pub(crate) fn new(name: &str, bytes: usize) -> Self {
        Self {
            name: name.to_owned(),
            error: None,
            warnings: Vec::new(),
            schema: SchemaReport::default(),
            space: Space::new(bytes),
        }
    }

    pub(crate) fn warn(
        &mut self,
        code: WarningCode,
        message: impl Into<String>,
        context: &Context,
    ) {
        self.add(LoadWarning {
            code,
            message: message.into(),
            deprecated_field: None,
            context: context.clone(),
        });
    }

    pub(crate) fn warn_of_field(
        &mut self,
        field: &'static str,
        message: String,
        context: &Context,
    ) {
        let context = context.clone();
        self.add(LoadWarning {
            code: WarningCode::DeprecatedItem,
            message,
            deprecated_field: Some(field),
            context,
        });
    }

    fn add(&mut self, warning: LoadWarning) {
        let names = warning.context.locations();
        let names: usize = names.iter().map(|location| location.item_name.len()).sum();
        if self.space.take(warning.message.len() + names) {
            self.warnings.push(warning);
        }
    }

    /// Whether there is more to say than was added.
    pub(crate) const fn is_full(&self) -> bool {
        self.space.is_full
    }

    pub(crate) fn fail(&mut self, error: LoadError) {
        self.error = Some(error);
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
        self.error.is_none()
    }

    /// Why it was not.
    pub const fn error(&self) -> Option<&LoadError> {
        self.error.as_ref()
    }

    /// What may be wrong with it.
    pub fn warnings(&self) -> &[LoadWarning] {
        &self.warnings
    }

    /// What the schema says.
    pub const fn schema(&self) -> &SchemaReport {
        &self.schema
    }
}

#[cfg(test)]
mod tests {
    use falconet_diagnostics::SourceId;

    use super::*;

    #[test]
    fn only_an_error_makes_a_file_fail() {
        let context = Context::file(SourceId(0), "r.yaml");
        let mut report = FileReport::new("r.yaml", 1 << 20);
        report.warn(WarningCode::UnknownItem, "Unknown top level item", &context);
        assert!(report.successful());
        report.fail(LoadError::new(ErrorCode::Validate, "no", &context));
        assert!(!report.successful());
    }

    #[test]
    fn a_full_report_takes_no_more() {
        let context = Context::file(SourceId(0), "r.yaml");
        let mut report = FileReport::new("r.yaml", 3 << 10);
        for _ in 0..3 {
            assert!(!report.is_full());
            report.warn(WarningCode::UnknownItem, "Unknown top level item", &context);
        }
        assert!(report.is_full());
        assert_eq!(report.warnings().len(), 2);
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
