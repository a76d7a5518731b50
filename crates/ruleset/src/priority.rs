//! Priorities of rules.

use std::fmt;

/// How grave a match is; the gravest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// 0
    Emergency,
    /// 1
    Alert,
    /// 2
    Critical,
    /// 3
    Error,
    /// 4
    Warning,
    /// 5
    Notice,
    /// 6, also written `INFO`.
    Informational,
    /// 7
    Debug,
}

impl Priority {
    /// Every priority, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Emergency,
        Self::Alert,
        Self::Critical,
        Self::Error,
        Self::Warning,
        Self::Notice,
        Self::Informational,
        Self::Debug,
    ];

    /// The name that alerts show.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emergency => "Emergency",
            Self::Alert => "Alert",
            Self::Critical => "Critical",
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Notice => "Notice",
            Self::Informational => "Informational",
            Self::Debug => "Debug",
        }
    }

    /// The priority of that name, in any case. `info` is the only other name there is.
    pub fn parse(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("info") {
            return Some(Self::Informational);
        }
        Self::ALL
            .into_iter()
            .find(|priority| priority.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Priority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_in_any_case() {
        for priority in Priority::ALL {
            assert_eq!(Priority::parse(priority.name()), Some(priority));
            assert_eq!(
                Priority::parse(&priority.name().to_uppercase()),
                Some(priority)
            );
        }
        assert_eq!(Priority::parse("INFO"), Some(Priority::Informational));
    }

    #[test]
    fn other_abbreviations_and_numbers_are_no_priorities() {
        for name in ["warn", "err", "3", "", "Information"] {
            assert_eq!(Priority::parse(name), None, "{name}");
        }
    }

    #[test]
    fn graver_priorities_are_smaller() {
        assert!(Priority::Emergency < Priority::Debug);
    }
}
