//! Sizes and times as people write them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::written::Written;

/// A number of bytes, written `4096`, `64KiB`, `128MiB`, `1GiB` (or short, `64K`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u64);

/// A span of time, written `10`, `10s`, `500ms`, `2m`, `6h` or `1d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeSpan(Duration);

/// Why a quantity could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// No number, or an unknown unit.
    #[error("expected a number and one of the units {0}")]
    Unreadable(&'static str),
    /// Zero, or more than fits.
    #[error("expected a number from 1 to {0}")]
    OutOfRange(&'static str),
}

const SIZE_UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
const SIZE_UNIT_NAMES: &str = "B, KiB, MiB, GiB";
const LARGEST_SIZE: u64 = 4 << 30;
const TIME_UNIT_NAMES: &str = "ms, s, m, h, d";
const LONGEST_MILLIS: u64 = 24 * 60 * 60 * 1000;

impl Size {
    /// So many times 2^20 bytes.
    pub const fn mebibytes(count: u64) -> Self {
        Self(count << 20)
    }

    /// So many bytes.
    pub(crate) const fn of_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The number of bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// The number of bytes, as a length in memory.
    pub fn in_memory(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl FromStr for Size {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, unit) = split(text).ok_or(QuantityError::Unreadable(SIZE_UNIT_NAMES))?;
        let factor = size_factor(unit).ok_or(QuantityError::Unreadable(SIZE_UNIT_NAMES))?;
        match number.checked_mul(factor) {
            Some(bytes @ 1..=LARGEST_SIZE) => Ok(Self(bytes)),
            _ => Err(QuantityError::OutOfRange("4GiB")),
        }
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Written::new())
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = SIZE_UNITS
            .iter()
            .find(|(_, factor)| self.0.is_multiple_of(*factor));
        match unit {
            Some((name, factor)) => write!(out, "{}{name}", self.0 / factor),
            None => write!(out, "{}", self.0),
        }
    }
}

impl TimeSpan {
    /// So many seconds.
    pub const fn whole(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }

    /// So many milliseconds.
    pub const fn millis(count: u64) -> Self {
        Self(Duration::from_millis(count))
    }

    /// As the standard library's type.
    pub const fn duration(self) -> Duration {
        self.0
    }
}

impl FromStr for TimeSpan {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, unit) = split(text).ok_or(QuantityError::Unreadable(TIME_UNIT_NAMES))?;
        let factor = time_factor(unit).ok_or(QuantityError::Unreadable(TIME_UNIT_NAMES))?;
        match number.checked_mul(factor) {
            Some(millis @ 1..=LONGEST_MILLIS) => Ok(Self(Duration::from_millis(millis))),
            _ => Err(QuantityError::OutOfRange("24 hours")),
        }
    }
}

impl<'de> Deserialize<'de> for TimeSpan {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Written::new())
    }
}

impl Serialize for TimeSpan {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.as_millis();
        if millis.is_multiple_of(1000) {
            write!(out, "{}s", millis / 1000)
        } else {
            write!(out, "{millis}ms")
        }
    }
}

fn split(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    Some((number.parse().ok()?, unit.trim()))
}

fn size_factor(unit: &str) -> Option<u64> {
    match unit.to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "k" | "kb" | "kib" => Some(1 << 10),
        "m" | "mb" | "mib" => Some(1 << 20),
        "g" | "gb" | "gib" => Some(1 << 30),
        _ => None,
    }
}

fn time_factor(unit: &str) -> Option<u64> {
    match unit {
        "ms" => Some(1),
        "" | "s" => Some(1000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(86_400_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_with_and_without_a_unit() {
        for (text, bytes) in [
            ("4096", 4096),
            ("64K", 65_536),
            ("64 KiB", 65_536),
            ("128MiB", 134_217_728),
            ("1g", 1 << 30),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
    }

    #[test]
    fn a_size_is_shown_as_it_can_be_read_again() {
        for size in [Size(1), Size(1 << 10), Size(3 << 20), Size((3 << 20) + 1)] {
            assert_eq!(size.to_string().parse(), Ok(size));
        }
    }

    #[test]
    fn a_size_of_nothing_or_beyond_the_address_space_is_refused() {
        for text in ["0", "5GiB", "18446744073709551615GiB"] {
            assert_eq!(
                text.parse::<Size>(),
                Err(QuantityError::OutOfRange("4GiB")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_quantity_that_is_no_number_is_refused() {
        for text in [
            "",
            "MiB",
            "-1",
            "1.5MiB",
            "1 parsec",
            "99999999999999999999",
        ] {
            assert!(text.parse::<Size>().is_err(), "{text}");
            assert!(text.parse::<TimeSpan>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_is_read_and_shown_in_its_unit() {
        for (text, shown) in [
            ("10", "10s"),
            ("500ms", "500ms"),
            ("2m", "120s"),
            ("1500 ms", "1500ms"),
            ("6h", "21600s"),
            ("1d", "86400s"),
        ] {
            assert_eq!(
                text.parse::<TimeSpan>().map(|time| time.to_string()),
                Ok(shown.to_owned())
            );
        }
    }
}
