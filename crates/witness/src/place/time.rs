//! Fields that come of an event's time.

use falconet_event::catalogue::GenericField;
use falconet_event::timestamp::write_iso8601;

use super::{Edit, Placing, put};
use crate::base::time_path;
use crate::json::Json;

const NANOS: u64 = 1_000_000_000;
/// What ends a time of which only the beginning is given.
const TIME: &str = "2026-01-02T00:00:00";
/// Characters of a date.
const DATE: usize = 10;

impl Placing<'_> {
    pub(super) fn generic(&self, field: GenericField, text: &str) -> Vec<Edit> {
        match field {
            GenericField::RawTime => self.raw_time(text, 1),
            GenericField::RawTimeSeconds => self.raw_time(text, NANOS),
            GenericField::RawTimeNanoseconds => match text.parse::<u64>() {
                Ok(nanos) if nanos < NANOS => self.time(&format!("{TIME}.{nanos:09}")),
                _ => Vec::new(),
            },
            GenericField::Time | GenericField::TimeSeconds => {
                self.time(&format!("{}T{text}", self.day()))
            }
            GenericField::TimeIso8601 => self.time(text),
            GenericField::DateTime | GenericField::DateTimeSeconds => {
                self.time(&text.replacen(' ', "T", 1))
            }
            _ => Vec::new(),
        }
    }

    /// A time given as a number of units of so many nanoseconds.
    pub(super) fn raw_time(&self, text: &str, unit: u64) -> Vec<Edit> {
        let nanos = text
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(unit));
        let Some(nanos) = nanos else {
            return Vec::new();
        };
        let mut time = Vec::new();
        write_iso8601(nanos, "Z", &mut time);
        self.time(&String::from_utf8_lossy(&time))
    }

    /// Times that have a text in them, if a path is that of the event's time: of no other text there an event is made.
    pub(super) fn times_at(&self, path: &[String], text: &str) -> Vec<String> {
        if time_path(self.source.kind).is_none_or(|own| own != path) {
            return Vec::new();
        }
        let now = self.event.text_at(path);
        times_with(now.as_deref().unwrap_or(TIME), text)
    }

    /// The day of the event as it is.
    fn day(&self) -> String {
        let path = time_path(self.source.kind);
        let now = path.and_then(|path| self.event.text_at(path));
        let day = now.as_deref().and_then(|now| now.get(..DATE));
        day.or(TIME.get(..DATE)).unwrap_or_default().to_owned()
    }

    /// A time, or the beginning of one.
    fn time(&self, text: &str) -> Vec<Edit> {
        let text = text.trim_end_matches("+0000").trim_end_matches('Z');
        let rest = TIME.get(text.len()..).unwrap_or_default();
        let text = format!("{}{rest}Z", text.trim_end_matches(".000000000"));
        let path = time_path(self.source.kind);
        path.map(|path| put(path, Json::text(&text)))
            .into_iter()
            .collect()
    }
}

/// A time with a text in the place of as many characters, wherever it has digits and signs where a time has them.
fn times_with(whole: &str, text: &str) -> Vec<String> {
    let last = whole.len().checked_sub(text.len());
    let starts = last.map_or(0..0, |last| 0..last + 1);
    let times = starts.filter_map(|start| {
        let (before, rest) = whole.split_at_checked(start)?;
        let (replaced, behind) = rest.split_at_checked(text.len())?;
        let mut pairs = replaced.chars().zip(text.chars());
        let fits =
            pairs.all(|(old, new)| old == new || old.is_ascii_digit() && new.is_ascii_digit());
        (fits && !text.is_empty()).then(|| format!("{before}{text}{behind}"))
    });
    times.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "2026-01-02T00:00:00Z";

    #[test]
    fn a_text_stands_in_a_time_where_it_fits() {
        assert_eq!(times_with(WHOLE, "2031-"), ["2031-01-02T00:00:00Z"]);
        assert_eq!(times_with(WHOLE, "T11:2"), ["2026-01-02T11:20:00Z"]);
        assert_eq!(times_with(WHOLE, "7Z"), ["2026-01-02T00:00:07Z"]);
        assert_eq!(times_with(WHOLE, "-12-24T").len(), 1);
        for text in ["", "x", "é", "2031-01-02T00:00:00.5Z"] {
            assert!(times_with(WHOLE, text).is_empty(), "{text}");
        }
    }
}
