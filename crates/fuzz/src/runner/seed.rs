//! From a number to the bytes of a case.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// What a case is made from. Written as `0x` and hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

/// The smallest number of bytes is two to this power.
const LEAST_POWER: u64 = 8;
/// How many powers there are.
const POWERS: u64 = 7;

impl Seed {
    /// A seed that no run had before.
    pub fn fresh() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let nanoseconds = since.as_secs() << 30 ^ u64::from(since.subsec_nanos());
        Self(SplitMix(nanoseconds).next())
    }

    /// The seed of a case in the run that starts with this seed. The first case has the seed itself.
    #[must_use]
    pub fn of_case(self, number: u64) -> Self {
        if number == 0 {
            return self;
        }
        Self(SplitMix(self.0 ^ number.wrapping_mul(0x9e6c_63d0_876a_3f6b)).next())
    }

    /// The bytes that a case is made from: few of them or many.
    pub fn bytes(self) -> Vec<u8> {
        let mut random = SplitMix(self.0);
        let most = 1 << (LEAST_POWER + random.next() % POWERS);
        let words = most / 16 + random.next() % (most / 16 + 1);
        (0..words)
            .flat_map(|_| random.next().to_le_bytes())
            .collect()
    }
}

/// The generator of Steele, Lea and Flood.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "0x{:016x}", self.0)
    }
}

impl FromStr for Seed {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        u64::from_str_radix(digits, 16).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_read_as_it_is_written() {
        let seed = Seed(0xfeed);
        assert_eq!(seed.to_string().parse(), Ok(seed));
        assert_eq!("feed".parse(), Ok(seed));
        assert!("seed".parse::<Seed>().is_err());
    }

    #[test]
    fn the_first_case_has_the_seed_of_the_run_and_the_others_have_their_own() {
        let seed = Seed(5);
        assert_eq!(seed.of_case(0), seed);
        assert_ne!(seed.of_case(1), seed.of_case(2));
    }

    #[test]
    fn cases_are_of_all_sizes() {
        let sizes: Vec<_> = (0..200).map(|at| Seed(at).bytes().len()).collect();
        assert!(sizes.iter().any(|size| *size < 300));
        assert!(sizes.iter().any(|size| *size > 10_000));
    }
}
