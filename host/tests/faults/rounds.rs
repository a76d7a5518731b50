//! How often a fault happens.

/// Says it: `full`, or a number. Unset: as often as tests have time for.
const VARIABLE: &str = "FALCONET_FAULTS";

/// How often: `bounded` times in tests, `full` times where that is asked for.
pub(crate) fn rounds(bounded: u32, full: u32) -> u32 {
    match std::env::var(VARIABLE).as_deref() {
        Err(_) => bounded,
        Ok("full") => full,
        Ok(number) => number.parse().unwrap(),
    }
}
