//! The exceptions of a rule by name.

use std::collections::HashMap;

use super::ExceptionInfo;

/// The exceptions of a rule in order. Names may be there twice; the first one is found.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExceptionList {
    exceptions: Vec<ExceptionInfo>,
    first_by_name: HashMap<String, usize>,
}

impl ExceptionList {
    pub(crate) fn as_slice(&self) -> &[ExceptionInfo] {
        &self.exceptions
    }

    pub(super) fn find_mut(&mut self, name: &str) -> Option<&mut ExceptionInfo> {
        self.exceptions.get_mut(*self.first_by_name.get(name)?)
    }

    pub(super) fn push(&mut self, exception: ExceptionInfo) {
        let number = self.exceptions.len();
        self.first_by_name
            .entry(exception.name.clone())
            .or_insert(number);
        self.exceptions.push(exception);
    }
}

impl IntoIterator for ExceptionList {
    type Item = ExceptionInfo;
    type IntoIter = std::vec::IntoIter<ExceptionInfo>;

    fn into_iter(self) -> Self::IntoIter {
        self.exceptions.into_iter()
    }
}

impl FromIterator<ExceptionInfo> for ExceptionList {
    fn from_iter<I: IntoIterator<Item = ExceptionInfo>>(exceptions: I) -> Self {
        let mut list = Self::default();
        exceptions
            .into_iter()
            .for_each(|exception| list.push(exception));
        list
    }
}
