//! How far a load may grow what was written.

use thiserror::Error;

use crate::options::ExpansionLimits;

/// What a copied check or list item counts beside its text.
const COPY_BYTES: usize = 64;

/// A bound was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Exceeded {
    /// One condition is too long.
    #[error("the condition is longer than {0} bytes once its lists and exceptions are expanded")]
    Condition(usize),
    /// All conditions and lists together are too long.
    #[error(
        "all conditions and lists together are longer than {0} bytes once lists, exceptions and macros are expanded"
    )]
    Total(usize),
    /// Substituting lists takes too long.
    #[error("substituting lists takes more than {0} steps")]
    Work(usize),
}

/// What is left of the bounds of one load.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    limits: ExpansionLimits,
    total: usize,
    work: usize,
}

impl Budget {
    pub(crate) const fn new(limits: ExpansionLimits) -> Self {
        Self {
            limits,
            total: 0,
            work: 0,
        }
    }

    /// Takes note of a condition's final text.
    pub(crate) fn take_text(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.check_condition(bytes)?;
        self.take_total(bytes)
    }

    pub(crate) fn check_condition(&self, bytes: usize) -> Result<(), Exceeded> {
        let most = self.limits.condition_bytes;
        if bytes <= most {
            Ok(())
        } else {
            Err(Exceeded::Condition(most))
        }
    }

    /// Takes note of a copy of a check, or of a list item, of that many bytes.
    pub(crate) fn take_copy(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.take_total(bytes.saturating_add(COPY_BYTES))
    }

    fn take_total(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.total = self.total.saturating_add(bytes);
        let most = self.limits.total_bytes;
        if self.total <= most {
            Ok(())
        } else {
            Err(Exceeded::Total(most))
        }
    }

    /// Takes note of that many bytes looked at.
    pub(crate) fn take_work(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.work = self.work.saturating_add(bytes);
        let most = self.limits.substitution_work;
        if self.work <= most {
            Ok(())
        } else {
            Err(Exceeded::Work(most))
        }
    }
}
