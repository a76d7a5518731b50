//! What compiling finds, kept to be told in the report of every file that follows, as Falco does.

use std::collections::HashSet;
use std::sync::Arc;

use super::error::{ErrorKey, LoadError, Loaded};
use super::file::FileReport;
use super::space::Space;
use super::warning::LoadWarning;

/// One thing that was found.
#[derive(Clone, Debug)]
enum Finding {
    Warning(Arc<LoadWarning>),
    Error(Arc<LoadError>),
}

/// What one stage of compiling finds, in its order. It holds no more than a report could: whatever lies behind that
/// is never told.
#[derive(Clone, Debug)]
pub(crate) struct Findings {
    all: Vec<Finding>,
    known_errors: HashSet<ErrorKey>,
    most_errors: usize,
    space: Space,
    /// The error that ends the loading of every file.
    last: Option<Arc<LoadError>>,
}

impl Findings {
    /// Nothing yet, and at most that many bytes and errors.
    pub(crate) fn new(bytes: usize, most_errors: usize) -> Self {
        Self {
            all: Vec::new(),
            known_errors: HashSet::new(),
            most_errors,
            space: Space::new(bytes),
            last: None,
        }
    }

    /// Whether nothing that is added is ever told.
    pub(crate) const fn is_closed(&self) -> bool {
        self.last.is_some()
    }

    /// Whether they were closed by an error that ends the loading by itself.
    pub(crate) fn are_final(&self) -> bool {
        self.last.as_ref().is_some_and(|error| error.ends_loading)
    }

    /// Adds a warning. The first one for which there is no space is needed: it fills the report.
    pub(crate) fn warn(&mut self, warning: LoadWarning) {
        let had_space = !self.space.is_full;
        self.space.take(warning.bytes);
        if had_space && !self.is_closed() {
            self.all.push(Finding::Warning(warning.into()));
        }
    }

    pub(crate) fn fail(&mut self, error: LoadError) {
        let key = error.key();
        if self.is_closed() || self.known_errors.contains(&key) {
            return;
        }
        let is_last = error.ends_loading || self.known_errors.len() + 1 >= self.most_errors;
        let error = Arc::new(error);
        if is_last || !self.space.take(error.bytes()) {
            self.last = Some(error);
            return;
        }
        self.known_errors.insert(key);
        self.all.push(Finding::Error(error));
    }

    pub(crate) fn fail_all(&mut self, errors: Vec<LoadError>) {
        for error in errors {
            self.fail(error);
        }
    }

    /// The value, or nothing where there is an error.
    pub(crate) fn passed<T>(&mut self, loaded: Loaded<T>) -> Option<T> {
        loaded.map_err(|error| self.fail(error)).ok()
    }

    /// Adds everything to a report, up to the error that ends the loading.
    pub(crate) fn tell(&self, report: &mut FileReport) -> Loaded<()> {
        for finding in &self.all {
            match finding {
                Finding::Warning(warning) => report.add(Arc::clone(warning)),
                Finding::Error(error) => report.recover(Arc::clone(error))?,
            }
        }
        match &self.last {
            Some(error) => Err(LoadError::clone(error)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use falconet_diagnostics::SourceId;

    use super::super::{Context, ErrorCode, WarningCode};
    use super::*;

    fn error(message: &str) -> LoadError {
        let file = Context::file(SourceId(0), "r.yaml");
        LoadError::new(ErrorCode::Validate, message, &file)
    }

    fn warning(message: &str) -> LoadWarning {
        let file = Context::file(SourceId(0), "r.yaml");
        LoadWarning::new(WarningCode::UnknownKey, message, &file)
    }

    /// The messages of the errors that one report has of them, and that of the error that ends the loading.
    fn told(findings: &Findings, most_errors: usize) -> (Vec<String>, Option<String>) {
        let mut report = FileReport::new("r.yaml", 9 << 10, most_errors);
        let last = findings.tell(&mut report).err();
        let errors = report.errors().iter().map(|error| error.message.clone());
        (errors.collect(), last.map(|error| error.message))
    }

    #[test]
    fn every_report_has_all_of_them() {
        let mut findings = Findings::new(9 << 10, 3);
        findings.warn(warning("w"));
        findings.fail(error("a"));
        findings.fail(error("a"));
        findings.fail(error("b"));
        let all = vec!["a".to_owned(), "b".to_owned()];
        for _ in 0..2 {
            assert_eq!(told(&findings, 3), (all.clone(), None));
        }
    }

    #[test]
    fn the_last_error_ends_every_loading_and_nothing_comes_after_it() {
        let mut findings = Findings::new(9 << 10, 9);
        findings.fail(error("a").final_one());
        findings.fail(error("b"));
        assert!(findings.is_closed() && findings.are_final());
        assert_eq!(told(&findings, 9), (Vec::new(), Some("a".to_owned())));
    }

    #[test]
    fn warnings_beyond_the_space_are_not_kept_but_make_reports_full() {
        let mut findings = Findings::new(3 << 10, 9);
        (0..9).for_each(|_| findings.warn(warning("w")));
        assert_eq!(findings.all.len(), 3);
        let mut report = FileReport::new("r.yaml", 3 << 10, 9);
        findings.tell(&mut report).unwrap();
        assert!(report.is_full());
    }
}
