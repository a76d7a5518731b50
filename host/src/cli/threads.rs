//! How many threads judge events.

use std::num::NonZeroUsize;
use std::str::FromStr;
use std::thread;

/// Most that can be asked for: each takes memory for an instance of the module.
const MOST: usize = 256;
/// Most that are taken if nothing is asked for: beyond that reading is what takes the time.
const MOST_UNASKED: usize = 8;

/// A number of threads; by default one for each processor that this process may use, up to a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threads(NonZeroUsize);

/// What was asked for is no number of threads.
#[derive(Debug, thiserror::Error)]
#[error("expected a number from 1 to {MOST}")]
pub(crate) struct ThreadsError;

impl Threads {
    /// The number.
    pub(crate) const fn get(self) -> NonZeroUsize {
        self.0
    }
}

impl Default for Threads {
    fn default() -> Self {
        let processors = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self(NonZeroUsize::new(MOST_UNASKED).map_or(processors, |most| processors.min(most)))
    }
}

impl FromStr for Threads {
    type Err = ThreadsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.parse().ok().and_then(NonZeroUsize::new);
        let number = number.filter(|number| number.get() <= MOST);
        number.map(Self).ok_or(ThreadsError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_within_the_bound_are_taken() {
        for (text, number) in [("1", 1), ("256", 256)] {
            assert_eq!(text.parse::<Threads>().unwrap().get().get(), number);
        }
        for text in ["0", "257", "-1", "", "two", "1.5", "99999999999999999999"] {
            let error = text.parse::<Threads>().unwrap_err();
            assert_eq!(error.to_string(), "expected a number from 1 to 256");
        }
    }

    #[test]
    fn by_default_there_is_one_for_each_processor_up_to_a_bound() {
        assert!((1..=MOST_UNASKED).contains(&Threads::default().get().get()));
    }
}
