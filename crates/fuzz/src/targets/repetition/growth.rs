//! Time that grows faster than what it is spent on.
//!
//! Time is that of the thread on a processor, where the system tells it, so that others on the machine do not count.

use std::fs;
use std::time::{Duration, Instant};

/// The larger of two texts is so many times the smaller one.
pub(super) const STEP: usize = 4;

/// What may take so many times the time of the smaller text. Anything linear takes 4 times and anything quadratic 16;
/// caches that overflow and memory that is fresh are between.
const FACTOR: u32 = 9;

/// Less says nothing.
const LEAST: Duration = Duration::from_millis(250);

/// How often what seems wrong is measured again.
const REPEATS: usize = 3;

/// What two texts took, the larger one [`STEP`] times the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Growth {
    pub(super) smaller: Duration,
    pub(super) larger: Duration,
}

impl Growth {
    /// Measures both, and again while it seems out of proportion: the least of several is nearest to the truth.
    pub(super) fn of(
        mut smaller: impl FnMut() -> Result<(), String>,
        mut larger: impl FnMut() -> Result<(), String>,
    ) -> Result<Self, String> {
        let mut growth = Self {
            smaller: time_of(&mut smaller)?,
            larger: time_of(&mut larger)?,
        };
        for _ in 0..REPEATS {
            if !growth.is_out_of_proportion() {
                break;
            }
            // The least of the larger and the most of the smaller: both speak for the text.
            growth.smaller = growth.smaller.max(time_of(&mut smaller)?);
            growth.larger = growth.larger.min(time_of(&mut larger)?);
        }
        Ok(growth)
    }

    pub(super) fn is_out_of_proportion(self) -> bool {
        self.larger > LEAST && self.larger > self.smaller * FACTOR
    }
}

fn time_of(work: &mut impl FnMut() -> Result<(), String>) -> Result<Duration, String> {
    let (on_processor, started) = (time_on_processor(), Instant::now());
    work()?;
    let on_clock = started.elapsed();
    let since = |before| time_on_processor().map(|now| now.saturating_sub(before));
    Ok(on_processor.and_then(since).unwrap_or(on_clock))
}

/// What this thread has had so far.
fn time_on_processor() -> Option<Duration> {
    let numbers = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = numbers.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    use super::*;

    fn growth(steps: fn(u64) -> u64) -> Growth {
        let work = |size| {
            move || {
                (0..steps(size)).for_each(|step| _ = black_box(step));
                Ok(())
            }
        };
        Growth::of(work(4_000), work(4_000 * STEP as u64)).unwrap()
    }

    #[test]
    fn what_is_quadratic_is_told_from_what_is_linear() {
        assert!(!growth(|size| size * 4_000).is_out_of_proportion());
        assert!(growth(|size| size * size).is_out_of_proportion());
    }

    #[test]
    fn short_times_say_nothing() {
        let growth = Growth {
            smaller: Duration::from_millis(1),
            larger: Duration::from_millis(200),
        };
        assert!(!growth.is_out_of_proportion());
    }

    #[test]
    fn what_cannot_be_done_is_no_measure() {
        let failing = || Err("no".to_owned());
        assert_eq!(Growth::of(failing, || Ok(())), Err("no".to_owned()));
    }
}
