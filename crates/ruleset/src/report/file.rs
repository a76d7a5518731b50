//! What loading one file found.

use super::code::{ErrorCode, WarningCode};
use super::context::Context;

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
}

impl FileReport {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            error: None,
            warnings: Vec::new(),
            schema: SchemaReport::default(),
        }
    }

    pub(crate) fn warn(
        &mut self,
        code: WarningCode,
        message: impl Into<String>,
        context: &Context,
    ) {
        self.warnings.push(LoadWarning {
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
        self.warnings.push(LoadWarning {
            code: WarningCode::DeprecatedItem,
            message,
            deprecated_field: Some(field),
            context,
        });
    }

    pub(crate) fn fail(&mut self, error: LoadError) {
        self.error = Some(error);
    }

    pub(crate) fn set_schema(&mut self, schema: SchemaReport) {
        self.schema = schema;
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
        let mut report = FileReport::new("r.yaml");
        report.warn(WarningCode::UnknownItem, "Unknown top level item", &context);
        assert!(report.successful());
        report.fail(LoadError::new(ErrorCode::Validate, "no", &context));
        assert!(!report.successful());
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
