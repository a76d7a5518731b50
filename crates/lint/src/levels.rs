//! What is done about the findings of each lint.

use falconet_diagnostics::Severity;
use thiserror::Error;

use crate::falco::{WARNINGS, is_warning};
use crate::lint::Lint;
use crate::nearest::{distance, nearest};
use crate::registry::ALL;

/// What is done about the findings of a lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing: it does not run.
    Allow,
    /// They are warnings.
    Warn,
    /// They are errors.
    Deny,
}

impl Level {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// How bad a finding is; nothing if it is none.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// A code or name that takes more changes was not meant.
const MOST_CHANGES: usize = 4;

/// There is no lint of that code or name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no lint `{given}`{}", .nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
pub struct UnknownLint {
    /// What was asked for.
    pub given: String,
    /// The code or name that looks like it.
    pub nearest: Option<&'static str>,
}

/// The level of every lint.
///
/// ```
/// use falconet_lint::{Level, Levels, find};
///
/// let mut levels = Levels::default();
/// levels.set("all", Level::Allow).unwrap();
/// levels.set("redefined", Level::Deny).unwrap();
/// assert_eq!(levels.of(find("FN0301").unwrap()), Level::Deny);
/// assert_eq!(
///     levels.set("redefine", Level::Warn).unwrap_err().to_string(),
///     "there is no lint `redefine`; did you mean `redefined`?"
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// What was set, in order; later entries take the place of earlier ones.
    set: Vec<(Option<&'static str>, Level)>,
}

impl Levels {
    /// The word that stands for every lint.
    pub const EVERY: &'static str = "all";

    /// Sets the level of the lint of that code or name, or of `all` of them. The last word counts.
    pub fn set(&mut self, code_or_name: &str, level: Level) -> Result<(), UnknownLint> {
        let code = match code_or_name {
            Self::EVERY => None,
            other => Some(known(other)?.code),
        };
        self.set
            .retain(|(earlier, _)| code.is_some() && *earlier != code);
        self.set.push((code, level));
        Ok(())
    }

    /// The level of a lint. `all` says nothing about Falco's own warnings.
    pub fn of(&self, lint: &Lint) -> Level {
        let mut set = self.set.iter().rev();
        let is_meant = |code: Option<&str>| match code {
            Some(code) => code == lint.code,
            None => !is_warning(lint),
        };
        set.find(|(code, _)| is_meant(*code))
            .map_or(lint.level, |(_, level)| *level)
    }
}

/// The lint of that code or name, or the one that was probably meant.
pub(crate) fn known(code_or_name: &str) -> Result<&'static Lint, UnknownLint> {
    crate::registry::find(code_or_name).ok_or_else(|| UnknownLint {
        given: code_or_name.chars().take(80).collect(),
        nearest: meant(code_or_name),
    })
}

/// The code or name that takes few changes.
fn meant(given: &str) -> Option<&'static str> {
    let lints = ALL.iter().chain(WARNINGS);
    let near = nearest(given, lints.flat_map(|lint| [lint.name, lint.code]));
    let few = (given.len() / 4).clamp(1, MOST_CHANGES);
    (distance(given, near) <= few).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::find;

    #[test]
    fn the_last_word_counts() {
        let lint = find("redefined").unwrap();
        let mut levels = Levels::default();
        assert_eq!(levels.of(lint), lint.level);
        levels.set("redefined", Level::Deny).unwrap();
        assert_eq!(levels.of(lint), Level::Deny);
        levels.set("FN0301", Level::Warn).unwrap();
        assert_eq!(levels.of(lint), Level::Warn);
        levels.set("all", Level::Allow).unwrap();
        assert_eq!(levels.of(lint), Level::Allow);
    }

    #[test]
    fn repeating_oneself_takes_no_room() {
        let mut levels = Levels::default();
        for _ in 0..9 {
            levels.set("all", Level::Deny).unwrap();
            levels.set("FN0301", Level::Deny).unwrap();
        }
        assert_eq!(levels.set.len(), 2);
    }

    #[test]
    fn an_unknown_lint_is_refused_with_the_nearest_one() {
        let error = Levels::default().set("FN03O1", Level::Warn).unwrap_err();
        assert_eq!(error.nearest, Some("FN0301"));
        let error = Levels::default()
            .set("shadow-rule", Level::Warn)
            .unwrap_err();
        assert_eq!(error.nearest, Some("shadowed-rule"));
    }

    #[test]
    fn nothing_is_suggested_for_what_looks_like_nothing() {
        for name in ["nope", "", "x", "everything", "FNO"] {
            let error = Levels::default().set(name, Level::Allow).unwrap_err();
            assert_eq!(error.to_string(), format!("there is no lint `{name}`"));
        }
    }
}
