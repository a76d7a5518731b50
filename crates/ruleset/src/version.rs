//! Versions `x.y.z` as Falco reads and compares them.

use std::fmt;

/// A version of three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// Incompatible with any other.
    pub major: u32,
    /// Compatible with smaller ones.
    pub minor: u32,
    /// Compatible with smaller ones.
    pub patch: u32,
}

impl Version {
    /// The version with those numbers.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }

    /// Reads three numbers with dots between at the start of a text; whatever follows is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, rest) = number(text)?;
        let (minor, rest) = number(rest.strip_prefix('.')?)?;
        let (patch, _) = number(rest.strip_prefix('.')?)?;
        Some(Self {
            major,
            minor,
            patch,
        })
    }

    /// Whether something of this version does for something that asks for `required`.
    pub fn satisfies(self, required: Self) -> bool {
        self.major == required.major && self >= required
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_third_number_is_ignored() {
        assert_eq!(Version::parse("0.63.0-rc1"), Some(Version::new(0, 63, 0)));
        assert_eq!(Version::parse("1.2.3.4"), Some(Version::new(1, 2, 3)));
    }

    #[test]
    fn fewer_numbers_or_letters_before_them_are_no_version() {
        for text in [
            "0.63",
            "v0.1.0",
            "13.0",
            "",
            "-1",
            "abc",
            "1..2",
            "99999999999.0.0",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_newer_version_satisfies_within_the_same_major_number() {
        let ours = Version::new(0, 63, 0);
        assert!(ours.satisfies(Version::new(0, 63, 0)) && ours.satisfies(Version::new(0, 10, 9)));
        assert!(!ours.satisfies(Version::new(0, 63, 1)) && !ours.satisfies(Version::new(1, 0, 0)));
        assert!(!Version::new(2, 0, 0).satisfies(Version::new(1, 9, 9)));
    }
}
