//! Times as Falco writes them, without allocation.

use crate::civil::civil_from_days;

/// Nanoseconds of a second.
pub(crate) const NANOS_PER_SECOND: u64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// Appends `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn` in UTC and a suffix (`Z`, `+0000`).
pub fn write_iso8601(ns: u64, suffix: &str, out: &mut Vec<u8>) {
    write_date(ns, 0, out);
    out.push(b'T');
    write_time(ns, 0, out);
    out.extend_from_slice(suffix.as_bytes());
}

/// Appends `HH:MM:SS.nnnnnnnnn` at an offset from UTC.
pub fn write_time(ns: u64, utc_offset_seconds: i32, out: &mut Vec<u8>) {
    write_time_seconds(ns, utc_offset_seconds, out);
    out.push(b'.');
    write_padded(ns % NANOS_PER_SECOND, 9, out);
}

/// Appends `HH:MM:SS` at an offset from UTC.
pub(crate) fn write_time_seconds(ns: u64, utc_offset_seconds: i32, out: &mut Vec<u8>) {
    let second = local_seconds(ns, utc_offset_seconds)
        .rem_euclid(SECONDS_PER_DAY)
        .unsigned_abs();
    write_padded(second / 3600, 2, out);
    out.push(b':');
    write_padded(second / 60 % 60, 2, out);
    out.push(b':');
    write_padded(second % 60, 2, out);
}

/// Appends `YYYY-MM-DD HH:MM:SS.nnnnnnnnn` at an offset from UTC.
pub(crate) fn write_date_time(ns: u64, utc_offset_seconds: i32, out: &mut Vec<u8>) {
    write_date(ns, utc_offset_seconds, out);
    out.push(b' ');
    write_time(ns, utc_offset_seconds, out);
}

/// Appends `YYYY-MM-DD HH:MM:SS` at an offset from UTC.
pub(crate) fn write_date_time_seconds(ns: u64, utc_offset_seconds: i32, out: &mut Vec<u8>) {
    write_date(ns, utc_offset_seconds, out);
    out.push(b' ');
    write_time_seconds(ns, utc_offset_seconds, out);
}

/// Appends a number in decimal.
pub fn write_number(number: u64, out: &mut Vec<u8>) {
    write_padded(number, 1, out);
}

/// Digits of the largest number.
const MOST_DIGITS: usize = 20;

/// Appends a signed number in decimal.
pub fn write_signed_number(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    write_number(number.unsigned_abs(), out);
}

/// Appends a number in decimal with zeros before it to a width of at most [`MOST_DIGITS`].
pub(crate) fn write_padded(number: u64, width: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; MOST_DIGITS];
    let mut rest = number;
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        // A digit fits in a byte.
        *place = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        count += 1;
    }
    let shown = digits.get(MOST_DIGITS.saturating_sub(width.max(count))..);
    out.extend_from_slice(shown.unwrap_or_default());
}

fn write_date(ns: u64, utc_offset_seconds: i32, out: &mut Vec<u8>) {
    let days = local_seconds(ns, utc_offset_seconds).div_euclid(SECONDS_PER_DAY);
    let (year, month, day) = civil_from_days(days);
    write_padded(year.unsigned_abs(), 4, out);
    out.push(b'-');
    write_padded(month.unsigned_abs(), 2, out);
    out.push(b'-');
    write_padded(day.unsigned_abs(), 2, out);
}

fn local_seconds(ns: u64, utc_offset_seconds: i32) -> i64 {
    (ns / NANOS_PER_SECOND).cast_signed() + i64::from(utc_offset_seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"x".to_vec();
        write(&mut out);
        String::from_utf8(out.split_off(1)).unwrap()
    }

    const NS: u64 = 1_700_000_000_123_456_789;

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(
            written(|out| write_iso8601(NS, "Z", out)),
            "2023-11-14T22:13:20.123456789Z"
        );
        assert_eq!(written(|out| write_time(NS, 0, out)), "22:13:20.123456789");
        assert_eq!(written(|out| write_time_seconds(NS, 0, out)), "22:13:20");
        assert_eq!(
            written(|out| write_date_time_seconds(NS, 0, out)),
            "2023-11-14 22:13:20"
        );
    }

    #[test]
    fn local_times_may_be_of_another_day() {
        assert_eq!(
            written(|out| write_date_time(NS, 7200, out)),
            "2023-11-15 00:13:20.123456789"
        );
        assert_eq!(
            written(|out| write_date_time_seconds(NS, -86_400, out)),
            "2023-11-13 22:13:20"
        );
        assert_eq!(
            written(|out| write_date_time_seconds(0, -1, out)),
            "1969-12-31 23:59:59"
        );
    }

    #[test]
    fn the_largest_time_has_a_date() {
        assert_eq!(
            written(|out| write_iso8601(u64::MAX, "", out)),
            "2554-07-21T23:34:33.709551615"
        );
    }

    #[test]
    fn numbers_are_padded_but_never_cut() {
        assert_eq!(written(|out| write_padded(7, 9, out)), "000000007");
        assert_eq!(written(|out| write_padded(1234, 2, out)), "1234");
        assert_eq!(written(|out| write_number(0, out)), "0");
        assert_eq!(
            written(|out| write_number(u64::MAX, out)),
            u64::MAX.to_string()
        );
        for number in [0, -1, 17, i64::MIN, i64::MAX] {
            let text = written(|out| write_signed_number(number, out));
            assert_eq!(text, number.to_string());
        }
    }
}
