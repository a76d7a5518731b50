//! Versions `x.y.z` as Falco reads and compares them.

use std::fmt;

use crate::c_number;

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
        let (major, rest) = number(text.as_bytes())?;
        let (minor, rest) = number(rest.strip_prefix(b".")?)?;
        let (patch, _) = number(rest.strip_prefix(b".")?)?;
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

/// C keeps the low half of a number that is too large.
fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = c_number::prefix(text)?;
    let low = number & u64::from(u32::MAX);
    Some((u32::try_from(low).ok()?, rest))
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
        for text in ["0.63", "v0.1.0", "13.0", "", "-1", "abc", "1..2", "0 .1.2"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_c_reads_them() {
        for (text, minor) in [
            ("0.-1.0", u32::MAX),
            ("0.99999999999.0", 1_215_752_191),
            ("-0.+1. 2", 1),
        ] {
            assert_eq!(
                Version::parse(text).map(|version| version.minor),
                Some(minor),
                "{text}"
            );
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
