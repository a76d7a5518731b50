//! Times in RFC 3339 form, read as Go's `time.Parse` reads them with that layout.
//!
//! It is more generous than the standard: an hour of one digit, a comma before the fraction, any number of
//! fraction digits (nine count), offsets up to `24:60`. It is no more generous than that: letters are capital,
//! there is no second 60, and the day exists in its month.

use crate::civil::{days_from_civil, days_in_month};

/// Nanoseconds since the epoch, as Go counts them in 64 bits: times before 1678 and after 2262 wrap around.
pub(crate) fn parse(text: &[u8]) -> Option<u64> {
    let mut cursor = Cursor { rest: text };
    let days = cursor.date()?;
    cursor.literal(b'T')?;
    let seconds = cursor.time_of_day()?;
    let nanoseconds = cursor.fraction();
    let offset = cursor.offset()?;
    let total = days * 86_400 + seconds - offset;
    let wrapped = total.wrapping_mul(1_000_000_000).wrapping_add(nanoseconds);
    cursor.rest.is_empty().then_some(wrapped.cast_unsigned())
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    /// Days since the epoch.
    fn date(&mut self) -> Option<i64> {
        let year = self.digits::<4>()?;
        self.literal(b'-')?;
        let month = self.digits::<2>()?;
        self.literal(b'-')?;
        let day = self.digits::<2>()?;
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        exists.then(|| i64::from(days_from_civil(year, month, day)))
    }

    fn time_of_day(&mut self) -> Option<i64> {
        let hour = self.digits::<2>().or_else(|| self.digits::<1>())?;
        self.literal(b':')?;
        let minute = self.digits::<2>()?;
        self.literal(b':')?;
        let second = self.digits::<2>()?;
        let exists = hour < 24 && minute < 60 && second < 60;
        exists.then_some(i64::from(hour * 3600 + minute * 60 + second))
    }

    /// Nanoseconds; 0 and nothing read where no fraction stands.
    fn fraction(&mut self) -> i64 {
        let [b'.' | b',', digits @ ..] = self.rest else {
            return 0;
        };
        let count = digits
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (fraction, rest) = digits.split_at(count);
        if !fraction.is_empty() {
            self.rest = rest;
        }
        let padded = fraction.iter().chain(std::iter::repeat(&b'0')).take(9);
        padded.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
    }

    /// Seconds east of Greenwich.
    fn offset(&mut self) -> Option<i64> {
        let (sign, rest) = self.rest.split_first()?;
        self.rest = rest;
        match sign {
            b'Z' => Some(0),
            b'+' => self.offset_size(),
            b'-' => self.offset_size().map(|seconds| -seconds),
            _ => None,
        }
    }

    fn offset_size(&mut self) -> Option<i64> {
        let hours = self.digits::<2>()?;
        self.literal(b':')?;
        let minutes = self.digits::<2>()?;
        (hours <= 24 && minutes <= 60).then_some(i64::from(hours * 3600 + minutes * 60))
    }

    fn literal(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[byte])?;
        Some(())
    }

    fn digits<const N: usize>(&mut self) -> Option<i32> {
        let (digits, rest) = self.rest.split_first_chunk::<N>()?;
        let number = digits.iter().try_fold(0, |sum, digit| {
            let value = digit.is_ascii_digit().then(|| i32::from(digit - b'0'))?;
            Some(sum * 10 + value)
        })?;
        self.rest = rest;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse(text.as_bytes()).map(|ns| ns.cast_signed() / 1_000_000_000)
    }

    #[test]
    fn plain_times_are_read() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2024-03-14T12:34:56Z"), Some(1_710_419_696));
        assert_eq!(seconds("1969-12-31T23:59:59Z"), Some(-1));
        assert_eq!(seconds("2024-02-29T00:00:00Z"), Some(1_709_164_800));
    }

    #[test]
    fn offsets_are_taken_off() {
        assert_eq!(seconds("2024-03-14T14:34:56+02:00"), Some(1_710_419_696));
        assert_eq!(seconds("2024-03-14T06:04:56-06:30"), Some(1_710_419_696));
        assert_eq!(seconds("1970-01-02T00:00:00+24:00"), Some(0));
        assert_eq!(seconds("1970-01-01T01:00:00+00:60"), Some(0));
    }

    #[test]
    fn fractions_count_to_the_nanosecond() {
        let at = |fraction: &str| parse(format!("1970-01-01T00:00:00{fraction}Z").as_bytes());
        assert_eq!(at(".5"), Some(500_000_000));
        assert_eq!(at(",000000001"), Some(1));
        assert_eq!(at(".1234567899999"), Some(123_456_789));
        assert_eq!(at("."), None);
        assert_eq!(at(".5."), None);
    }

    #[test]
    fn an_hour_may_have_one_digit_as_in_go() {
        assert_eq!(seconds("1970-01-01T1:00:00Z"), Some(3600));
        assert_eq!(seconds("1970-01-01T01:0:00Z"), None);
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for text in [
            "2023-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z",
            "2023-00-01T00:00:00Z",
            "2023-01-00T00:00:00Z",
            "2023-04-31T00:00:00Z",
            "2023-01-01T24:00:00Z",
            "2023-01-01T00:60:00Z",
            "2016-12-31T23:59:60Z",
            "2023-01-01T00:00:00+25:00",
            "2023-01-01T00:00:00+00:61",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2023-01-01",
            "2023-01-01T00:00:00",
            "2023-01-01t00:00:00Z",
            "2023-01-01T00:00:00z",
            "2023-01-01 00:00:00Z",
            "2023-01-01T00:00:00+0000",
            "2023-01-01T00:00:00Z ",
            " 2023-01-01T00:00:00Z",
            "23-01-01T00:00:00Z",
            "+023-01-01T00:00:00Z",
            "2023-1-01T00:00:00Z",
            "2023-01-01T00:00:00+00:00x",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn times_beyond_64_bits_wrap_as_in_go() {
        assert_eq!(
            parse(b"0001-01-01T00:00:00Z"),
            Some(11_651_379_494_838_206_464)
        );
        assert_eq!(parse(b"2262-04-11T23:47:16.854775808Z"), Some(1 << 63));
    }

    #[test]
    fn every_prefix_of_a_time_is_refused() {
        let text = b"2024-03-14T12:34:56.789+02:00";
        for end in 0..text.len() {
            assert_eq!(parse(&text[..end]), None);
        }
    }
}
